"""A module's or component's documentation page in Markdown: what is handed to those who write it
for devices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from weex_runtime.json_values import to_text
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_docs.components import Attribute, ComponentDocs, ElementEvent
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.model import DEVICES, TITLES, Method, ModuleDocs, Parameter
from weex_runtime.module_docs.signatures import (
    android,
    class_name,
    how_often,
    ios,
    ios_export,
    javascript,
    typescript_result,
    typescript_type,
    web,
)
from weex_runtime.module_docs.types import Record


def page(docs: ModuleDocs | ComponentDocs) -> str:
    """The page of a module or component."""
    if isinstance(docs, ComponentDocs):
        return _component_page(docs)
    blocks = [f"# {docs.name}", docs.summary, docs.text, "\n".join(_facts(docs))]
    blocks += _differences(docs.differences)
    for method in docs.methods:
        blocks += _method(docs, method)
    blocks += _events(docs)
    if docs.inherited:
        names = " and ".join(f"`{javascript(method)}`" for method in docs.inherited)
        blocks.append(f"As every module on Android and iOS, it has {names} too.")
    if docs.records:
        blocks.append("## Types")
        for record in docs.records:
            blocks += _record(record)
    blocks += _registration(docs)
    if docs.attributes:
        blocks.append("## In tests")
        blocks.append(
            "\n".join(
                f'- `page.module("{docs.name}").{name}`: {text}'
                for name, text in docs.attributes.items()
            )
        )
    return "\n\n".join(filter(None, blocks))


def _component_page(docs: ComponentDocs) -> str:
    blocks = [f"# {docs.name}", docs.summary, docs.text, "\n".join(_component_facts(docs))]
    blocks += _differences(docs.differences)
    if docs.attributes:
        rows = ["| attribute | type | default | |", "| --- | --- | --- | --- |"]
        blocks += ["## Attributes", "\n".join([*rows, *map(_attribute, docs.attributes)])]
    for method in docs.methods:
        blocks += _method(docs, method)
    blocks.append("## Events")
    if docs.events:
        rows = ["| event | object | |", "| --- | --- | --- |"]
        blocks.append("\n".join([*rows, *map(_element_event, docs.events)]))
    blocks.append(f"Every element can have {', '.join(f'`{e}`' for e in docs.common_events)}.")
    if docs.records:
        blocks.append("## Types")
        for record in docs.records:
            blocks += _record(record)
    name = class_name(docs.name)
    append = ", true" if docs.append_tree else ""
    blocks += [
        "## Registration",
        f'```java\nWXSDKEngine.registerComponent("{docs.name}", {name}.class{append});\n```',
        f'```objc\n[WXSDKEngine registerComponent:@"{docs.name}" withClass:[{name} class]];\n```',
        f"```js\nVue.component('{docs.name}', {name});\n```",
    ]
    if docs.fields:
        blocks.append("## In tests")
        of = "page.components.of(element)"
        blocks.append("\n".join(f"- `{of}.{name}`: {text}" for name, text in docs.fields.items()))
    return "\n\n".join(filter(None, blocks))


def _component_facts(docs: ComponentDocs) -> Iterator[str]:
    types = ", ".join(f"`<{name}>`" for name in (docs.name, *docs.aliases))
    yield f"- In templates: {types}"
    yield f"- Here: `{docs.python}` ({docs.origin})"
    if docs.append_tree:
        yield "- Drawn only with its whole subtree."
    if docs.permissions:
        yield f"- Permissions: {', '.join(map(_permission, docs.permissions))}"
    if docs.source:
        yield f"- Source: {docs.source}"


def _attribute(attribute: Attribute) -> str:
    default = "" if attribute.default is None else f"`{_cell(to_text(attribute.default))}`"
    type_ = f"`{_cell(typescript_type(attribute.type))}`"
    return _row(f"`{attribute.name}`", type_, default, _cell(attribute.text))


def _element_event(event: ElementEvent) -> str:
    return _row(f"`{event.name}`", f"`{_cell(typescript_type(event.type))}`", _cell(event.text))


def _facts(docs: ModuleDocs) -> Iterator[str]:
    yield f"- In JS: `weex.requireModule('{docs.name}')`"
    yield f"- Here: `{docs.python}` ({docs.origin})"
    yield f"- Devices: {_titles(docs.devices)}"
    if not docs.is_documented:
        yield "- Weex's documentation does not promise it."
    if docs.permissions:
        yield f"- Permissions: {', '.join(map(_permission, docs.permissions))}"
    if docs.source:
        yield f"- Source: {docs.source}"


def _method(docs: ModuleDocs | ComponentDocs, method: Method) -> Iterator[str]:
    yield f"## {javascript(method)}"
    yield method.summary
    yield method.text
    if not method.devices:
        yield "No device has it."
    elif method.devices != docs.devices:
        yield f"Only on {_titles(method.devices)}."
    if docs.is_documented and not method.is_documented:
        yield "Weex's documentation does not promise it."
    if method.parameters:
        rows = ["| parameter | type | default | |", "| --- | --- | --- | --- |"]
        yield "\n".join([*rows, *map(_parameter, method.parameters)])
    yield "\n".join(_results(method))
    yield from _differences(method.differences)
    if "android" in method.devices:
        yield f"```java\n{android(method)}\n```"
    if "ios" in method.devices:
        yield f"```objc\n{ios_export(method)}\n{ios(method)}\n```"
    if "web" in method.devices:
        yield f"```js\n{web(method)}\n```"


def _parameter(parameter: Parameter) -> str:
    name = f"...{parameter.name}" if parameter.is_variadic else parameter.name
    return _row(
        f"`{name}`",
        f"`{_cell(typescript_type(parameter.type))}`",
        _default(parameter),
        _cell(parameter.text),
    )


def _default(parameter: Parameter) -> str:
    if parameter.default is not None:
        try:
            return f"`{_cell(to_text(parameter.default))}`"
        except (TypeError, ValueError):
            return f"`{_cell(repr(parameter.default))}`"
    return "optional" if parameter.is_optional else ""


def _results(method: Method) -> Iterator[str]:
    if method.is_sync:
        more = f": {method.result}" if method.result else "."
        yield f"- Result: `{typescript_result(method)}`, at the call (synchronous){more}"
    else:
        yield "- Result: none; the call does not wait (asynchronous)."
    for callback in method.callbacks:
        result = typescript_type(callback.type.parts[0])
        yield (
            f"- Callback `{callback.name}` is called {how_often(callback)}, with one value"
            f"{f': `{result}`' * (result != 'any')}."
        )


def _events(docs: ModuleDocs) -> Iterator[str]:
    if not docs.events:
        return
    yield "## Events"
    yield (
        f"`addEventListener(name, listener)` of the module; the listener gets "
        f"`{{type, module: '{docs.name}', data}}`."
    )
    rows = ["| event | data | |", "| --- | --- | --- |"]
    for event in docs.events:
        type_ = f"`{_cell(typescript_type(event.type))}`"
        rows.append(_row(f"`{event.name}`", type_, _cell(event.text)))
    yield "\n".join(rows)


def _differences(differences: Mapping[Place, str]) -> Iterator[str]:
    if differences:
        yield "\n".join(f"- {TITLES[place]}: {text}" for place, text in differences.items())


def _record(record: Record) -> Iterator[str]:
    yield f"### {record.name}"
    yield record.summary
    rows = ["| key | type | | |", "| --- | --- | --- | --- |"]
    for field in record.fields:
        type_ = f"`{_cell(typescript_type(field.type))}`"
        optional = "" if field.is_required else "optional"
        rows.append(_row(f"`{field.name}`", type_, optional, _cell(field.text)))
    yield "\n".join(rows)


def _registration(docs: ModuleDocs) -> Iterator[str]:
    name = class_name(docs.name, "Module")
    yield "## Registration"
    if "android" in docs.devices:
        yield f'```java\nWXSDKEngine.registerModule("{docs.name}", {name}.class);\n```'
    if "ios" in docs.devices:
        yield (
            f'```objc\n[WXSDKEngine registerModule:@"{docs.name}" withClass:[{name} class]];\n```'
        )
    if "web" in docs.devices:
        members = "".join(f"  {web(m)},\n" for m in docs.methods if "web" in m.devices)
        yield f"```js\nweex.registerModule('{docs.name}', {{\n{members}}});\n```"


def _permission(name: str) -> str:
    from weex_runtime.module_api.permissions import NAMES

    names = NAMES.get(name)
    known = [f"`{text}`" for text in (names.android, names.ios) if text] if names else []
    return name + (f" ({', '.join(known)})" if known else "")


def _titles(devices: tuple[PlatformName, ...]) -> str:
    return ", ".join(TITLES[device] for device in DEVICES if device in devices) or "none"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("  ", " ")


def _cell(text: str) -> str:
    """Text that does not end a cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ")
