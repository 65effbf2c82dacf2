"""Where servers of demos and tests listen: a port on 127.0.0.1, and nowhere else."""

from __future__ import annotations

import errno

HOST = "127.0.0.1"


def checked_port(port: int) -> int:
    """The port itself.

    Raises:
        ValueError: It is not an integer from 0 to 65535.
    """
    if not isinstance(port, int) or not 0 <= port <= 65535:
        raise ValueError(f"port must be an integer from 0 (any free one) to 65535, not {port!r}")
    return port


def cannot_listen(port: int, error: OSError) -> OSError:
    """The error that says what to do about a port that cannot be had; its errno is the same."""
    if error.errno == errno.EADDRINUSE:
        problem = "the port is taken; choose another one, or 0 for any free one"
    else:
        problem = error.strerror or str(error)
    return OSError(error.errno, f"cannot listen on {HOST}:{port}: {problem}")
