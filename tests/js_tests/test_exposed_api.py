"""weex_runtime.js_tests.exposed_api and arguments: names in JS, and arguments of calls."""

from __future__ import annotations

from typing import Any

import pytest

from weex_runtime import Runtime
from weex_runtime.errors import WeexError
from weex_runtime.instance import Instance
from weex_runtime.js_tests import exposed_api
from weex_runtime.js_tests.arguments import UNDEFINED, bind_arguments
from weex_runtime.loop.clock import Clock
from weex_runtime.testing import HttpResponse, HttpServer, Script
from weex_runtime.testkit.locator.locator import Locator
from weex_runtime.testkit.page import Page

PAGE = "weex_runtime.testkit.page.Page"
LOCATOR = "weex_runtime.testkit.locator.locator.Locator"


def public(cls: type) -> set[str]:
    return {
        name for name in dir(cls) if not name.startswith("_") and callable(getattr(cls, name, None))
    }


def test_page_has_the_methods_that_tests_in_python_use() -> None:
    of_tests = public(Page) - public(Instance) - {"invoke_callback"} | {
        "busy",
        "set_default_timeout",
    }
    methods = exposed_api.methods_of(PAGE)
    offered = {exposed_api.EXPECTED.get(js, python) for js, python in methods.items()}
    assert of_tests <= offered


def test_locator_methods_return_promises_unless_they_return_a_locator() -> None:
    methods = exposed_api.methods_of(LOCATOR)
    for_messages = {"elements", "nearest", "require_one_at_most"}
    assert set(methods.values()) == public(Locator) - for_messages | {"first", "last"}
    at_once = {name for name in methods.values() if not exposed_api.waits(LOCATOR, name)}
    narrowing = {"filter", "nth", "first", "last", "and_", "or_", "locator"}
    assert at_once - narrowing == {name for name in public(Locator) if name.startswith("get_by_")}


def test_each_class_and_method_in_the_table_of_exposed_types_exists() -> None:
    for path, about in exposed_api.TYPES.items():
        cls = exposed_api.class_of(path)
        listed = {*about.hidden, *about.called}
        listed |= set() if about.methods == exposed_api.ALL else set(about.methods)
        listed |= set() if about.waits == exposed_api.ALL else set(about.waits)
        missing = {name for name in listed if not hasattr(cls, name)}
        in_js = {f"wait_for_{what}" for what in ("web_socket", "page", "console_message")}
        assert missing <= in_js, path


def test_clock_methods_return_promises_if_they_move_time() -> None:
    named = set(exposed_api.methods_of("weex_runtime.loop.clock.Clock").values())
    assert {"install", "run_for", "fast_forward", "set_fixed_time"} <= named <= public(Clock)


def test_js_has_all_assertions_of_python_except_negated_forms() -> None:
    assert exposed_api.assertions_of(LOCATOR)["toHaveText"] == "to_have_text"
    assert list(exposed_api.assertions_of(PAGE)) == ["toMatchScreenshot", "toMatchSnapshot"]
    assert "notToHaveText" not in exposed_api.assertions_of(LOCATOR)
    assert not exposed_api.assertions_of("weex_runtime.testkit.runtime.Runtime")


LOCATE = Locator.get_by_role.__get__(object())
DISPATCH = Locator.dispatch_event.__get__(object())
TEXT = {"type": "x"}


@pytest.mark.parametrize(
    ("function", "args", "taken"),
    [
        (LOCATE, ["button", {"name": "x", "exact": True}], (("button", "x", True), {})),
        (LOCATE, ["button", UNDEFINED, UNDEFINED], (("button",), {})),
        (LOCATE, ["button", {"name": UNDEFINED}], (("button",), {})),
        (DISPATCH, ["click", TEXT], (("click", TEXT), {})),
        (DISPATCH, ["click", {}], (("click", {}), {})),
        (DISPATCH, ["click", TEXT, {"timeout": 1}], (("click", TEXT, 1), {})),
        (Script().send, [TEXT], ((TEXT,), {})),
        (Script().close, [{"code": 4000, "reason": "x"}], ((4000, "x"), {})),
        (Script().refuse, [403, {"X-A": "b"}], ((403, {"X-A": "b"}), {})),
        (Script().refuse, [403, {"headers": {"X-A": "b"}}], ((403, {"X-A": "b"}), {})),
        (HttpResponse, [{"dropAfter": 0}], ((), {"drop_after": 0})),
        (HttpServer().route, ["GET", "/", TEXT], (("GET", "/", TEXT), {})),
    ],
)
def test_object_as_last_argument_passes_arguments_by_name(
    function: Any, args: list[Any], taken: tuple[Any, Any]
) -> None:
    positional, named = bind_arguments(function, "f", args)
    merged = {**dict(zip(("a", "b", "c"), positional, strict=False)), **named}
    expected = {**dict(zip(("a", "b", "c"), taken[0], strict=False)), **taken[1]}
    assert merged == expected


def test_mock_functions_keep_their_names() -> None:
    with Runtime() as runtime:
        args = ["storage", {"getItem": print}]
        assert bind_arguments(runtime.mock_module, "f", args) == (
            ("storage",),
            {"getItem": print},
        )


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], r"f: missing a required argument: 'role'; expected \(role, \{name, exact\}\)"),
        (["a", "b", True, 1], "f: too many positional arguments"),
        (["a", {"nam": "x"}], "f has no option nam; did you mean name?"),
        (["a", {"qqq": "x"}], "f has no option qqq; it has: exact, name"),
    ],
)
def test_error_for_wrong_arguments_lists_the_expected_arguments(
    args: list[Any], message: str
) -> None:
    with pytest.raises(WeexError, match=f"^{message.replace('?', '.')}"):
        bind_arguments(LOCATE, "f", args)
