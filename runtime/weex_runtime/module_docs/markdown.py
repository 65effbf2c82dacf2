"""Write a module's or component's documentation in Markdown, for authors of device modules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from weex_runtime.json_values import to_text
from weex_runtime.module_api.permissions import NAMES
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_docs.model import DEVICES, TITLES, Docs, Method
from weex_runtime.module_docs.signatures import (
    android,
    class_name,
    how_often,
    ios,
    ios_export,
    javascript,
    web,
)
from weex_runtime.module_docs.types import Field, Type
from weex_runtime.module_docs.typescript import typescript_result, typescript_type


def page(docs: Docs) -> str:
    """Return the documentation page of a module or component as Markdown."""
    blocks = [f"# {docs.name}", docs.summary, docs.text, "\n".join(_facts(docs))]
    blocks.append("\n".join(f"- {line}" for line in docs.difference_lines()))
    if docs.attributes:
        blocks += ["## Attributes", _fields("attribute", docs.attributes)]
    for method in docs.methods:
        blocks += _method(docs, method)
    blocks += _events(docs)
    if docs.inherited:
        names = " and ".join(f"`{javascript(method)}`" for method in docs.inherited)
        blocks.append(f"Like every module on Android and iOS, it also has {names}.")
    if docs.records:
        blocks.append("## Types")
    for record in docs.records:
        blocks += [f"### {record.name}", record.summary, _fields("key", record.fields)]
    blocks += ["## Registration", *_registration(docs)]
    if docs.fields:
        is_module = docs.kind == "module"
        of = f'page.module("{docs.name}")' if is_module else "page.components.of(element)"
        blocks.append("## In tests")
        blocks.append("\n".join(f"- `{of}.{name}`: {text}" for name, text in docs.fields.items()))
    return "\n\n".join(filter(None, blocks))


def _facts(docs: Docs) -> Iterator[str]:
    if docs.kind == "module":
        yield f"- In JS: `weex.requireModule('{docs.name}')`"
    else:
        types = ", ".join(f"`<{name}>`" for name in (docs.name, *docs.aliases))
        yield f"- In templates: {types}"
    yield f"- Here: `{docs.cls}` ({docs.origin})"
    if docs.kind == "module":
        yield f"- Devices: {_titles(docs.devices)}"
    if docs.append_tree:
        yield "- Drawn only with its whole subtree."
    if not docs.documented:
        yield "- Weex's documentation does not promise it."
    if docs.permissions:
        yield f"- Permissions: {', '.join(map(_permission, docs.permissions))}"
    if docs.source:
        yield f"- Source: {docs.source}"


def _method(docs: Docs, method: Method) -> Iterator[str]:
    yield f"## {javascript(method)}"
    yield method.summary
    yield method.text
    if not method.devices:
        yield "No device has it."
    elif method.devices != docs.devices:
        yield f"Only on {_titles(method.devices)}."
    if docs.documented and not method.documented:
        yield "Weex's documentation does not promise it."
    if method.parameters:
        yield _fields("parameter", method.parameters)
    yield "\n".join([_result(method), *map(_callback, method.callbacks)])
    yield "\n".join(f"- {line}" for line in method.difference_lines())
    objc = f"{ios_export(method)}\n{ios(method)}"
    yield from _code(method.devices, java=android(method), objc=objc, js=web(method))


def _result(method: Method) -> str:
    if not method.sync:
        return "- Result: none; the call does not wait (asynchronous)."
    more = f": {method.result}" if method.result else "."
    return f"- Result: `{typescript_result(method)}`, at the call (synchronous){more}"


def _callback(callback: Field) -> str:
    result = typescript_type(callback.type.parts[0])
    return (
        f"- Callback `{callback.name}` is called {how_often(callback)}, with one value"
        f"{f': `{result}`' * (result != 'any')}."
    )


def _events(docs: Docs) -> Iterator[str]:
    rows = [(f"`{event.name}`", _type(event.type), event.text) for event in docs.events]
    if docs.kind == "component":
        yield "## Events"
        yield _table(["event", "object", ""], rows) if rows else ""
        yield f"Every element can have {', '.join(f'`{e}`' for e in docs.common_events)}."
    elif rows:
        yield "## Events"
        yield (
            "`addEventListener(name, listener)` of the module; the listener gets "
            f"`{{type, module: '{docs.name}', data}}`."
        )
        yield _table(["event", "data", ""], rows)


def _registration(docs: Docs) -> Iterator[str]:
    if docs.kind == "component":
        name, append = class_name(docs.name), ", true" if docs.append_tree else ""
        java = f'registerComponent("{docs.name}", {name}.class{append})'
        objc = f'registerComponent:@"{docs.name}" withClass:[{name} class]'
        js = f"Vue.component('{docs.name}', {name});"
    else:
        name = class_name(docs.name, "Module")
        members = "".join(f"  {web(m)},\n" for m in docs.methods if "web" in m.devices)
        java = f'registerModule("{docs.name}", {name}.class)'
        objc = f'registerModule:@"{docs.name}" withClass:[{name} class]'
        js = f"weex.registerModule('{docs.name}', {{\n{members}}});"
    yield from _code(
        docs.devices, java=f"WXSDKEngine.{java};", objc=f"[WXSDKEngine {objc}];", js=js
    )


def _code(devices: Collection[PlatformName], *, java: str, objc: str, js: str) -> Iterator[str]:
    """Return a Markdown code block for each device."""
    codes = (("android", "java", java), ("ios", "objc", objc), ("web", "js", js))
    for device, language, code in codes:
        if device in devices:
            yield f"```{language}\n{code}\n```"


def _permission(name: str) -> str:
    on_android, on_ios = NAMES.get(name, ("", ""))
    known = [f"`android.permission.{on_android}`"] if on_android else []
    known += [f"`{on_ios}`"] if on_ios else []
    return name + (f" ({', '.join(known)})" if known else "")


def _titles(devices: tuple[PlatformName, ...]) -> str:
    return ", ".join(TITLES[device] for device in DEVICES if device in devices) or "none"


def _type(type_: Type) -> str:
    return f"`{typescript_type(type_)}`"


def _default(default: Any) -> str:
    try:
        return "" if default is None else f"`{to_text(default)}`"
    except (TypeError, ValueError):
        return f"`{default!r}`"


def _fields(noun: str, fields: Iterable[Field]) -> str:
    rows = [
        (
            f"`{'...' * field.variadic}{field.name}`",
            _type(field.type),
            _default(field.default) or ("optional" if field.optional else ""),
            field.text,
        )
        for field in fields
    ]
    return _table([noun, "type", "default", ""], rows)


def _table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [head, ["---"] * len(head)]
    lines += [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |".replace("  ", " ") for cells in lines)
