"""Python's objects as a test in JS sees them: the same methods in camelCase, keyword arguments as
an object at the end. JS half: js/30_objects.js.

Nothing is written out a second time: what there is follows from the Python classes. The table
below says which of them cross, and which of their methods take turns of the loop or enter a page's
JS: those return promises, the others answer at once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.js_tests.serialization import UNDEFINED
from weex_runtime.loop.timeouts import milliseconds_meant
from weex_runtime.naming import camel_case, snake_case

ALL = "all"  # public methods
NONE: frozenset[str] = frozenset()


class Type(NamedTuple):
    """How objects of a class are used.

    Attributes:
        name: In messages.
        methods: Those that are offered.
        waits: Those of them that return promises; `ALL`: but those that return another locator.
        hidden: With `ALL`, what is not for tests.
        called: Attributes that are methods in JS, as in Playwright.
        settable: Attributes that a test may set.
    """

    name: str
    methods: Collection[str] = ALL
    waits: Collection[str] = NONE
    hidden: Collection[str] = NONE
    called: Collection[str] = NONE
    settable: Collection[str] = NONE


# What `Page.expect_…` waits for. In JS `waitFor…` too: what fulfills it comes behind the call.
_EXPECTED = ("web_socket", "page", "console_message")
_EXPECTS = tuple(f"{verb}_{what}" for what in _EXPECTED for verb in ("expect", "wait_for"))
_PAGE_WAITS = (
    *("fire_event", "fire_global_event", "activity_result", "go_back", "refresh", "destroy"),
)

TYPES: dict[str, Type] = {
    "weex_runtime.testkit.page.Page": Type(
        "page",
        (
            *("get_by_text", "get_by_placeholder", "get_by_label", "get_by_test_id"),
            *("get_by_role", "locator", "busy", "route", "unroute", "mock_module"),
            *("route_web_socket", "unroute_web_socket", "set_default_timeout"),
            *("answer_dialogs", "outline", "debug", "on", *_EXPECTS, *_PAGE_WAITS),
        ),
        (*_EXPECTS, *_PAGE_WAITS),
        settable=("answer_dialog",),
    ),
    "weex_runtime.testkit.locator.locator.Locator": Type(
        "locator",
        waits=ALL,
        hidden=("elements", "nearest", "require_one_at_most"),
        called=("first", "last"),
    ),
    "weex_runtime.instance.records.web_sockets.WebSocket": Type(
        "web socket", ("on", "expect_message"), ("expect_message",)
    ),
    "weex_runtime.testkit.runtime.Runtime": Type(
        "runtime",
        (
            *("mock_module", "route", "unroute", "route_web_socket", "unroute_web_socket"),
            *("set_offline", "fire_global_event", "set_default_timeout", "run_until_idle"),
            *("background", "foreground"),
        ),
        ("set_offline", "fire_global_event", "run_until_idle", "background", "foreground"),
    ),
    "weex_runtime.instance.stack.PageStack": Type("stack", ("pop", "push"), ("pop", "push")),
    "weex_runtime.loop.clock.Clock": Type(
        "clock",
        waits=(
            *("install", "run_for", "fast_forward", "pause_at", "resume", "set_fixed_time"),
            "set_system_time",
        ),
        hidden=("after", "on_own_time"),
    ),
    "weex_runtime.testkit.module_mock.ModuleMock": Type("mock", ("undo",)),
    "weex_runtime.testkit.module_mock.MockedCall": Type("call", ("original",)),
    "weex_runtime.testkit.routing.route.Route": Type("route", hidden=("run",)),
    "weex_runtime.instance.interception.RoutedRequest": Type("request", NONE),
    "weex_runtime.instance.interception.RoutedResponse": Type("response", ("text", "json")),
    "weex_runtime.testkit.routing.web_socket_route.WebSocketRoute": Type(
        "webSocketRoute", hidden=("run", "server_side", "receive", "receive_close")
    ),
    "weex_runtime.module_api.network.Network": Type("network", NONE),
    "weex_runtime.module_api.permissions.DevicePermissions": Type("devicePermissions", NONE),
    "weex_runtime.servers.scripted.ws_server.WsServer": Type(
        "wsServer",
        hidden=("holds", "is_at_rest", "name", "sockets", "unconnected"),
        settable=("compression",),
    ),
    "weex_runtime.servers.scripted.ws_connection.WsConnection": Type("connection"),
    "weex_runtime.servers.scripted.script.Script": Type("script", hidden=("parts",)),
    "weex_runtime.servers.scripted.http_server.HttpServer": Type(
        "httpServer", hidden=("holds", "is_at_rest", "sockets")
    ),
    "weex_runtime.servers.scripted.http_message.HttpRequest": Type("request", ("json",)),
    "weex_runtime.servers.scripted.http_message.HttpResponse": Type("response", NONE),
}

# What `new` makes.
MADE = {
    "Script": "weex_runtime.servers.scripted.script.Script",
    "HttpResponse": "weex_runtime.servers.scripted.http_message.HttpResponse",
}

_EXPECT = "weex_runtime.testkit.expect"

# What `expect(object)` claims, by the object's class.
CLAIMS = {
    "weex_runtime.testkit.page.Page": f"{_EXPECT}.page_assertions.PageAssertions",
    "weex_runtime.testkit.locator.locator.Locator": (
        f"{_EXPECT}.locator_assertions.LocatorAssertions"
    ),
    "weex_runtime.instance.records.web_sockets.WebSocket": (
        f"{_EXPECT}.web_socket_assertions.WebSocketAssertions"
    ),
}

# A context manager of Python by its names in JS.
EXPECTED = {
    camel_case(name): "expect_" + name.removeprefix("expect_").removeprefix("wait_for_")
    for name in _EXPECTS
}


def type_path(value: object) -> str | None:
    """The key in `TYPES` of an object's class or one that it comes from; None for none."""
    for cls in type(value).__mro__:
        path = f"{cls.__module__}.{cls.__qualname__}"
        if path in TYPES:
            return path
    return None


