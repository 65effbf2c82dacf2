"""A method's signature in TypeScript, Java, Objective-C and JS.

Source: spec/authoring.md, sections 1 to 3: what @JSMethod, WX_EXPORT_METHOD and registerModule
take, and how arguments are converted.
"""

from __future__ import annotations

import json

from weex_runtime.module_docs.model import Method, Parameter, camel_case
from weex_runtime.module_docs.types import NULL, Kind, Type, without_null

# Words that cannot name a parameter in one of the languages.
_RESERVED = frozenset(
    """
    abstract arguments assert auto await boolean break byte case catch char class const continue
    debugger default delete do double else enum eval export extends extern false final finally float
    for function goto if implements import in inline inout instanceof int interface let long native
    new null out package private protected public register restrict return self short signed sizeof
    static strictfp struct super switch synchronized this throw throws transient true try typedef
    typeof union unsigned var void volatile while with yield
    """.split()
)

_TYPESCRIPT: dict[Kind, str] = {
    "any": "any",
    "null": "null",
    "text": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
}

# Plain, and where null has to fit in too.
_JAVA: dict[Kind, tuple[str, str]] = {
    "null": ("void", "void"),
    "text": ("String", "String"),
    "integer": ("long", "Long"),
    "number": ("double", "Double"),
    "boolean": ("boolean", "Boolean"),
    "list": ("JSONArray", "JSONArray"),
    "map": ("JSONObject", "JSONObject"),
    "record": ("JSONObject", "JSONObject"),
    "callback": ("JSCallback", "JSCallback"),
}
_OBJECTIVE_C: dict[Kind, tuple[str, str]] = {
    "null": ("void", "void"),
    "text": ("NSString *", "NSString *"),
    "integer": ("NSInteger", "NSNumber *"),
    "number": ("double", "NSNumber *"),
    "boolean": ("BOOL", "NSNumber *"),
    "list": ("NSArray *", "NSArray *"),
    "map": ("NSDictionary *", "NSDictionary *"),
    "record": ("NSDictionary *", "NSDictionary *"),
    "callback": ("WXModuleKeepAliveCallback", "WXModuleKeepAliveCallback"),
}


def typescript_type(type_: Type, namespace: str = "") -> str:
    """A type in TypeScript.

    Args:
        namespace: What stands before a record's name, like "CalendarModule.".
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
        # A function type in a union needs brackets.
        return " | ".join(dict.fromkeys(f"({p})" if "=>" in p else p for p in parts))
    return _TYPESCRIPT[type_.kind]


def typescript_result(method: Method, namespace: str = "") -> str:
    """What a call gives JS: "void" without a value, `undefined` for None."""
    type_, allows_null = without_null(method.returns)
    if not method.is_sync or type_ == NULL:
        return "void"
    text = typescript_type(type_, namespace)
    return f"{text} | undefined" if allows_null and text != "any" else text


def typescript(method: Method, namespace: str = "") -> str:
    """`add(title: string, atMs: number, done?: (result: any) => void): void`."""
    parts = []
    for position, parameter in enumerate(method.parameters):
        name = variable(parameter)
        type_ = typescript_type(parameter.type, namespace)
        if parameter.is_variadic:
            type_ = typescript_type(Type("list", (parameter.type,)), namespace)
            parts.append(f"...{name}: {type_}")
        elif all(p.is_optional for p in method.parameters[position:]):
            null = "" if parameter.type.kind in ("any", "callback") else " | null"
            parts.append(f"{name}?: {type_}{null}")
        elif parameter.is_optional and type_ != "any":
            type_ = f"({type_})" if parameter.type.kind == "callback" else type_
            parts.append(f"{name}: {type_} | null | undefined")
        else:
            parts.append(f"{name}: {type_}")
    return f"{_key(method.name)}({', '.join(parts)}): {typescript_result(method, namespace)}"


def how_often(callback: Parameter) -> str:
    """How often a callback may be called."""
    return "many times" if callback.type.is_kept else "once"


def javascript(method: Method) -> str:
    """`add(title, atMs, done)`."""
    return f"{method.name}({_names(method)})"


def android(method: Method) -> str:
    """The annotation and the head of the method in Java."""
    alias = f', alias = "{method.name}"' if method.name in _RESERVED else ""
    name = f"{method.name}_" if alias else method.name
    parts = [f"{_java(p.type, p.is_optional)} {variable(p)}" for p in method.parameters]
    result = _java(*without_null(method.returns)) if method.is_sync else "void"
    ui_thread = "false" if method.is_sync else "true"
    return f"@JSMethod(uiThread = {ui_thread}{alias}) public {result} {name}({', '.join(parts)})"


def ios_export(method: Method) -> str:
    """`WX_EXPORT_METHOD(@selector(add:atMs:done:))`."""
    macro = "WX_EXPORT_METHOD_SYNC" if method.is_sync else "WX_EXPORT_METHOD"
    labels = [method.name, *(p.name for p in method.parameters[1:])]
    selector = "".join(f"{label}:" for label in labels) if method.parameters else method.name
    return f"{macro}(@selector({selector}))"


def ios(method: Method) -> str:
    """The head of the method in Objective-C."""
    result = _objective_c(*without_null(method.returns)) if method.is_sync else "void"
    parts = []
    for label, p in zip(
        [method.name, *(p.name for p in method.parameters[1:])], method.parameters, strict=False
    ):
        parts.append(f"{label}:({_objective_c(p.type, p.is_optional)}){variable(p)}")
    return f"- ({result}){' '.join(parts) or method.name}"


def web(method: Method) -> str:
    """The member of the object that H5's `weex.registerModule` takes."""
    return f"{_key(method.name)}: function ({_names(method)}) {{ }}"


def class_name(module: str, ending: str = "") -> str:
    """`dark-scheme` as a class: `DarkScheme`."""
    name = camel_case(module)
    return name[:1].upper() + name[1:] + ending


def variable(parameter: Parameter) -> str:
    """The parameter's name, where the language may have that word for itself."""
    return f"{parameter.name}_" if parameter.name in _RESERVED else parameter.name


def _names(method: Method) -> str:
    return ", ".join(f"{'...' * p.is_variadic}{variable(p)}" for p in method.parameters)


def _key(name: str) -> str:
    # In TypeScript a member `new(...)` is what makes the interface a constructor.
    return name if name.isidentifier() and name != "new" else json.dumps(name)


def _java(type_: Type, is_optional: bool = False) -> str:
    return _native(type_, is_optional, _JAVA, "Object")


def _objective_c(type_: Type, is_optional: bool = False) -> str:
    return _native(type_, is_optional, _OBJECTIVE_C, "id")


def _native(
    type_: Type, is_optional: bool, names: dict[Kind, tuple[str, str]], anything: str
) -> str:
    """The type in a language; what may be anything where it is of several types."""
    if type_.kind == "literal":
        found = {names[_kind_of(value)][is_optional] for value in type_.values}
    elif type_.kind == "union":
        found = {_native(part, is_optional, names, anything) for part in type_.parts}
    else:
        found = {names.get(type_.kind, (anything, anything))[is_optional]}
    return found.pop() if len(found) == 1 else anything


def _kind_of(value: str | int | bool) -> Kind:
    if isinstance(value, bool):
        return "boolean"
    return "integer" if isinstance(value, int) else "text"
