"""wsaccel in a peer: websocket-client uses wsaccel if it is installed."""

from __future__ import annotations

import sys

WSACCEL = "wsaccel"  # the last argument of a peer that may use wsaccel


def forbid_wsaccel() -> None:
    """Hide wsaccel from websocket-client, unless the command's last argument allows it."""
    if sys.argv[-1] != WSACCEL:
        sys.modules[WSACCEL] = None  # type: ignore[assignment]
