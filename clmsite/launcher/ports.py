"""Which port is free."""

import errno
import socket

TRIES = 50


def is_free(host: str, port: int) -> bool:
    """True if a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next free one after it. LookupError if there is none near."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if is_free(host, port):
            return port
    raise LookupError(f"No free port between {wanted} and {wanted + TRIES - 1}.")
