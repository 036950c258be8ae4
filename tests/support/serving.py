"""An application served on a free port, for a real browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Thread

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from tests.support.world import PASSWORD


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application and give its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sign_in(page: Page, address: str, name: str = "secretary", target: str = "/") -> None:
    """Sign in through the form, as a person does."""
    page.goto(f"{address}/signin?next={target}")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}{target}")


def signed_in(page: Page, address: str, name: str = "secretary") -> None:
    """Sign in through the same door, but draw no page: where signing in is not what is shown."""
    form = page.request.get(f"{address}/signin").text()
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    fields = {"csrf_token": token[1], "name": name, "password": PASSWORD}
    answer = page.request.post(f"{address}/signin", form=fields, max_redirects=0)
    assert answer.status == HTTPStatus.SEE_OTHER, answer.status_text
