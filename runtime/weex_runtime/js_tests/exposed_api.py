"""Python classes that tests in JS can use: their methods have names in camelCase, and take named
arguments in an object at the end. JS half: js/30_handles.js.

The table `TYPES` lists the classes. Methods that run the loop or enter a page's JS return promises
in JS; other methods return a value at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from weex_runtime.naming import camel_case, did_you_mean, snake_case

ALL = "all"  # stands for all public methods of a class, in `Type.methods` and `Type.waits`
NONE: frozenset[str] = frozenset()


class Type(NamedTuple):
    """A Python class that tests in JS can use.

    Attributes:
        name: The name of the class in messages.
        methods: The methods that tests in JS can call, and that return a value at once.
        waits: The methods that return promises; `ALL`: all methods of `methods`, except those that
            return a locator.
        hidden: Public methods of the class that tests in JS cannot call.
        called: Attributes in Python that are methods in JS, as in Playwright.
        settable: Attributes that a test may set.
        assertions: The path of the class of assertions that `expect(object)` returns; "" for none.
    """

    name: str
    methods: Collection[str] = ALL
    waits: Collection[str] = NONE
    hidden: Collection[str] = NONE
    called: Collection[str] = NONE
    settable: Collection[str] = NONE
    assertions: str = ""


# {function in JS that returns a promise for an event: context manager of `Page` that waits for the
# event}.
EXPECTED = {
    "waitForWebSocket": "expect_web_socket",
    "waitForPage": "expect_page",
    "waitForConsoleMessage": "expect_console_message",
}
_EXPECT = "weex_runtime.testkit.expect"

TYPES: dict[str, Type] = {
    "weex_runtime.testkit.page.Page": Type(
        "page",
        (
            *("get_by_text", "get_by_placeholder", "get_by_label", "get_by_test_id"),
            *("get_by_role", "locator", "busy", "route", "unroute", "mock_module"),
            *("route_web_socket", "unroute_web_socket", "set_default_timeout"),
            *("answer_dialogs", "outline", "screenshot", "debug", "on"),
        ),
        (
            *("fire_event", "fire_global_event", "activity_result", "go_back", "refresh"),
            *("destroy", *map(snake_case, EXPECTED)),
        ),
        settable=("answer_dialog",),
        assertions=f"{_EXPECT}.page_assertions.PageAssertions",
    ),
    "weex_runtime.testkit.locator.locator.Locator": Type(
        "locator",
        waits=ALL,
        hidden=("elements", "nearest", "require_one_at_most"),
        called=("first", "last"),
        assertions=f"{_EXPECT}.locator_assertions.LocatorAssertions",
    ),
    "weex_runtime.instance.records.web_sockets.WebSocket": Type(
        "web socket",
        ("on",),
        ("expect_message",),
        assertions=f"{_EXPECT}.web_socket_assertions.WebSocketAssertions",
    ),
    "weex_runtime.testkit.runtime.Runtime": Type(
        "runtime",
        (
            *("mock_module", "route", "unroute", "route_web_socket", "unroute_web_socket"),
            *("set_default_timeout", "map_url"),
        ),
        ("set_offline", "fire_global_event", "run_until_idle", "background", "foreground"),
    ),
    "weex_runtime.instance.stack.PageStack": Type("stack", NONE, ("pop", "push")),
    "weex_runtime.loop.clock.Clock": Type(
        "clock",
        waits=(
            *("install", "run_for", "fast_forward", "pause_at", "resume", "set_fixed_time"),
            "set_system_time",
        ),
        hidden=("after",),
    ),
    "weex_runtime.faults.faults.Faults": Type("faults"),
    "weex_runtime.faults.active.ActiveFault": Type("fault", ("remove",)),
    "weex_runtime.faults.fault.Fault": Type("fault", NONE),
    "weex_runtime.testkit.module_mock.ModuleMock": Type("mock", ("undo",)),
    "weex_runtime.testkit.module_mock.MockedCall": Type("call", ("original",)),
    "weex_runtime.testkit.routing.route.Route": Type("route", hidden=("run",)),
    "weex_runtime.instance.interception.RoutedRequest": Type("request", NONE),
    "weex_runtime.instance.interception.RoutedResponse": Type("response", ("text", "json")),
    "weex_runtime.testkit.routing.web_socket_route.WebSocketRoute": Type(
        "webSocketRoute", hidden=("run", "server_side", "receive", "receive_close")
    ),
    "weex_runtime.module_api.network.Network": Type("network", NONE),
    "weex_runtime.access.access.Access": Type("access", NONE),
    "weex_runtime.access.page_access.PageAccess": Type("access", NONE),
    "weex_runtime.module_api.permissions.DevicePermissions": Type("devicePermissions", NONE),
    "weex_runtime.servers.scripted.ws_server.WsServer": Type(
        "wsServer",
        hidden=("holds", "is_at_rest", "name", "unconnected"),
        settable=("compression",),
    ),
    "weex_runtime.servers.scripted.ws_connection.WsConnection": Type("connection"),
    "weex_runtime.servers.scripted.script.Script": Type("script", hidden=("parts",)),
    "weex_runtime.servers.scripted.http_server.HttpServer": Type(
        "httpServer", hidden=("holds", "is_at_rest")
    ),
    "weex_runtime.servers.scripted.http_message.HttpRequest": Type("request", ("json",)),
    "weex_runtime.servers.scripted.http_message.HttpResponse": Type("response", NONE),
}

# The classes of faults, which tests in JS get as members of the global `faults`.
FAULTS = (
    *("LookupFails", "SlowLookup", "Refuse", "Drop", "Reset", "Stall", "HalfClose", "Delay"),
    *("Throttle", "Slice", "Duplicate", "Reorder", "Corrupt", "Status", "CutBody", "SlowBody"),
)
# Classes that tests in JS construct with `new`: {name in JS: path of the class}
CONSTRUCTORS = {
    "Script": "weex_runtime.servers.scripted.script.Script",
    "HttpResponse": "weex_runtime.servers.scripted.http_message.HttpResponse",
    **{f"faults.{name}": f"weex_runtime.faults.kinds.{name}" for name in FAULTS},
}


def type_path(value: object) -> str | None:
    """Return the path in `TYPES` of an object's class or of the nearest base class; None if `TYPES`
    has none of these classes.
    """
    for cls in type(value).__mro__:
        path = f"{cls.__module__}.{cls.__qualname__}"
        if path in TYPES:
            return path
    return None


@cache
def methods_of(path: str) -> Mapping[str, str]:
    """Return {name in JS: name in Python} for the methods of a class in `TYPES`."""
    cls, about = class_of(path), TYPES[path]
    names = [*(_public_methods(cls) if about.methods == ALL else about.methods), *about.called]
    if about.waits != ALL:
        names += about.waits
    return {camel_case(name): name for name in names if name not in about.hidden}


def waits(path: str, name: str) -> bool:
    """Return whether a method returns a promise in JS."""
    about = TYPES[path]
    if about.waits != ALL:
        return name in about.waits
    if name in about.called:
        return False
    method = getattr(class_of(path), name)
    return method.__annotations__.get("return") not in ("Locator", "Self")


@cache
def assertions_of(path: str) -> Mapping[str, str]:
    """Return {assertion in JS: method in Python}, without negated assertions."""
    about = TYPES.get(path)
    names = _public_methods(class_of(about.assertions)) if about and about.assertions else ()
    return {camel_case(name): name for name in names if not name.startswith("not_")}


def describe(path: str) -> dict[str, Any]:
    """Describe a class for JS: {"methods": {name: whether it returns a promise}, "assertions":
    [name]}.
    """
    methods = {js: waits(path, name) for js, name in methods_of(path).items()}
    return {"methods": methods, "assertions": list(assertions_of(path))}


def unknown(owner: str, name: str, known: Collection[str], kind: str = "") -> str:
    """Return the message for an unknown method or attribute: a similar name, or the list of all
    known names.
    """
    everything = f"it has: {', '.join(sorted(known)) or 'none'}"
    return f"{owner} has no {kind}{name}; {did_you_mean(name, known, everything)}"


@cache
def class_of(path: str) -> type:
    """Import the class with a path like "weex_runtime.testkit.page.Page"."""
    module, _, name = path.rpartition(".")
    found: type = getattr(import_module(module), name)
    return found


def _public_methods(cls: type) -> list[str]:
    return [name for name in dir(cls) if name[0] != "_" and callable(getattr(cls, name))]
