"""TypeScript declarations of what a test in JS finds: `weex-runtime test --types`.

The objects' interfaces are read from the Python classes, their signatures and docstrings, in the
way in which binding.py offers them; what is JS's own, like globals and Jasmine, is globals.d.ts.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple, get_args, is_typeddict

from weex_runtime.js_tests import exposed_api as binding
from weex_runtime.js_tests.messages import in_js_words
from weex_runtime.js_tests.serialization import camel_case
from weex_runtime.js_tests.typescript.types import list_of, typescript
from weex_runtime.module_docs import docstrings

# What crosses as data.
_DATA = (
    "weex_runtime.instance.records.console.ConsoleLine",
    "weex_runtime.instance.records.console.Dialog",
    "weex_runtime.instance.busy.Busy",
    "weex_runtime.instance.records.web_sockets.WebSocketMessage",
    "weex_runtime.servers.scripted.ws_connection.Received",
)

# Names of hints that are a choice of words.
_WORDS = {
    "Direction": "weex_runtime.module_api.component_events.Direction",
    "PermissionState": "weex_runtime.module_api.permissions.PermissionState",
    "PlatformName": "weex_runtime.module_api.platforms.PlatformName",
    "State": "weex_runtime.testkit.locator.properties.State",
}

_METHOD_TYPES = {
    ("HttpServer", "route"): (
        "(method: string, path: string | RegExp, ...responses: "
        "(HttpResponse | HttpResponseOptions)[]): this"
    ),
    ("PageStack", "push"): "(opener: Page, url: string): Promise<void>",
}

# Attributes that no hint tells the type of.
_ATTRIBUTE_TYPES = {
    ("Page", "id"): "string",
    ("Page", "name"): "string",
    ("Page", "url"): "string",
    ("Page", "framework"): "string",
    ("Page", "source"): "string",
    ("Page", "failures"): "Live<any[]>",
    ("Page", "environment"): "{ [name: string]: any }",
    ("Page", "stack"): "PageStack",
    ("Page", "runtime"): "Runtime",
    ("Page", "answerDialog"): "(dialog: Dialog) => boolean | string | number",
    ("ModuleMock", "calls"): "MockedCall[]",
    ("WebSocket", "protocol"): "string",
    ("WebSocket", "extensions"): "string",
    ("WebSocket", "isOpen"): "boolean",
    ("WebSocket", "isClosed"): "boolean",
    ("WebSocket", "closeCode"): "number | null",
    ("WebSocket", "closeReason"): "string",
}


# What Python says of a `with` block.
_TEXTS = {
    "expect_web_socket": (
        "The next WebSocket that the page opens. Call it before what opens one, await it behind."
    ),
    "expect_page": (
        "The next page that opens over others. Call it before what opens one, await it behind."
    ),
    "expect_console_message": (
        "The next line of the console. Call it before what writes one, await it behind."
    ),
}
_PYTHON_TIMES = re.compile(r",? (?:or )?a `timedelta`| \(a local one if it says nothing else\)")
_FILES = re.compile(r" \(\w+\.py(?:, [^)]*)?\)|\(spec/[^)]*\)")
_NAMES = re.compile(r"(?<=[`.])[a-z]+(?:_[a-z]+)+\b")


class _Argument(NamedTuple):
    name: str
    type: str
    by_name_only: bool
    is_required: bool


def declarations() -> str:
    """The text of `weex-test.d.ts`."""
    lines = ["declare namespace WeexTest {"]
    for path in _DATA:
        lines += _record(binding.class_of(path))
    for path in binding.TYPES:
        lines += _interface(path)
    for path in binding.CLAIMS:
        lines += _claims(path)
    for name, where in _WORDS.items():
        choice = " | ".join(f'"{word}"' for word in get_args(_found(where)))
        lines.append(f"  type {name} = {choice};")
    for path in binding.MADE.values():
        cls = binding.class_of(path)
        lines += _options(f"{cls.__name__}Options", cls)
    runtime = _found("weex_runtime.device.device.Runtime")
    lines += _options("PageOptions", runtime.open)
    lines += _options("RuntimeOptions", runtime.__init__, {"modules", "components", "tracer"})
    lines += _options("NetworkOptions", _found("weex_runtime.module_api.network.Network"))
    own = Path(__file__).with_name("globals.d.ts").read_text(encoding="utf-8")
    return "\n".join([own, *lines, "}"])


def _interface(path: str) -> Iterator[str]:
    cls = binding.class_of(path)
    yield from _comment("  ", _text(cls))
    yield f"  interface {cls.__name__} {{"
    attributes = _attributes(cls)
    if path.endswith(".DevicePermissions"):
        yield "    [name: string]: PermissionState;"
    called = {camel_case(name) for name in binding.TYPES[path].called}
    for name, (type_, text, is_settable) in attributes.items():
        if name not in called:
            yield from _comment("    ", text)
            yield f"    {'' if is_settable else 'readonly '}{name}: {type_};"
    for js, python in binding.methods_of(path).items():
        if js in called:
            yield from _comment("    ", attributes[js][1])
            yield f"    {js}(): {attributes[js][0]};"
            continue
        python_name = binding.EXPECTED.get(js, python)
        method = getattr(cls, python_name)
        yield from _comment("    ", _TEXTS.get(python_name) or _text(method))
        waits = binding.waits(path, python)
        for signature in _signatures(cls.__name__, js, method, waits):
            yield f"    {js}{signature};"
    yield "  }"


def _claims(path: str) -> Iterator[str]:
    cls, name = binding.class_of(binding.CLAIMS[path]), binding.class_of(path).__name__
    for opposite in (False, True):
        yield f"  interface {name}{'Opposite' if opposite else ''}Claims extends Matchers {{"
        if not opposite:
            yield f"    readonly not: {name}OppositeClaims;"
        for js, python in binding.claims_of(path).items():
            method = getattr(cls, f"not_{python}" if opposite else python, None)
            if method is None:
                yield f"    {js}: never;"
                continue
            yield from _comment("    ", _text(method))
            if js == "toMatchSnapshot":
                named = [a for a in _arguments(method) if a.by_name_only]
                yield f"    {js}(options?: {_object(named)}): Promise<void>;"
            for signature in _signatures(name, js, method, True):
                yield f"    {js}{signature};"
        yield "  }"


def _signatures(owner: str, name: str, method: Any, waits: bool) -> Iterator[str]:
    """A call's forms: each optional argument by its place, and all behind it in an object."""
    if (owner, name) in _METHOD_TYPES:
        yield _METHOD_TYPES[owner, name]
        return
    signature = inspect.signature(method)
    result = typescript(str(signature.return_annotation), is_result=True)
    result = f"Promise<{result}>" if waits else result
    given = [p for p in signature.parameters.values() if p.name != "self"]
    rest = ""
    for parameter in given:
        type_ = typescript(str(parameter.annotation))
        if parameter.kind is parameter.VAR_POSITIONAL:
            rest = f"...{parameter.name}: {list_of(type_)}"
        elif parameter.kind is parameter.VAR_KEYWORD:
            rest = f"{parameter.name}: {{ [name: string]: (...args: any[]) => any }}"
    arguments = list(_arguments(method))
    required = [a for a in arguments if a.is_required and not a.by_name_only]
    optional = [a for a in arguments if not (a.is_required and not a.by_name_only)]
    by_place = [a for a in optional if not a.by_name_only]
    for count in range(len(by_place) + 1):
        if count and by_place[count - 1].name == "timeout":
            break
        places = [f"{a.name}: {a.type}" for a in [*required, *by_place[:count]]]
        named = [a for a in optional if a not in by_place[:count]]
        options = [f"options?: {_object(named)}"] if named else []
        yield f"({', '.join([*places, *filter(None, [rest]), *options])}): {result}"