@cache
def methods_of(path: str) -> Mapping[str, str]:
    """{name in JS: name in Python} of the methods of a class of `TYPES`."""
    cls, about = class_of(path), TYPES[path]
    names = _public_methods(cls) if about.methods == ALL else about.methods
    offered = [
        name
        for name in (*names, *about.called)
        if name not in about.hidden and (hasattr(cls, name) or name in _EXPECTS)
    ]
    return {camel_case(name): name for name in offered}


def waits(path: str, name: str) -> bool:
    """Whether a method of a class returns a promise."""
    about = TYPES[path]
    if about.waits != ALL:
        return name in about.waits
    if name in about.called:
        return False
    method = getattr(class_of(path), name)
    return method.__annotations__.get("return") not in ("Locator", "Self")


@cache
def claims_of(path: str) -> Mapping[str, str]:
    """{claim in JS: method in Python}, without those that say the opposite."""
    if path not in CLAIMS:
        return {}
    names = _public_methods(class_of(CLAIMS[path]))
    return {camel_case(name): name for name in names if not name.startswith("not_")}


def describe(path: str) -> dict[str, Any]:
    """What JS has to know of a class: {"methods": {name: returns a promise}, "claims": [name]}."""
    methods = {js: waits(path, name) for js, name in methods_of(path).items()}
    return {"methods": methods, "claims": list(claims_of(path))}


def unknown(owner: str, name: str, known: Collection[str], kind: str = "") -> str:
    """The message for a name that there is not."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1)
    if near:
        return f"{owner} has no {kind}{name}; did you mean {near[0]}?"
    return f"{owner} has no {kind}{name}; it has: {', '.join(sorted(known)) or 'none'}"


def bound(
    function: Callable[..., Any], words: str, args: Sequence[Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a call from JS as Python's: positional ones, and by name.

    An object at the end gives arguments by name, unless the parameter there wants an object itself.

    Args:
        words: The call's name in messages, like "locator.click".

    Raises:
        WeexError: The function does not take them; says what it takes.
    """
    signature = inspect.signature(function)
    given = list(args)
    while given and given[-1] is UNDEFINED:
        given.pop()
    given = [None if value is UNDEFINED else value for value in given]
    named = _named(signature, given, words)
    try:
        taken = signature.bind(*given, **named)
    except TypeError as error:
        raise WeexError(f"{words}: {error}; it takes ({_shown(signature)})") from None
    for name, value in taken.arguments.items():
        if value is not None and "Timeout" in str(signature.parameters[name].annotation):
            check_seconds(words, name, value)
    return taken.args, taken.kwargs


def check_seconds(words: str, name: str, value: object) -> None:
    """Refuse what is no number of seconds; there is no `timedelta` in JS.

    Args:
        words: The call's name in messages.
        name: What has the value.

    Raises:
        WeexError: It is no number, negative, or so long that milliseconds were meant.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
        raise WeexError(f"{words}: a {name} is a number of seconds, not negative: {value!r}")
    if mistake := milliseconds_meant(name, value):
        raise WeexError(f"{words}: {mistake}")


def _named(signature: inspect.Signature, given: list[Any], words: str) -> dict[str, Any]:
    """What the object at the end of the arguments gives by name; it is taken away from them."""
    if not (given and isinstance(given[-1], dict)):
        return {}
    parameters = list(signature.parameters.values())
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return dict(given.pop())
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    place = len(given) - 1
    here = places[place] if place < len(places) else None
    if here is None and any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return {}
    taken = {parameter.name for parameter in places[:place]}
    known = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL and p.name not in taken]
    options = {snake_case(name): value for name, value in given[-1].items()}
    if here is not None:
        if here.default is here.empty:
            return {}
        if "Mapping" in str(here.annotation) or "JSON" in str(here.annotation):
            if here.name == "data":  # an event's, say: what is in it is the test's own
                known.remove(here.name)
            if not options or not set(options) <= set(known):
                return {}
    for name in options:
        if name not in known:
            js_names = [camel_case(other) for other in known]
            raise WeexError(unknown(words, camel_case(name), js_names, "option "))
    given.pop()
    return {name: value for name, value in options.items() if value is not UNDEFINED}


def _shown(signature: inspect.Signature) -> str:
    """Parameters as JS writes them: `text, {timeout}`."""
    parameters = list(signature.parameters.values())
    places = [
        p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD and p.default is p.empty
    ]
    options = [
        camel_case(p.name)
        for p in parameters
        if p.kind is p.KEYWORD_ONLY
        or (p.kind is p.POSITIONAL_OR_KEYWORD and p.default is not p.empty)
    ]
    rest = [f"...{p.name}" for p in parameters if p.kind is p.VAR_POSITIONAL]
    return ", ".join(
        [*map(camel_case, places), *rest, *([f"{{{', '.join(options)}}}"] if options else [])]
    )


@cache
def class_of(path: str) -> type:
    """The class of a path like "weex_runtime.testkit.page.Page"."""
    module, _, name = path.rpartition(".")
    found: type = getattr(import_module(module), name)
    return found


def _public_methods(cls: type) -> list[str]:
    return [
        name
        for name in dir(cls)
        if not name.startswith("_") and callable(getattr(cls, name)) and not _is_type(cls, name)
    ]


def _is_type(cls: type, name: str) -> bool:
    return isinstance(inspect.getattr_static(cls, name), type)
