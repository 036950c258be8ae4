"""The door of calendar feeds: a small WSGI application in front of Flask."""

from typing import Any


class FeedDoor:
    """Serve /feeds/ without Flask."""

    def __init__(self, inner: Any, runtime: Any) -> None:
        self.inner, self.runtime = inner, runtime

    def __call__(self, environ: Any, start_response: Any) -> Any:
        return self.inner(environ, start_response)
