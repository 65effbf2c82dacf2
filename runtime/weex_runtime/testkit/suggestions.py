"""Suggest the Weex equivalent when a test uses a name of another test framework.

`SUGGESTIONS` has the common names of Playwright, Jest and Mocha. The table leaves out names that
resemble their equivalent here, since `did_you_mean` finds these. docs/from-playwright.md has the
long list for Playwright. This file is imported when a test first uses an unknown name.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from inspect import signature

from weex_runtime.naming import call, did_you_mean, is_js, snake_case, value

_NO_DOM = "a test cannot run JS on the elements: read them with locators"
_NO_PICTURE = "use page.screenshot(path), page.outline() or"
_SNAPSHOT = "expect(page).to_match_snapshot(name)"
_NO_POINTER = "a touch screen has no pointer: use locator.click() or locator.long_press()"
_STYLE = "use to_have_style(name, value): a device receives styles, not class names"
_WAITS = "every action and every assertion waits by itself"
_TIME = "page.clock.install() and page.clock.run_for(seconds) advance the clock"
_REQUESTS = "use page.route(url, handler), or http_server.requests"
_PICKER = "a picker is a dialog: use page.answer_dialogs(index or text)"
_JASMINE = "use jasmine.{}(...)"
_SPIES = (
    "spies are Jasmine's: jasmine.createSpy('name') and spyOn(object, 'method'); "
    "mockModule('storage', {…}) replaces a module, clock.runFor(seconds) advances the clock"
)
_NO_BROWSER_DOM = "there is no DOM: use page.getByText('…') and expect(page.getByText('…'))"
_VALUES = "use expect(value).toBe(…), toEqual(…) or toBeTruthy()"
_OF_LOCATORS = "use expect(page.locator(selector)).{}(...)"
# {Python code in a hint: the equivalent in tests in JS}
_IN_JS = {
    "newWeexPage(location)": "await openPage(location)",
    "runtime.open(location)": "await openPage(location)",
    "page.expect": "page.waitFor",
    "expect.poll(function, page)": "expect.poll(() => …)",
    "len(mock.calls)": "mock.calls.length",
    "Script().": "new Script().",
}
_IN_SEQUENCE = "tests of a file run one after another; `pytest -n 4` runs files in parallel"

# {owner: {names: hint}}. An owner is the name of a class, "page.on" for events, "arguments" for
# arguments, or "js ..." for JS tests. The names that share a hint are one text with spaces between
# them, in snake_case except for JS tests.
SUGGESTIONS: Mapping[str, Mapping[str, str]] = {
    "Page": {
        "goto set_content": "a page shows one bundle: open another with new_weex_page(location)",
        "reload": "use page.stack.reload(page), then page.stack.top",
        "close": "use page.destroy()",
        "title": "a page on a device has no title; page.name is the name of its bundle",
        "type": "use page.locator(selector).press_sequentially(text)",
        "tap": "use page.locator(selector).click()",
        "inner_text": "use page.locator(selector).text_content()",
        "query_selector query_selector_all": "use page.locator(selector)",
        "wait_for_timeout": f"{_WAITS}; {_TIME}",
        "wait_for_selector": "use page.locator(selector).wait_for()",
        "wait_for_load_state": f"{_WAITS}; page.busy() lists the work under way",
        "wait_for_function": "use expect.poll(function, page).to_be_truthy()",
        "expect_event wait_for_event": "use page.expect_web_socket(), page.expect_page() or "
        "page.expect_console_message()",
        "wait_for_url expect_navigation": "`navigator.push` opens another page: "
        "use page.expect_page(url)",
        "expect_request expect_response expect_request_finished requests": _REQUESTS,
        "console_messages": "use page.console",
        "page_errors": "use page.errors",
        "pdf content": f"{_NO_PICTURE} {_SNAPSHOT}",
        "evaluate evaluate_handle": f"{_NO_DOM}, or use page.fire_global_event",
        "viewport_size set_viewport_size": "read page.viewport; viewport=(width, height) of "
        "new_weex_page sets it",
        "context": "use page.runtime",
        "keyboard": "use locator.press(key) or locator.press_sequentially(text)",
        "mouse": _NO_POINTER,
        "frame frames main_frame frame_locator": "a page on a device has no frames",
        "select_option": _PICKER,
    },
    "Runtime": {
        "new_page new_context": "use runtime.open(location)",
        "wait_for_timeout": f"{_WAITS}; {_TIME}",
    },
    "Locator": {
        "inner_text": "use locator.text_content()",
        "all_inner_texts": "use locator.all_text_contents()",
        "inner_html": "use page.outline()",
        "aria_snapshot": f"{_NO_PICTURE} {_SNAPSHOT}",
        "evaluate evaluate_all element_handle": f"{_NO_DOM}, or use locator.elements()",
        "hover": _NO_POINTER,
        "dblclick": "a device has no double click: use locator.click() twice",
        "tap": "use locator.click()",
        "text": "use locator.text_content() or expect(locator).to_have_text(text)",
        "value": "use locator.input_value() or expect(locator).to_have_value(text)",
        "type": "use locator.press_sequentially(text)",
        "set_checked": "use locator.check() or locator.uncheck()",
        "select_option": _PICKER,
        "drag_to": "use locator.swipe(direction, distance)",
    },
    "LocatorAssertions": {
        "to_have_css": "use to_have_style(name, value), named as in the bundle: fontSize",
        "to_have_class to_contain_class": _STYLE,
        "to_have_id": "use to_have_attribute('id', value)",
        "to_have_role": "use expect(page.get_by_role(role)).to_be_visible()",
        "to_be_editable": "use to_be_enabled()",
        "to_have_screenshot": "use expect(page).to_match_screenshot(name)",
        "to_match_snapshot to_match_aria_snapshot": f"use {_SNAPSHOT}",
        "to_be_in_the_document": "use to_be_visible(), or to_be_attached() for a hidden element",
        "to_have_text_content": "use to_have_text(text) or to_contain_text(part)",
    },
    "PageAssertions": {
        "to_have_url": "a page keeps its url; for a page that the bundle opens use "
        "page.expect_page(url)",
        "to_have_title": "a page on a device has no title: use expect(page.get_by_text(title))",
    },
    "Expect": {
        "soft": "a failed assertion ends the test",
        "to_pass": "use expect.poll(function, page).to_equal(value)",
        "set_options": "use page.set_default_timeout(seconds)",
    },
    "WebSocket": {
        "expect_event wait_for_event": "use ws.expect_message(message) or expect(ws).to_be_closed()"
    },
    "WsServer": {
        "send drop reset expect refuse": "use ws_server.script(Script().expect(...).send(...))",
        "messages frames": "use ws_server.received",
    },
    "Clock": {"tick advance": "use clock.run_for(seconds)", "uninstall": "use clock.resume()"},
    "ConsoleLine": {"type": "use line.level"},
    "ModuleMock": {
        "call_count": "use len(mock.calls)",
        "called call_args assert_called assert_called_with assert_called_once": "use mock.calls",
    },
    "WebSocketRoute": {
        "on": "use route.on_message(handler) or route.on_close(handler)",
        "connect": "use route.connect_to_server()",
    },
    "page.on": {
        "dialog": "use page.answer_dialog, page.answer_dialogs and page.dialogs",
        "request response requestfailed requestfinished": _REQUESTS,
        "popup": "use page.expect_page()",
        "close": "use page.is_ended",
    },
    "arguments": {
        "position": "leave it out: a tap meets the whole element",
        "force": "use locator.dispatch_event(name)",
        "button modifiers": _NO_POINTER,
        "delay": "leave it out; page.clock.run_for(seconds) advances the clock",
        "ignore_case": "use re.compile(text, re.IGNORECASE)",
        "visible": "use not_to_be_visible()",
        "path": "use body=Path(...).read_bytes()",
    },
    "js Page": {
        "waitForFunction": "use waitUntil(() => …)",
        "waitForEvent expectEvent expectWebsocket": "use page.waitForWebSocket()",
        "waitForURL expectPopup": "use page.waitForPage()",
        "waitForRequest waitForResponse": _REQUESTS,
        "waitForNavigation": "use page.waitForPage()",
        "viewportSize setViewportSize": "read page.viewport; openPage('bundle.js', "
        "{viewport: [width, height]}) sets it",
        "setContent reload": "use await openPage('bundle.js')",
    },
    "js expect": {
        "resolves": "use expect(await promise).toBe(…)",
        "rejects": "use await expectAsync(promise).toBeRejectedWithError('…')",
        "toStrictEqual": "use toEqual(…)",
        "toMatchObject": "use toEqual(jasmine.objectContaining({…}))",
        "toHaveProperty": "use expect(object.name).toBe(…)",
        "toContainEqual": "use toContain(…)",
        "toMatchSnapshot toMatchInlineSnapshot": "use toEqual(…); snapshots are of pages",
        "toHaveBeenLastCalledWith": "use expect(spy.calls.mostRecent().args).toEqual([…])",
        "any": _JASMINE.format("any"),
        "anything": _JASMINE.format("anything"),
        "objectContaining": _JASMINE.format("objectContaining"),
        "arrayContaining": _JASMINE.format("arrayContaining"),
        "stringContaining stringMatching": _JASMINE.format("stringMatching"),
        "soft": "a failed assertion ends the test: expect([a, b]).toEqual([1, 2]) compares several",
        "toPass": "use await expect.poll(() => …).toBe(…)",
        "extend": "use beforeEach(() => jasmine.addMatchers({…}))",
    },
    "js test": {
        "step": "write the step in the test itself, or in a function",
        "setTimeout slow": "the time limit comes last, in seconds: it('…', async () => {…}, 60)",
        "concurrent configure serial parallel": _IN_SEQUENCE,
        "fixme": "use test.skip('…', …) or test.todo('…')",
        "fail failing": "use expect(…).not.toBe(…)",
        "extend": "use functions of the file, or beforeEach",
    },
    "js globals": {
        "jest vi sinon": _SPIES,
        "cy document window screen": _NO_BROWSER_DOM,
        "render mount browser": "use await openPage('bundle.js')",
        "weex WXEnvironment": "it exists in pages only: await openPage('chat.vue') opens one",
        "before setup": "use beforeAll or beforeEach",
        "after teardown": "use afterAll or afterEach",
        "context suite": "use describe",
        "specify": "use it or test",
        "assert chai": _VALUES,
        "fetch request": "the page sends requests: answer them with httpServer.route(…)",
    },
}


def suggest_for_selector(selector: str) -> str:
    """Return a suggestion for a selector of Playwright that is not CSS; "" without a suggestion."""
    hints = {
        r"^\s*text\s*=": f"use {call('get_by_text', '...')}",
        r"^\s*(xpath\s*=|/|\.\.)": "expected CSS, got XPath: use locator('list > cell text') and "
        + call("filter", has="..."),
        r"^\s*css\s*=": "leave out css=",
        r"^\s*role\s*=": f"use {call('get_by_role', 'role', name='...')}",
        r"^\s*data-test(-?id)?\s*=": f"use {call('get_by_test_id', '...')}",
        r">>": "chain locators: locator('list').locator('text')",
        r":(has-text|text|text-is|text-matches)\(": "use "
        + call("locator", "'text'", has_text="'...'"),
        r":visible": f"use {call('filter', visible=value(True))}",
    }
    return next((hint for pattern, hint in hints.items() if re.search(pattern, selector)), "")


def suggest(cls: type, name: str, attributes: Iterable[str] = ()) -> str:
    """Return a suggestion for a name that an object does not have; "" without a suggestion.

    Args:
        attributes: The names of the object's own attributes, which its class does not have.
    """
    if name.startswith("_"):
        return ""
    names = [each for each in (*attributes, *dir(cls)) if not each.startswith("_")]
    return equivalent(cls, name) or did_you_mean(snake_case(name), names)


def equivalent(owner: type | str, name: str) -> str:
    """Return the hint for a name of another test framework; "" for an unknown name.

    Args:
        owner: The class of the object that lacks the name, or a key of `SUGGESTIONS`.
        name: In snake_case or camelCase.
    """
    from weex_runtime.testkit.expect.locator_assertions import LocatorAssertions
    from weex_runtime.testkit.locator.locator import Locator

    in_python = snake_case(name).removeprefix("not_")
    kinds = [owner] if isinstance(owner, str) else [base.__name__ for base in owner.__mro__]
    for kind in kinds:
        hints = {**_by_name(kind), **_by_name(f"js {kind}")} if is_js() else _by_name(kind)
        hint = hints.get(name) or hints.get(in_python, "")
        is_of_locator = not in_python.startswith("_") and hasattr(Locator, in_python)
        if not hint and kind == "Page" and is_of_locator and not hasattr(owner, in_python):
            hint = f"use page.locator(selector).{in_python}(...)"
        if not hint and in_python.startswith("to_") and hasattr(LocatorAssertions, in_python):
            if kind == "PageAssertions":
                hint = _OF_LOCATORS.format(in_python)
            elif kind == "js expect":
                hint = f"expected a locator: {_OF_LOCATORS.format(name)}"
        if hint:
            return _in_js(hint) if is_js() else hint
    return ""


def _in_js(hint: str) -> str:
    hint = re.sub(r"(?<=[a-z])_([a-z])", lambda match: match[1].upper(), hint)
    for name, instead in _IN_JS.items():
        hint = re.sub(rf"(?<!new ){re.escape(name)}", instead, hint)
    return hint


def suggest_for_error(error: BaseException) -> str:
    """Return a suggestion for an error about an unknown attribute of a class of this package, or an
    unknown argument of a method of the test kit; "" if the message already has a suggestion.
    """
    if isinstance(error, AttributeError) and error.name:
        cls = type(error.obj)
        if not cls.__module__.startswith("weex_runtime."):
            return ""
        hint = suggest(cls, error.name, getattr(error.obj, "__dict__", ()))
        return "" if hint in str(error) else hint
    if not isinstance(error, TypeError):
        return ""
    if re.search(r"'await' expression|can't be awaited", str(error)):
        return "calls of the test kit return their result, without await; leave out the await"
    unknown = re.match(r"(\w+)\.(\w+)\(\) got an unexpected keyword argument '(\w+)'", str(error))
    return suggest_argument(*unknown.groups()) if unknown else ""


def suggest_argument(kind: str, method: str, name: str) -> str:
    """Return a suggestion for an argument that a method of this package does not have; "" without a
    suggestion.

    Args:
        kind: The name of the class whose method was called.
    """
    from weex_runtime.testkit.runtime import Runtime

    modules = [module for key, module in sys.modules.items() if key.startswith("weex_runtime.")]
    classes = (vars(module).get(kind) for module in modules)
    found = next((getattr(cls, method, None) for cls in classes if isinstance(cls, type)), None)
    if found is None:
        return ""
    is_playwrights = re.match(r"Locator|Lookup|Queries|PageAssertions|Route|Expect", kind)
    if is_playwrights and (hint := _by_name("arguments").get(name)):
        return hint
    if (kind, method) == ("Runtime", "open") and name in signature(Runtime).parameters:
        return f"{name} is an argument of Runtime(...) and of @pytest.mark.weex({name}=...)"
    return did_you_mean(name, [known for known in signature(found).parameters if known != "self"])


@cache
def _by_name(kind: str) -> Mapping[str, str]:
    table = SUGGESTIONS.get(kind, {})
    return {name: hint for names, hint in table.items() for name in names.split()}
