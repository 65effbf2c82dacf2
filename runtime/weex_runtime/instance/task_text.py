"""Tasks as text, for messages and traces."""

from __future__ import annotations

from typing import Any, cast

from weex_runtime.instance.binary import to_base64
from weex_runtime.json_values import JSONInput, from_text, to_text


def name_of(kind: str, args: tuple[Any, ...]) -> str:
    """Return the name that messages use for a queued task."""
    if kind == "late":
        return "an event of a module"
    is_callback = kind in ("callback", "longCallback")
    return f"the callback of {args[0]}" if is_callback else str(args[0])


def text_of(kind: str, args: tuple[Any, ...]) -> str:
    """Return the text that a trace shows for a task and its data."""
    if kind == "callback":
        _, callback_id, text, name, keep_alive = args
        data = text if name is None else to_text({name: text})
        return f"callback[{to_text(callback_id)},{data},{to_text(keep_alive)}]"
    if kind == "longCallback":
        _, callback_id, long, inner, name, keep_alive = args
        value = cast("dict[str, JSONInput]", from_text(inner))
        text = to_base64(long).decode() if isinstance(long, bytes) else long
        data = to_text({name: {**value, next(reversed(value)): text}})
        return f"callback[{to_text(callback_id)},{data},{to_text(keep_alive)}]"
    if kind == "polyfillScalars":
        return f"polyfill{to_text(args[1:])}"
    return f"{kind}[{','.join(map(str, args[1:]))}]"
