"""The remote control of Mozilla programs, as far as reading a calendar needs it."""

import json
import socket
import time
from typing import Any

_START_SECONDS = 120
_ANSWER_SECONDS = 90


class RemoteError(RuntimeError):
    """The program does not answer, or a script in it failed."""


class Marionette:
    """A connection through which scripts run in the program itself."""

    def __init__(self, port: int) -> None:
        """Wait for the program to listen, and begin a session."""
        self._socket = _connected(port)
        self._answers = self._socket.makefile("rb")
        self._count = 0
        self._read()
        self._call("WebDriver:NewSession", {"capabilities": {}})
        self._call("Marionette:SetContext", {"value": "chrome"})
        self._call("WebDriver:SetTimeouts", {"script": _ANSWER_SECONDS * 1000})

    def run(self, script: str) -> Any:  # noqa: ANN401 - whatever the script gives
        """Run the body of an asynchronous function and give what it returns."""
        whole = f"""
            const done = arguments[arguments.length - 1];
            (async () => {{ {script} }})().then(
                value => done({{ value }}), error => done({{ error: String(error) }}));
        """
        answer = self._call("WebDriver:ExecuteAsyncScript", {"script": whole, "args": []})["value"]
        if "error" in answer:
            raise RemoteError(answer["error"])
        return answer.get("value")

    def close(self) -> None:
        """End the program."""
        self._call("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._answers.close()
        self._socket.close()

    def _call(self, command: str, parameters: dict[str, object]) -> dict[str, Any]:
        self._count += 1
        sent = json.dumps([0, self._count, command, parameters]).encode()
        self._socket.sendall(f"{len(sent)}:".encode() + sent)
        _, _, error, result = self._read()
        if error:
            raise RemoteError(f"{command}: {error['message']}")
        found: dict[str, Any] = result
        return found

    def _read(self) -> Any:  # noqa: ANN401 - a greeting or an answer
        length = b""
        while (octet := self._answers.read(1)) != b":":
            if not octet:
                raise RemoteError("the connection was closed")
            length += octet
        return json.loads(self._answers.read(int(length)))


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=_ANSWER_SECONDS)
        except OSError as error:
            if time.monotonic() > deadline:
                raise RemoteError(f"nothing listens on port {port}") from error
            time.sleep(0.2)
