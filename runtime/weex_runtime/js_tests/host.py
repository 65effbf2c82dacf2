"""What a test in JS reaches: the runtime, its pages and servers, and through them all objects that
binding.py knows. JS half: js/30_objects.js, js/70_globals.js."""

from __future__ import annotations

import inspect
import re
from collections import deque
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from weex_runtime.errors import WeexError
from weex_runtime.instance.waiting import NotYet
from weex_runtime.js_tests import exposed_api as binding
from weex_runtime.js_tests.handles import JSObjects
from weex_runtime.js_tests.serialization import UNDEFINED, decode, encode, encode_live
from weex_runtime.json_values import JSONValue
from weex_runtime.loop.timeouts import DEFAULT_TIMEOUT, Timeout, seconds
from weex_runtime.module_api.permissions import DevicePermissions
from weex_runtime.naming import camel_case, snake_case
from weex_runtime.testkit.page import Page
from weex_runtime.testkit.runtime import Runtime


class Surroundings(Protocol):
    """What a test is given by the machinery that runs it.

    Attributes:
        runtime: Its device.
        path: Of the test file.
        title: Of the test, with those of the suites around it.
    """

    runtime: Runtime
    path: Path
    title: str

    def open_page(self, location: str | None, options: Mapping[str, Any]) -> Page:
        """Open a page."""

    def fixture(self, name: str) -> Any:
        """`ws_server` or `http_server`, started, or `weex_platform`."""