def _arguments(function: Any, without: Collection[str] = ()) -> Iterator[_Argument]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in ("self", *without) or parameter.kind in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        ):
            continue
        yield _Argument(
            _variable(parameter.name),
            typescript(str(parameter.annotation)),
            parameter.kind is parameter.KEYWORD_ONLY,
            parameter.default is parameter.empty,
        )


def _options(name: str, function: Any, without: Collection[str] = ()) -> Iterator[str]:
    # Tests in JS write a network as an object of its arguments.
    arguments = [
        a._replace(type="NetworkOptions") if a.type == "Network" else a
        for a in _arguments(function, without)
    ]
    yield f"  type {name} = {_object(arguments)};"


def _object(arguments: list[_Argument]) -> str:
    return f"{{ {', '.join(f'{a.name}?: {a.type}' for a in arguments)} }}"


def _record(cls: Any) -> Iterator[str]:
    """A tuple with names, whose names JS has in camelCase, or a dict, whose keys stay."""
    is_dict = is_typeddict(cls)
    doc = docstrings.parse(cls.__doc__)
    yield from _comment("  ", _words(doc.summary))
    yield f"  interface {cls.__name__} {{"
    for name, hint in cls.__annotations__.items():
        yield from _comment("    ", _words(doc.arguments.get(name, "")))
        hint = getattr(hint, "__forward_arg__", None) or inspect.formatannotation(hint)
        type_ = typescript(hint, is_result=True)
        yield (
            f"    readonly {name}?: {type_};"
            if is_dict
            else (f"    readonly {camel_case(name)}: {type_};")
        )
    yield "  }"


