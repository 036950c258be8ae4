"""What a page was drawn from: the value that its view handed to the template."""

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template


def page(browser: FlaskClient, address: str, **fields: str) -> object:
    """Open an address (with fields: post them) and give the value of the page that it draws."""
    found: list[object] = []

    def note(_app: Flask, template: Template, context: dict[str, object], **_more: object) -> None:
        del template
        found.append(context["page"])

    with template_rendered.connected_to(note, browser.application):
        answer = browser.post(address, data=fields) if fields else browser.get(address)
    assert len(found) == 1, (answer.status, answer.headers.get("Location"))
    return found[0]
