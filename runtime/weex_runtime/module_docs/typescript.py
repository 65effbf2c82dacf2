"""TypeScript declarations: of a module its interface, and what `weex.requireModule(name)` gives; of
a component what a ref gives, its attributes and the objects of its events.

Several modules' declarations fit together in one program: interfaces and namespaces of a name
merge, and so do the overloads of `requireModule`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from weex_runtime.module_docs.components import ComponentDocs
from weex_runtime.module_docs.model import TITLES, Method, ModuleDocs, ModuleEvent, Parameter
from weex_runtime.module_docs.signatures import (
    class_name,
    how_often,
    typescript,
    typescript_type,
    variable,
)
from weex_runtime.module_docs.types import Record


def declarations(docs: ModuleDocs | ComponentDocs) -> str:
    """The text of `<name>.d.ts`."""
    if isinstance(docs, ComponentDocs):
        return _component(docs)
    interface = class_name(docs.name, "Module")
    namespace = f"{interface}."
    lines = [
        f"// TypeScript declarations of the Weex module {json.dumps(docs.name)}.",
        "",
        *_comment("", [docs.summary, docs.text, *_differences(docs)]),
        f"interface {interface} {{",
    ]
    for event in docs.events:
        lines += _event(docs, event, namespace)
    for method in (*docs.methods, *docs.inherited):
        lines += _comment("  ", _said(method))
        lines.append(f"  {typescript(method, namespace)};")
    lines += ["}", ""]
    if docs.records:
        lines += [f"declare namespace {interface} {{"]
        for record in docs.records:
            lines += _record(record)
        lines += ["}", ""]
    lines += [
        "interface Weex {",
        f"  requireModule(name: {json.dumps(docs.name)}): {interface};",
        "}",
        "declare var weex: Weex;",
    ]
    return "\n".join(lines)


def _component(docs: ComponentDocs) -> str:
    interface = class_name(docs.name, "Component")
    namespace = f"{interface}."
    lines = [
        f"// TypeScript declarations of the Weex component {json.dumps(docs.name)}.",
        "",
        *_comment("", [docs.summary, docs.text, *_differences(docs)]),
        f"interface {interface} {{",
    ]
    for method in docs.methods:
        lines += _comment("  ", _said(method))
        lines.append(f"  {typescript(method, namespace)};")
    lines += ["}", "", f"declare namespace {interface} {{", "  interface Attributes {"]
    for attribute in docs.attributes:
        lines += _comment("    ", [attribute.text])
        lines.append(f"    {_key(attribute.name)}?: {typescript_type(attribute.type)};")
    lines += ["  }", "  interface Events {"]
    for event in docs.events:
        lines += _comment("    ", [event.text])
        lines.append(f"    {_key(event.name)}: {typescript_type(event.type)};")
    lines.append("  }")
    for record in docs.records:
        lines += _record(record)
    return "\n".join([*lines, "}"])


def _key(name: str) -> str:
    return name if name.isidentifier() else json.dumps(name)


def _event(docs: ModuleDocs, event: ModuleEvent, namespace: str) -> Iterator[str]:
    yield from _comment("  ", [event.text])
    type_ = (
        f"{{ type: {json.dumps(event.name)}; module: {json.dumps(docs.name)}; "
        f"data: {typescript_type(event.type, namespace)} }}"
    )
    yield (
        f"  addEventListener(event: {json.dumps(event.name)}, "
        f"listener: (event: {type_}) => void, options?: {{ once?: boolean }}): void;"
    )


def _record(record: Record) -> Iterator[str]:
    yield from _comment("  ", [record.summary])
    yield f"  interface {record.name} {{"
    for field in record.fields:
        yield from _comment("    ", [field.text])
        optional = "" if field.is_required else "?"
        yield f"    {_key(field.name)}{optional}: {typescript_type(field.type)};"
    yield "  }"


def _said(method: Method) -> list[str]:
    texts = {p: _about(p) for p in method.parameters}
    tags = [f"@param {variable(p)} {text}" for p, text in texts.items() if text]
    if method.is_sync and method.result:
        tags.append(f"@returns {method.result}")
    return [method.summary, method.text, *_differences(method), "\n".join(tags)]


def _about(parameter: Parameter) -> str:
    """What is said of a parameter, and of a callback how often it is called."""
    if parameter.type.kind != "callback" or how_often(parameter) in parameter.text:
        return parameter.text
    return f"Called {how_often(parameter)}. {parameter.text}".rstrip()


def _differences(documented: Method | ModuleDocs | ComponentDocs) -> list[str]:
    return [f"{TITLES[place]}: {text}" for place, text in documented.differences.items()]


def _comment(indent: str, paragraphs: Iterable[str]) -> Iterator[str]:
    text = "\n\n".join(filter(None, paragraphs)).replace("*/", "*\\/")
    if not text:
        return
    if "\n" not in text and not text.startswith("@"):
        yield f"{indent}/** {text} */"
        return
    yield f"{indent}/**"
    for line in text.splitlines():
        yield f"{indent} * {line}".rstrip()
    yield f"{indent} */"
