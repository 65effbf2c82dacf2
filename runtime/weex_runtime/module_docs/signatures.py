"""Write a method's signature in Java, Objective-C and JS.

Source: spec/authoring.md, sections 1 to 3: the methods that @JSMethod, WX_EXPORT_METHOD and
registerModule take, and the conversion of arguments.
"""

from __future__ import annotations

import json

from weex_runtime.module_docs.model import Method
from weex_runtime.module_docs.types import PLAIN, Field, Kind, Type, without_null
from weex_runtime.naming import camel_case

# Words with a fixed meaning in Java or Objective-C, which are invalid as names.
NATIVE_WORDS = frozenset(
    """
    abstract assert auto boolean break byte case catch char class const continue default do double
    else enum extends extern false final finally float for goto if implements import inline
    instanceof int interface long native new null package private protected public register return
    self short signed sizeof static strictfp struct super switch synchronized this throw throws
    transient true try typedef union unsigned void volatile while
    """.split()
)
# Words with a fixed meaning in Java, Objective-C, JS or TypeScript, which are invalid as names of
# parameters.
_RESERVED = NATIVE_WORDS | frozenset(
    """
    arguments await debugger delete eval export function in inout let out restrict typeof var with
    yield
    """.split()
)

_IOS_CALLBACK = "WXModuleKeepAliveCallback"
# {kind of a type: (Java, Java if null is allowed, Objective-C, Objective-C if null is allowed)}
_NATIVE: dict[Kind, tuple[str, str, str, str]] = {
    "any": ("Object", "Object", "id", "id"),
    "null": ("void", "void", "void", "void"),
    "text": ("String", "String", "NSString *", "NSString *"),
    "integer": ("long", "Long", "NSInteger", "NSNumber *"),
    "number": ("double", "Double", "double", "NSNumber *"),
    "boolean": ("boolean", "Boolean", "BOOL", "NSNumber *"),
    "list": ("JSONArray", "JSONArray", "NSArray *", "NSArray *"),
    "map": ("JSONObject", "JSONObject", "NSDictionary *", "NSDictionary *"),
    "record": ("JSONObject", "JSONObject", "NSDictionary *", "NSDictionary *"),
    "callback": ("JSCallback", "JSCallback", _IOS_CALLBACK, _IOS_CALLBACK),
}
_JAVA, _OBJECTIVE_C = 0, 2  # where the names of the language begin in `_NATIVE`


def javascript(method: Method) -> str:
    """Return the call in JS, like `add(title, atMs, done)`."""
    return f"{method.name}({_names(method)})"


def android(method: Method) -> str:
    """Return the annotation and the declaration of the method in Java."""
    alias = f', alias = "{method.name}"' if method.name in _RESERVED else ""
    name = f"{method.name}_" if alias else method.name
    parts = [f"{_native(p.type, p.optional, _JAVA)} {variable(p)}" for p in method.parameters]
    result = _native(*without_null(method.returns), _JAVA) if method.sync else "void"
    ui_thread = "false" if method.sync else "true"
    return f"@JSMethod(uiThread = {ui_thread}{alias}) public {result} {name}({', '.join(parts)})"


def ios_export(method: Method) -> str:
    """Return the export macro, like `WX_EXPORT_METHOD(@selector(add:atMs:done:))`."""
    macro = "WX_EXPORT_METHOD_SYNC" if method.sync else "WX_EXPORT_METHOD"
    selector = "".join(f"{label}:" for label in _labels(method)) or method.name
    return f"{macro}(@selector({selector}))"


def ios(method: Method) -> str:
    """Return the declaration of the method in Objective-C."""
    result = _native(*without_null(method.returns), _OBJECTIVE_C) if method.sync else "void"
    parts = [
        f"{label}:({_native(p.type, p.optional, _OBJECTIVE_C)}){variable(p)}"
        for label, p in zip(_labels(method), method.parameters, strict=True)
    ]
    return f"- ({result}){' '.join(parts) or method.name}"


def web(method: Method) -> str:
    """Return the method as a member of the object that H5 bundles pass to `weex.registerModule`."""
    return f"{js_key(method.name)}: function ({_names(method)}) {{ }}"


def class_name(module: str, ending: str = "") -> str:
    """Convert a module's name to a class name: `dark-scheme` to `DarkScheme`."""
    name = camel_case(module)
    return name[:1].upper() + name[1:] + ending


def variable(parameter: Field) -> str:
    """Return the name of a parameter, with "_" at its end if the name is a reserved word."""
    return f"{parameter.name}_" if parameter.name in _RESERVED else parameter.name


def how_often(callback: Field) -> str:
    """Return "once" or "many times": how often a callback may be called."""
    return "many times" if callback.type.is_kept else "once"


def js_key(name: str) -> str:
    """Return a key of an object as JS and TypeScript code, in quotes if they are required."""
    # In TypeScript an interface with a member `new(...)` describes a constructor.
    return name if name.isidentifier() and name != "new" else json.dumps(name)


def _names(method: Method) -> str:
    return ", ".join(f"{'...' * p.variadic}{variable(p)}" for p in method.parameters)


def _labels(method: Method) -> list[str]:
    """Return the labels of the Objective-C selector, one for each parameter."""
    return [method.name, *(p.name for p in method.parameters[1:])][: len(method.parameters)]


def _native(type_: Type, optional: bool, language: int) -> str:
    """Translate a type into Java or Objective-C; a union of different types becomes `Object` or
    `id`.
    """
    if type_.kind == "literal":
        kinds = {PLAIN[type(value)] for value in type_.values}
        found = {_NATIVE[kind][language + optional] for kind in kinds}
    elif type_.kind == "union":
        found = {_native(part, optional, language) for part in type_.parts}
    else:
        found = {_NATIVE.get(type_.kind, _NATIVE["any"])[language + optional]}
    return found.pop() if len(found) == 1 else _NATIVE["any"][language]
