"""A relay between client and service that notes what was asked and what the service answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PATH = "/calendar.ics"
"""What clients subscribe to; the relay knows which feed that is at the moment."""

_SECONDS = 30
_OWN = {"connection", "transfer-encoding", "server", "date"}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request for the feed and its answer."""

    client: str
    etag_sent: str
    status: int
    etag: str
    length: int


@dataclass(slots=True)
class Relay:
    """Where clients find the feed: it stays the same whatever becomes of the service."""

    address: str
    port: int
    feed: str = ""
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Give the address to which a client subscribes."""
        return f"{self.address}{PATH}"

    def take(self) -> list[Exchange]:
        """Give what was exchanged since the last time."""
        taken, self.exchanges = self.exchanges, []
        return taken


@contextmanager
def relaying(port: int) -> Iterator[Relay]:
    """Relay to the service that listens, now or later, on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _relay(self, relay)

        def do_HEAD(self) -> None:
            _relay(self, relay)

        def log_message(self, *_: object) -> None:
            """Write nothing: the exchanges are kept."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True  # a client may keep its connection open
    relay = Relay(f"http://127.0.0.1:{server.server_port}", port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield relay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _relay(handler: BaseHTTPRequestHandler, relay: Relay) -> None:
    ours = handler.path == PATH
    path = relay.feed if ours else handler.path
    status, headers, body = _asked(relay.port, handler.command, path, handler.headers)
    if ours:
        sent, client = (handler.headers.get(name, "") for name in ("If-None-Match", "User-Agent"))
        done = Exchange(client, sent, status, headers.get("ETag", ""), len(body))
        relay.exchanges.append(done)
    handler.send_response(status)
    for name, value in headers.items():
        if name.lower() not in _OWN:
            handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def _asked(port: int, method: str, path: str, headers: Message) -> tuple[int, HTTPMessage, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request(method, path, headers=dict(headers.items()))
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()
