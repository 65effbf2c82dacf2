"""The calls that a test in JS makes to Python: global functions, and methods of Python objects.

JS half: js/30_handles.js, js/70_globals.js.
"""

from __future__ import annotations

import inspect
import re
from collections import deque
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

from weex_runtime.errors import WeexError
from weex_runtime.instance.waiting import NotYet
from weex_runtime.js_tests import exposed_api
from weex_runtime.js_tests.arguments import UNDEFINED, bind_arguments
from weex_runtime.js_tests.serialization import Handles, decode, encode, encode_live
from weex_runtime.json_values import JSONValue
from weex_runtime.loop.timeouts import DEFAULT_TIMEOUT, Timeout, seconds
from weex_runtime.module_api.permissions import DevicePermissions
from weex_runtime.naming import camel_case, snake_case
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime

# A call that runs the loop: the name of the call for messages, and a function that carries out the
# call or raises `NotYet` to wait.
Action = tuple[str, Callable[[], Any]]


class Host:
    """Carries out the calls that one test in JS makes to Python.

    Args:
        path: The test file.
        title: The titles of the test's suites and of the test, joined by spaces.
        fixture: Returns the value of a fixture of the pytest plugin, like `weex_runtime`.
    """

    def __init__(self, path: Path, title: str, fixture: Callable[[str], Any]) -> None:
        self._path = path
        self._title = title
        self._fixture = fixture
        self._runtime: Runtime = fixture("weex_runtime")
        self.handles = Handles(self._runtime.looper)
        self._page: Page | None = None
        self._snapshots = 0

    def call(self, name: str, args: list[Any]) -> JSONValue:
        """Carry out a call that needs no turn of the loop, and return its result."""
        method: Callable[..., JSONValue] = getattr(self, f"_now_{name}")
        return method(*args)

    def action(self, name: str, args: list[Any]) -> Action:
        """Return, for a call that needs turns of the loop, the action that the caller carries out
        after JS has returned.
        """
        method: Callable[..., Action] = getattr(self, f"_later_{name}")
        return method(*args)

    # Calls of global functions that return a value at once.

    def _now_type(self, path: str) -> JSONValue:
        return exposed_api.describe(path) if path else {"methods": {}, "assertions": []}

    def _now_describe(self, number: int) -> str:
        return self._describe(self.handles.get(number))

    def _now_get(self, number: int, name: str) -> JSONValue:
        owner = self.handles.get(number)
        if isinstance(owner, DevicePermissions):
            return owner[name]
        attribute = snake_case(name)
        if not name.startswith("_"):
            value = getattr(owner, attribute, UNDEFINED)
            if value is not UNDEFINED and not inspect.ismethod(value):
                return encode_live(value, self.handles)
        raise self._unknown(type(owner), self._type_name(owner), name, self._names(owner))

    def _now_unknownAssertion(self, number: int, name: str, known: list[str]) -> None:
        owner = self.handles.get(number)
        assertions = self._assertions(owner)
        raise self._unknown(assertions, f"expect({self._type_name(owner)})", name, known)

    def _now_set(self, number: int, name: str, value: JSONValue) -> None:
        owner = self.handles.get(number)
        if isinstance(owner, DevicePermissions):
            owner[name] = decode(value, self.handles)
            return
        attribute = snake_case(name)
        path = exposed_api.type_path(owner)
        if not path or attribute not in exposed_api.TYPES[path].settable:
            raise WeexError(f"{self._type_name(owner)}.{name} cannot be set")
        setattr(owner, attribute, decode(value, self.handles))

    def _now_call(self, number: int, name: str, args: list[JSONValue]) -> JSONValue:
        owner = self.handles.get(number)
        if name == "clear" and isinstance(owner, (dict, deque)):
            owner.clear()
            return None
        method, call = self._method(owner, name)
        if not callable(method):
            return encode(method, self.handles)
        given, named = self._arguments(method, call, args)
        if call == "httpServer.route":
            method_and_path, responses = given[:2], given[2:]
            given = (*method_and_path, *map(_response, responses))
        return encode(method(*given, **named), self.handles)

    def _now_invoke(self, number: int, data: JSONValue, keep_alive: bool) -> None:
        value = decode(data, self.handles)
        self.handles.get(number)(None if value is UNDEFINED else value, keep_alive)

    def _now_global(self, name: str) -> JSONValue:
        if name in ("wsServer", "httpServer", "weexPlatform"):
            return encode(self._fixture(snake_case(name)), self.handles)
        if name == "page":
            if self._page is None:
                raise WeexError(
                    "no page is open: `await openPage('bundle.js')` opens one, in the test or in "
                    "beforeEach; the path is relative to the test file"
                )
            return encode(self._page, self.handles)
        return encode(self._runtime if name == "runtime" else self._runtime.clock, self.handles)

    def _now_openedPage(self) -> JSONValue:
        return None if self._page is None else encode(self._page, self.handles)

    def _now_mockModule(self, args: list[JSONValue]) -> JSONValue:
        given, named = self._arguments(self._runtime.mock_module, "mockModule", args)
        return encode(self._runtime.mock_module(*given, **named), self.handles)

    def _now_make(self, name: str, args: list[JSONValue]) -> JSONValue:
        cls = exposed_api.class_of(exposed_api.CONSTRUCTORS[name])
        given, named = self._arguments(cls, name, args)
        return encode(cls(*given, **named), self.handles)

    def _now_faultKinds(self) -> JSONValue:
        return list(exposed_api.FAULTS)

    def _now_limit(self, call: str, options: JSONValue) -> float:
        _, named = self._arguments(_limit, call, [options])
        return seconds(named.get("timeout", DEFAULT_TIMEOUT))

    # Calls of global functions that run the loop, and so return promises in JS.

    def _later_turn(self) -> Action:
        turns = self._runtime.looper.turns

        def act() -> None:
            if self._runtime.looper.turns == turns:
                raise NotYet

        return "waitUntil()", act

    def _later_open(self, args: list[JSONValue]) -> Action:
        given, named = self._arguments(Runtime.open.__get__(self._runtime), "openPage", args)
        location = given[0] if given else named.pop("location", None)

        def act() -> Any:
            self._page = page = self._fixture("new_weex_page")(location, **named)
            return page

        return f"openPage({location!r})", act

    def _later_call(self, number: int, name: str, args: list[JSONValue]) -> Action:
        owner = self.handles.get(number)
        if name in exposed_api.EXPECTED:
            return self._later_expected(owner, name, args)
        method, call = self._method(owner, name)
        given, named = self._arguments(method, call, args)
        return f"{self._describe(owner)}.{name}()", lambda: method(*given, **named)

    def _later_expected(self, page: Page, name: str, args: list[JSONValue]) -> Action:
        method = getattr(page, exposed_api.EXPECTED[name])
        given, named = self._arguments(method, f"page.{name}", args)
        expected = method(*given, **named)
        expected.__enter__()  # start waiting before the test's next action, not at `await`

        def act() -> Any:
            expected.__exit__(None, None, None)
            return expected.value

        return f"page.{name}()", act

    def _later_assert(
        self, number: int, name: str, opposite: bool, args: list[JSONValue]
    ) -> Action:
        from weex_runtime.testkit.expect.expect import expect

        owner = self.handles.get(number)
        method = exposed_api.assertions_of(exposed_api.type_path(owner) or "")[name]
        call = f"expect({self._describe(owner)}).{'not.' if opposite else ''}{name}"
        assertion = getattr(self._assertions(owner), f"not_{method}" if opposite else method, None)
        if assertion is None:
            raise WeexError(f"{call}: this assertion cannot be negated; remove .not")
        if name in ("toMatchSnapshot", "toMatchScreenshot"):
            args = self._snapshot_arguments(args, ".svg" if "Screenshot" in name else ".txt")
        given, named = self._arguments(partial(assertion, None), call, args)
        return f"{call}()", lambda: assertion(expect(owner), *given, **named)

    # Private methods of the host.

    def _assertions(self, owner: object) -> type:
        """Return the class of assertions that `expect(owner)` makes."""
        path = exposed_api.type_path(owner)
        assert path, "JS calls assertions of objects that have some"
        return exposed_api.class_of(exposed_api.TYPES[path].assertions)

    def _snapshot_arguments(self, args: list[JSONValue], suffix: str) -> list[JSONValue]:
        """Replace the first argument, the snapshot's name, by the path of a file next to the test.
        If the test gives no name, the path contains the test's title.
        """
        from weex_runtime.testkit.expect.snapshot import file_of

        given = list(args)
        if not given or not isinstance(given[0], str):
            self._snapshots += 1
            number = f"-{self._snapshots}" if self._snapshots > 1 else ""
            title = re.sub(r"\W+", "-", self._title).strip("-").lower()
            given.insert(0, f"{self._path.name.split('.')[0]}-{title}{number}")
        given[0] = str(file_of(str(given[0]), str(self._path), suffix))
        return given

    def _method(self, owner: object, name: str) -> tuple[Any, str]:
        path = exposed_api.type_path(owner)
        names = exposed_api.methods_of(path) if path else {}
        if name not in names:
            raise WeexError(exposed_api.unknown(self._type_name(owner), name, names))
        return getattr(owner, names[name]), f"{self._type_name(owner)}.{name}"

    def _arguments(
        self, function: Callable[..., Any], call: str, args: list[JSONValue]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return bind_arguments(function, call, [decode(arg, self.handles) for arg in args])

    def _unknown(self, owner: type, shown: str, name: str, known: Collection[str]) -> WeexError:
        """Return the error for an unknown name, which suggests a known name."""
        from weex_runtime.testkit.suggestions import equivalent

        hint = equivalent(owner, name)
        if not hint and shown.startswith("expect("):
            hint = equivalent("js expect", name)
        if hint:
            return WeexError(f"{shown} has no {name}: {hint}")
        return WeexError(exposed_api.unknown(shown, name, sorted(set(known))))

    def _names(self, owner: object) -> list[str]:
        """List the names of methods and attributes that a Python object has in JS."""
        path = exposed_api.type_path(owner)
        own = [name for name in dir(owner) if not name.startswith("_")]
        attributes = [
            camel_case(name)
            for name in own
            if not callable(inspect.getattr_static(owner, name, None))
        ]
        return [*(exposed_api.methods_of(path) if path else ()), *attributes]

    def _type_name(self, owner: object) -> str:
        path = exposed_api.type_path(owner)
        return exposed_api.TYPES[path].name if path else type(owner).__name__

    def _describe(self, owner: object) -> str:
        """Return the name of a Python object for messages, like "page"."""
        if isinstance(owner, Page):
            return f"page {owner.id} ({owner.name})" if owner is not self._page else "page"
        path = exposed_api.type_path(owner) or ""
        has_repr = path.endswith((".Locator", ".WebSocket", ".WsConnection", ".MockedCall"))
        return repr(owner) if has_repr else self._type_name(owner)


def _response(given: Any) -> Any:
    """Convert a plain object to an `HttpResponse`; return any other value unchanged."""
    from weex_runtime.servers.scripted.http_message import HttpResponse

    if not isinstance(given, dict):
        return given
    _, named = bind_arguments(HttpResponse, "a response", [given])
    return HttpResponse(**named)


def _limit(*, timeout: Timeout = DEFAULT_TIMEOUT) -> None:
    """Read the options of `waitUntil`, and return the time limit."""
