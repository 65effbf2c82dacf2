"""Find the WebSocket adapter that an app chooses by name or as a class.

Distributions offer adapters through the entry-point group `weex_runtime.websocket_adapters`. The
interface of adapters is in weex_modules/websocket/adapter.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from weex_runtime.errors import ModuleError
from weex_runtime.module_api.entry_points import load_point, offers, prevailing
from weex_runtime.naming import did_you_mean

GROUP = "weex_runtime.websocket_adapters"

# An adapter's name; or a class or function that takes no arguments and makes an adapter; or None
# for the default adapter.
WebSocketAdapter: TypeAlias = "str | Callable[[], Any] | None"

_METHODS = ("connect", "send", "close", "destroy")


def adapter_maker(choice: str | Callable[[], Any]) -> Callable[[], Any]:
    """Return the callable that makes the adapter of each connection.

    Raises:
        ModuleError: An adapter with the name does not exist, or the class lacks a method of the
            interface.
    """
    if isinstance(choice, str):
        known = offers(GROUP)
        if choice not in known:
            question = did_you_mean(choice, known, show=repr)
            raise ModuleError(
                f"expected the name of a WebSocket adapter, {' or '.join(sorted(known))}, or a "
                f"class; got {choice!r}" + (f"; {question}" if question else "")
            )
        maker: Callable[[], Any] = load_point(prevailing(GROUP, choice, known[choice]), GROUP)
        return maker
    missing = [name for name in _METHODS if not callable(getattr(choice, name, None))]
    if isinstance(choice, type) and missing:
        raise ModuleError(
            f"expected a WebSocket adapter, a class with {', '.join(_METHODS)}; "
            f"{choice.__name__} lacks {', '.join(missing)}"
        )
    return choice
