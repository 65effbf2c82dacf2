"""Write TypeScript declarations. For a module: an interface, and an overload of
`weex.requireModule(name)`. For a component: its methods, attributes and events.

The declarations of several modules can be used in one program, since TypeScript merges interfaces
with the same name, namespaces with the same name, and the overloads of `requireModule`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from weex_runtime.module_docs.model import Docs, Event, Method
from weex_runtime.module_docs.signatures import class_name, how_often, js_key, variable
from weex_runtime.module_docs.types import NULL, Field, Kind, Type, without_null

_PLAIN: dict[Kind, str] = {
    "null": "null",
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
}


def typescript_type(type_: Type, namespace: str = "") -> str:
    """Write a type in TypeScript.

    Args:
        namespace: The prefix of a record's name, like "CalendarModule.".
    """
    parts = [typescript_type(part, namespace) for part in type_.parts]
    if type_.kind == "record":
        return namespace + type_.name
    if type_.kind == "literal":
        return " | ".join(json.dumps(value) for value in type_.values)
    if type_.kind == "list":
        return f"({parts[0]})[]" if " " in parts[0] else f"{parts[0]}[]"
    if type_.kind == "map":
        return f"{{ [key: string]: {parts[0]} }}"
    if type_.kind == "callback":
        return f"(result: {parts[0]}) => void"
    if type_.kind == "union":
        # In TypeScript a function type in a union needs parentheses.
        return " | ".join(dict.fromkeys(f"({p})" if "=>" in p else p for p in parts))
    return _PLAIN.get(type_.kind, "any")


def typescript_result(method: Method, namespace: str = "") -> str:
    """Return the TypeScript type of a call's value: "void" for a method without a result. None as a
    part of the result becomes "undefined".
    """
    type_, allows_null = without_null(method.returns)
    if not method.sync or type_ == NULL:
        return "void"
    text = typescript_type(type_, namespace)
    return f"{text} | undefined" if allows_null and text != "any" else text


def typescript(method: Method, namespace: str = "") -> str:
    """Return the declaration of a method, like `add(title: string, done?: (result: any) => void):
    void`.
    """
    parts = []
    for position, parameter in enumerate(method.parameters):
        name = variable(parameter)
        type_ = typescript_type(parameter.type, namespace)
        if parameter.variadic:
            type_ = typescript_type(Type("list", (parameter.type,)), namespace)
            parts.append(f"...{name}: {type_}")
        elif all(p.optional for p in method.parameters[position:]):
            null = "" if type_ == "any" or parameter.type.kind == "callback" else " | null"
            parts.append(f"{name}?: {type_}{null}")
        elif parameter.optional and type_ != "any":
            type_ = f"({type_})" if parameter.type.kind == "callback" else type_
            parts.append(f"{name}: {type_} | null | undefined")
        else:
            parts.append(f"{name}: {type_}")
    return f"{js_key(method.name)}({', '.join(parts)}): {typescript_result(method, namespace)}"


def declarations(docs: Docs) -> str:
    """Return the text of `<name>.d.ts`."""
    interface = class_name(docs.name, docs.kind.capitalize())
    namespace = f"{interface}."
    lines = [
        f"// TypeScript declarations of the Weex {docs.kind} {json.dumps(docs.name)}.",
        "",
        *_comment("", [docs.summary, docs.text, *docs.difference_lines()]),
        f"interface {interface} {{",
    ]
    if docs.kind == "module":
        for event in docs.events:
            lines += _listener(docs, event, namespace)
    for method in (*docs.methods, *docs.inherited):
        lines += _comment("  ", _method_texts(method))
        lines.append(f"  {typescript(method, namespace)};")
    lines += ["}", ""]
    members = list(_namespace(docs))
    if members:
        lines += [f"declare namespace {interface} {{", *members, "}", ""]
    if docs.kind == "module":
        lines += [
            "interface Weex {",
            f"  requireModule(name: {json.dumps(docs.name)}): {interface};",
            "}",
            "declare var weex: Weex;",
        ]
    return "\n".join(lines).rstrip()


def _namespace(docs: Docs) -> Iterator[str]:
    """Return the namespace with the interfaces of a component's attributes, of its events, and of
    the records.
    """
    if docs.kind == "component":
        attributes = [replace(attribute, optional=True) for attribute in docs.attributes]
        yield from _interface("Attributes", "", attributes)
        yield from _interface("Events", "", [Field(e.name, e.type, e.text) for e in docs.events])
    for record in docs.records:
        yield from _interface(record.name, record.summary, record.fields)


def _interface(name: str, summary: str, fields: Iterable[Field]) -> Iterator[str]:
    yield from _comment("  ", [summary])
    yield f"  interface {name} {{"
    for field in fields:
        yield from _comment("    ", [field.text])
        yield f"    {js_key(field.name)}{'?' * field.optional}: {typescript_type(field.type)};"
    yield "  }"


def _listener(docs: Docs, event: Event, namespace: str) -> Iterator[str]:
    yield from _comment("  ", [event.text])
    type_ = (
        f"{{ type: {json.dumps(event.name)}; module: {json.dumps(docs.name)}; "
        f"data: {typescript_type(event.type, namespace)} }}"
    )
    yield (
        f"  addEventListener(event: {json.dumps(event.name)}, "
        f"listener: (event: {type_}) => void, options?: {{ once?: boolean }}): void;"
    )


def _method_texts(method: Method) -> list[str]:
    texts = {p: _parameter_text(p) for p in method.parameters}
    tags = [f"@param {variable(p)} {text}" for p, text in texts.items() if text]
    if method.sync and method.result:
        tags.append(f"@returns {method.result}")
    return [method.summary, method.text, *method.difference_lines(), "\n".join(tags)]


def _parameter_text(parameter: Field) -> str:
    if parameter.type.kind != "callback" or how_often(parameter) in parameter.text:
        return parameter.text
    return f"Called {how_often(parameter)}. {parameter.text}".rstrip()


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
