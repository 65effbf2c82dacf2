"""`weex-runtime modules`: the registered modules with their methods and where they come from."""

from __future__ import annotations

from weex_runtime.module import Export
from weex_runtime.registry import Registry
from weex_runtime.terminal import say


def list_modules() -> int:
    """Print them; the exit status."""
    for name, entry in Registry().items():
        say(f"{name}  ({entry.source}, {entry.cls.__module__}.{entry.cls.__qualname__})", "title")
        for export in entry.exports.values():
            say(f"  {export.js_name}({', '.join(_parameters(export))}){_returns(export)}")
            summary = (export.function.__doc__ or "").strip().splitlines()
            if summary:
                say(f"      {summary[0]}")
    return 0


def _parameters(export: Export) -> list[str]:
    function = export.function
    code = function.__code__
    names = code.co_varnames[1 : code.co_argcount]
    defaults = function.__defaults__ or ()
    first_default = len(names) - len(defaults)
    parts = []
    for position, name in enumerate(names):
        hint = function.__annotations__.get(name)
        part = name if hint is None else f"{name}: {_hint(hint)}"
        if position >= first_default:
            part += f" = {defaults[position - first_default]!r}"
        parts.append(part)
    return parts


def _returns(export: Export) -> str:
    hint = export.function.__annotations__.get("return")
    return f" -> {_hint(hint)}" if export.sync and hint is not None else ""


def _hint(hint: object) -> str:
    return hint if isinstance(hint, str) else getattr(hint, "__name__", str(hint))
