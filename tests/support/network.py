"""Keep the tests on this machine: any other address is refused."""

import ipaddress
import socket
import sys

_GUARDED = {"socket.connect", "socket.sendto"}


class OtherHostError(RuntimeError):
    """A test tried to reach another machine."""


def is_local(address: object) -> bool:
    """Tell whether a socket address is a loopback or a local file."""
    if not isinstance(address, tuple):  # a Unix socket
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name that would be looked up elsewhere
        return False


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event not in _GUARDED:
        return
    connection, address = args
    if isinstance(connection, socket.socket) and not is_local(address):
        message = f"tests may not reach {address}"
        raise OtherHostError(message)


def forbid_other_hosts() -> None:
    """Refuse connections to other hosts for the rest of this process."""
    sys.addaudithook(_guard)