def _attributes(cls: type) -> dict[str, tuple[str, str, bool]]:
    """{name in JS: (type, what is said of it, whether a test may set it)}, where the type is one
    that a test can do something with."""
    told: dict[str, str] = {}
    hints: dict[str, str] = {}
    settable = set()
    for base in reversed(cls.__mro__[:-1]):
        told |= docstrings.parse(base.__doc__).arguments
        hints |= {name: str(hint) for name, hint in _class_hints(base).items()}
        hints |= _assigned(base)
        for name, member in vars(base).items():
            if isinstance(member, property) and member.fget:
                told[name] = docstrings.parse(member.__doc__).summary
                hints[name] = member.fget.__annotations__.get("return", "")
                if member.fset:
                    settable.add(name)
    found = {}
    for name, text in told.items():
        js = camel_case(name)
        type_ = _ATTRIBUTE_TYPES.get((cls.__name__, js)) or _known(hints.get(name, ""))
        is_own = (cls.__name__, js) in _ATTRIBUTE_TYPES
        if type_ and not name.startswith("_") and (is_own or "=>" not in type_):
            found[js] = (type_, _words(text), name in settable)
    return found


def _class_hints(cls: type) -> dict[str, Any]:
    hints = dict(cls.__dict__.get("__annotations__", {}))
    return {
        name: getattr(hint, "__forward_arg__", hint)
        for name, hint in hints.items()
        if isinstance(hint, str)
        or hasattr(hint, "__forward_arg__")
        or dataclasses.is_dataclass(cls)
    }


def _assigned(cls: type) -> dict[str, str]:
    """{attribute: its hint} of what `__init__` assigns: `self.x: T = 1`, `self.x = parameter`."""
    if "__init__" not in vars(cls) or dataclasses.is_dataclass(cls):
        return {}
    tree = ast.parse(dedent(inspect.getsource(vars(cls)["__init__"])))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    places = [*function.args.args, *function.args.kwonlyargs]
    parameters = {p.arg: ast.unparse(p.annotation) for p in places if p.annotation}
    found = {}
    for node in ast.walk(function):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
            found[node.target.attr] = ast.unparse(node.annotation)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            target = node.targets[0]
            if isinstance(target, ast.Attribute) and node.value.id in parameters:
                found[target.attr] = parameters[node.value.id]
    return found


def _known(hint: str) -> str:
    """A hint in TypeScript; "" for what a test can do nothing with."""
    try:
        return typescript(hint, is_result=True) if hint else ""
    except KeyError:
        return ""


def _variable(name: str) -> str:
    return "listener" if name == "function" else camel_case(name)


def _text(documented: Any) -> str:
    doc = docstrings.parse(inspect.getdoc(documented))
    tags = [
        f"@param {_variable(name)} {text}"
        for name, text in doc.arguments.items()
        if inspect.isfunction(documented) and name in inspect.signature(documented).parameters
    ]
    if doc.returns:
        tags.append(f"@returns {doc.returns}")
    return _words("\n\n".join(filter(None, [doc.summary, doc.text, "\n".join(tags)])))


def _words(text: str) -> str:
    """What a docstring says, in JS words."""
    text = _PYTHON_TIMES.sub("", text).replace("`datetime`", "`Date`").replace("None", "null")
    text = text.replace("True", "true").replace("False", "false")
    text = _NAMES.sub(lambda match: camel_case(match.group(0)), _FILES.sub("", text))
    return in_js_words(text)


def _comment(indent: str, text: str) -> Iterator[str]:
    lines = text.replace("*/", "*\\/").splitlines()
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */"
    elif lines:
        yield f"{indent}/**"
        yield from (f"{indent} * {line}".rstrip() for line in lines)
        yield f"{indent} */"


def _found(path: str) -> Any:
    return binding.class_of(path)