class JSDevice(JSObjects):
    """Answers a context's asking with the objects of one test."""

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings.runtime.looper)
        self._surroundings = surroundings
        self._runtime = surroundings.runtime
        self._page: Page | None = None
        self._snapshots = 0

    # What JS asks for.

    def answer(self, what: str, args: list[Any]) -> JSONValue:
        """Do something at once."""
        method = getattr(self, f"_now_{what}")
        answer: JSONValue = method(*args)
        return answer

    def action(self, what: str, args: list[Any]) -> tuple[str, Callable[[], Any]]:
        """What is to be done once JS is at rest, and its words for messages."""
        method = getattr(self, f"_later_{what}")
        found: tuple[str, Callable[[], Any]] = method(*args)
        return found

    def _now_type(self, path: str) -> JSONValue:
        return binding.describe(path) if path else {"methods": {}, "claims": []}

    def _now_words(self, number: int) -> str:
        return self._words(self.get(number))

    def _now_get(self, number: int, name: str) -> JSONValue:
        owner = self.get(number)
        if isinstance(owner, DevicePermissions):
            return owner[name]
        attribute = snake_case(name)
        if not name.startswith("_"):
            value = getattr(owner, attribute, UNDEFINED)
            if value is not UNDEFINED and not inspect.ismethod(value):
                return encode_live(value, self)
        raise self._unknown(type(owner), self._type_name(owner), name, self._names(owner))

    def _now_unknownClaim(self, number: int, name: str, known: list[str]) -> None:
        owner = self.get(number)
        claims = self._claims(owner)
        raise self._unknown(claims, f"expect({self._type_name(owner)})", name, known)

    def _now_set(self, number: int, name: str, value: JSONValue) -> None:
        owner = self.get(number)
        if isinstance(owner, DevicePermissions):
            owner[name] = decode(value, self)
            return
        attribute = snake_case(name)
        path = binding.type_path(owner)
        if not path or attribute not in binding.TYPES[path].settable:
            raise WeexError(f"{self._type_name(owner)}.{name} cannot be set")
        setattr(owner, attribute, decode(value, self))

    def _now_call(self, number: int, name: str, args: list[JSONValue]) -> JSONValue:
        owner = self.get(number)
        if name == "clear" and isinstance(owner, (dict, deque)):
            owner.clear()
            return None
        method, words = self._method(owner, name)
        if not callable(method):
            return encode(method, self)
        given, named = self._arguments(method, words, args)
        return encode(method(*given, **named), self)

    def _now_invoke(self, number: int, data: JSONValue, keep_alive: bool) -> None:
        value = decode(data, self)
        self.get(number)(None if value is UNDEFINED else value, keep_alive)

    def _now_global(self, name: str) -> JSONValue:
        if name in ("wsServer", "httpServer", "weexPlatform"):
            return encode(self._surroundings.fixture(snake_case(name)), self)
        if name == "page":
            if self._page is None:
                raise WeexError(
                    "no page is open: `await openPage('bundle.js')` opens one, in the test or in "
                    "beforeEach; the path is relative to the test file"
                )
            return encode(self._page, self)
        return encode(self._runtime if name == "runtime" else self._runtime.clock, self)

    def _now_openedPage(self) -> JSONValue:
        return None if self._page is None else encode(self._page, self)

    def _now_mockModule(self, args: list[JSONValue]) -> JSONValue:
        given, named = self._arguments(self._runtime.mock_module, "mockModule", args)
        return encode(self._runtime.mock_module(*given, **named), self)

    def _now_make(self, name: str, args: list[JSONValue]) -> JSONValue:
        cls = binding.class_of(binding.MADE[name])
        given, named = self._arguments(cls, name, args)
        return encode(cls(*given, **named), self)

    def _now_limit(self, words: str, options: JSONValue) -> float:
        _, named = self._arguments(_limit, words, [options])
        return seconds(named.get("timeout", DEFAULT_TIMEOUT))

    def _later_turn(self) -> tuple[str, Callable[[], Any]]:
        turns = self._runtime.looper.turns

        def act() -> None:
            if self._runtime.looper.turns == turns:
                raise NotYet

        return "waitUntil()", act

    def _later_open(self, args: list[JSONValue]) -> tuple[str, Callable[[], Any]]:
        given, named = self._arguments(Runtime.open.__get__(self._runtime), "openPage", args)
        location = given[0] if given else named.pop("location", None)

        def act() -> Page:
            self._page = self._surroundings.open_page(location, named)
            return self._page

        return f"openPage({location!r})", act

    def _later_call(
        self, number: int, name: str, args: list[JSONValue]
    ) -> tuple[str, Callable[[], Any]]:
        owner = self.get(number)
        if name in binding.EXPECTED:
            return self._later_expected(owner, name, args)
        method, words = self._method(owner, name)
        given, named = self._arguments(method, words, args)
        shown = self._words(owner)
        return f"{shown}.{name}()", lambda: method(*given, **named)

    def _later_expected(
        self, page: Page, name: str, args: list[JSONValue]
    ) -> tuple[str, Callable[[], Any]]:
        method = getattr(page, binding.EXPECTED[name])
        given, named = self._arguments(method, f"page.{name}", args)
        expected = method(*given, **named)
        expected.__enter__()  # from now on, though nothing waits yet

        def act() -> Any:
            expected.__exit__(None, None, None)
            return expected.value

        return f"page.{name}()", act

    def _later_claim(
        self, number: int, name: str, opposite: bool, args: list[JSONValue]
    ) -> tuple[str, Callable[[], Any]]:
        from weex_runtime.testkit.expect.expect import expect

        owner = self.get(number)
        method_name = binding.claims_of(binding.type_path(owner) or "")[name]
        words = f"expect({self._words(owner)}).{'not.' if opposite else ''}"
        if opposite:
            method_name = f"not_{method_name}"
        claim = getattr(self._claims(owner), method_name, None)
        if claim is None:
            raise WeexError(f"{words}{name}: this claim has no opposite")
        if name == "toMatchSnapshot":
            args = self._snapshot_arguments(args)
        given, named = self._arguments(partial(claim, None), words + name, args)
        return f"{words}{name}()", lambda: claim(expect(owner), *given, **named)

    # Private parts.

    def _claims(self, owner: object) -> type:
        """The class of what `expect(owner)` answers."""
        path = binding.type_path(owner)
        assert path, "only objects that claims are about get here"
        return binding.class_of(binding.CLAIMS[path])

    def _snapshot_arguments(self, args: list[JSONValue]) -> list[JSONValue]:
        """A mere name, or none, stands for a file beside the test's."""
        from weex_runtime.testkit.expect.snapshot import file_of

        given = list(args)
        if not given or not isinstance(given[0], str):
            self._snapshots += 1
            number = f"-{self._snapshots}" if self._snapshots > 1 else ""
            title = re.sub(r"\W+", "-", self._surroundings.title).strip("-").lower()
            given.insert(0, f"{self._surroundings.path.name.split('.')[0]}-{title}{number}")
        given[0] = str(file_of(str(given[0]), str(self._surroundings.path)))
        return given

    def _method(self, owner: object, name: str) -> tuple[Any, str]:
        path = binding.type_path(owner)
        names = binding.methods_of(path) if path else {}
        if name not in names:
            raise WeexError(binding.unknown(self._type_name(owner), name, names))
        method = getattr(owner, names[name])
        if path == "weex_runtime.servers.scripted.http_server.HttpServer" and name == "route":
            method = self._route_with_data(method)
        return method, f"{self._type_name(owner)}.{name}"

    def _route_with_data(self, route: Callable[..., Any]) -> Callable[..., Any]:
        """HttpServer.route, with responses also as plain objects."""
        from weex_runtime.servers.scripted.http_message import HttpResponse

        def with_data(method: str, path: Any, *responses: Any) -> Any:
            made = []
            for response in responses:
                if isinstance(response, dict):
                    _, named = binding.bound(HttpResponse, "a response", [response])
                    response = HttpResponse(**named)
                made.append(response)
            return route(method, path, *made)

        return with_data

    def _arguments(
        self, function: Callable[..., Any], words: str, args: list[JSONValue]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return binding.bound(function, words, [decode(arg, self) for arg in args])

    def _unknown(self, owner: type, words: str, name: str, known: Collection[str]) -> WeexError:
        """The error for an unknown name, with the name to use instead."""
        from weex_runtime.testkit.suggestions import equivalent

        hint = equivalent(owner, name, in_js=True)
        if not hint and words.startswith("expect("):
            hint = equivalent("js expect", name)
        if hint:
            return WeexError(f"{words} has no {name}: {hint}")
        return WeexError(binding.unknown(words, name, sorted(set(known))))

    def _names(self, owner: object) -> list[str]:
        """All that JS can ask an object for."""
        path = binding.type_path(owner)
        own = [name for name in dir(owner) if not name.startswith("_")]
        attributes = [
            camel_case(name)
            for name in own
            if not callable(inspect.getattr_static(owner, name, None))
        ]
        return [*(binding.methods_of(path) if path else ()), *attributes]

    def _type_name(self, owner: object) -> str:
        path = binding.type_path(owner)
        return binding.TYPES[path].name if path else type(owner).__name__

    def _words(self, owner: object) -> str:
        if isinstance(owner, Page):
            return f"page {owner.id} ({owner.name})" if owner is not self._page else "page"
        path = binding.type_path(owner) or ""
        is_told = path.endswith((".Locator", ".WebSocket", ".WsConnection", ".MockedCall"))
        return repr(owner) if is_told else self._type_name(owner)


def _limit(*, timeout: Timeout = DEFAULT_TIMEOUT) -> None:
    """The options of waitUntil."""
