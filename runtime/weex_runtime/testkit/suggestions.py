"""Playwright's names that have no place on a Weex device, or another name: what to use instead.

Nothing here is a name that works; it is what an error says of one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SELECTOR = "page.locator(selector).{}(...), page.get_by_text(...) and their like"
_NO_DOM = (
    "a native element tree is no DOM, and JS does not reach it; read it with locators, or have the "
    "bundle do it: page.fire_event, page.fire_global_event"
)
_NO_LAYOUT = "there is no layout and no picture"
_NO_FRAMES = "a page of a device has no frames"
_NO_POINTER = "a finger does not hover, and has one button"
_CLASSES = (
    "a device gets styles in place of classes: to_have_style(name, value); or "
    "expect(page.locator('.name')).to_be_visible()"
)
_WAITING = "each action, and each claim of expect(), waits by itself"

_PAGE = {
    **{
        name: _SELECTOR.format(name)
        for name in (
            *("click", "fill", "press", "check", "uncheck", "focus", "dispatch_event"),
            *("text_content", "get_attribute", "input_value", "is_visible", "is_hidden"),
            *("is_enabled", "is_disabled", "is_checked"),
        )
    },
    "type": _SELECTOR.format("press_sequentially"),
    "tap": _SELECTOR.format("click"),
    "inner_text": _SELECTOR.format("text_content"),
    **dict.fromkeys(("query_selector", "query_selector_all"), "page.locator(selector)"),
    "wait_for_timeout": f"{_WAITING}; page.clock.install() and page.clock.run_for(seconds) let "
    "time pass, without taking any",
    "wait_for_selector": "page.locator(selector).wait_for()",
    "wait_for_load_state": f"{_WAITING}; page.runtime.run_until_idle() waits for what is under "
    "way, timers aside, and page.busy() says what that is",
    "wait_for_function": "page.runtime.run_until(lambda: ...), of what Python can see; claims of "
    "expect() wait by themselves",
    **dict.fromkeys(
        ("expect_event", "wait_for_event"),
        "page.expect_web_socket(), page.expect_page(), page.expect_console_message(), or "
        "page.on(event, function)",
    ),
    "expect_websocket": "page.expect_web_socket()",
    "expect_popup": "page.expect_page()",
    "console_messages": "page.console has all lines, each with .level and .text",
    "page_errors": "page.errors has them, each a JSError; the pytest plugin fails a test for one "
    "that it does not expect",
    **dict.fromkeys(
        ("expect_request", "expect_response", "expect_request_finished", "requests"),
        "page.route(url, handler) sees and answers them; http_server.requests has what came",
    ),
    **dict.fromkeys(
        ("expect_navigation", "wait_for_url"),
        "a page keeps its bundle; one that navigator pushes is another: page.expect_page(url)",
    ),
    "goto": "a page is one instance of one bundle: new_weex_page(location) or "
    "runtime.open(location) opens one",
    "set_content": "runtime.open(source=bundle) or new_weex_page(source=bundle)",
    "reload": "page.stack.reload(page) puts a new page in the place of this one, which is "
    "page.stack.top then; or open the bundle again",
    "close": "page.destroy()",
    "is_closed": "page.is_ended",
    "title": "a page of a device has no title; page.name is its bundle's, and "
    "page.mock_module('navigator') hears what it is called with",
    **dict.fromkeys(
        ("screenshot", "pdf", "content"),
        f"{_NO_LAYOUT}: page.outline() is the screen as text, expect(page).to_match_snapshot(name) "
        "compares it with a file",
    ),
    **dict.fromkeys(("evaluate", "evaluate_handle", "eval_on_selector"), _NO_DOM),
    **dict.fromkeys(
        ("add_init_script", "add_script_tag", "expose_function", "expose_binding"),
        "a bundle calls native modules: write one (Runtime(modules=[...])), or replace one with "
        "page.mock_module",
    ),
    "pause": "breakpoint(), and print(page.outline()) there",
    "viewport_size": "page.viewport, (width, height) of the screen",
    "set_viewport_size": "a device's screen keeps its size: viewport=(width, height) of "
    "new_weex_page, runtime.open or @pytest.mark.weex",
    "emulate_media": "env={...} of new_weex_page or runtime.open changes WXEnvironment",
    "set_offline": "page.runtime.set_offline(True)",
    "context": "page.runtime is the device: its pages, clock, routes, set_offline",
    "request": "requests of the test itself are none of the page's: use any HTTP client",
    "set_extra_http_headers": "network=Network(headers={...}) of new_weex_page or runtime.open",
    "keyboard": "locator.press(key), locator.press_sequentially(text) on a field",
    "mouse": f"{_NO_POINTER}: locator.click(), locator.long_press()",
    "touchscreen": "locator.click(), locator.long_press(), locator.swipe(direction)",
    **dict.fromkeys(("frame", "frames", "main_frame", "frame_locator"), _NO_FRAMES),
    "get_by_alt_text": "page.get_by_label(text), or page.locator('[alt=\"...\"]')",
    "get_by_title": "page.get_by_text(text), or page.get_by_label(text)",
    "set_default_navigation_timeout": "page.set_default_timeout(seconds)",
    "once": "page.on(event, function)",
    "remove_listener": "what page.on adds stays for the page's life",
    "route_from_har": "page.route(url, handler)",
    "unroute_all": "page.unroute(url); routes end with their page",
    "opener": "page.stack.pages has the pages below it",
    "add_locator_handler": "page.answer_dialog answers dialogs, by themselves",
    "drag_and_drop": "locator.swipe(direction, distance)",
    "select_option": "pickers are dialogs: page.answer_dialogs(index or text)",
}

_RUNTIME = {
    **dict.fromkeys(("new_page", "new_context"), "runtime.open(location) opens a page"),
    "on": "page.on(event, function), of each page",
    "set_default_navigation_timeout": "runtime.set_default_timeout(seconds)",
    "set_extra_http_headers": "Runtime(network=Network(headers={...}))",
    **dict.fromkeys(
        ("cookies", "add_cookies", "clear_cookies"), "Runtime(network=Network(cookies={...}))"
    ),
    "storage_state": "Runtime(storage=path) keeps the items of module storage in a file",
    "set_geolocation": "runtime.shared(Location).move_to(latitude, longitude); Location is in "
    "weex_modules.geolocation",
    **dict.fromkeys(
        ("grant_permissions", "clear_permissions"),
        'page.device_permissions["camera"] = "granted", "denied" or "asked"',
    ),
    "wait_for_timeout": f"{_WAITING}; runtime.clock.install() and runtime.clock.run_for(seconds) "
    "let time pass, without taking any",
}

_LOCATOR = {
    "inner_text": "locator.text_content() has the texts that are shown",
    "all_inner_texts": "locator.all_text_contents()",
    "inner_html": f"{_NO_DOM}; page.outline() is the screen as text",
    "is_editable": "locator.is_enabled()",
    "bounding_box": f"{_NO_LAYOUT}, so no places and sizes; locator.get_style(name) has the "
    "bundle's own",
    **dict.fromkeys(
        ("screenshot", "aria_snapshot"),
        f"{_NO_LAYOUT}: page.outline() is the screen as text, expect(page).to_match_snapshot(name) "
        "compares it with a file",
    ),
    **dict.fromkeys(
        ("evaluate", "evaluate_all", "evaluate_handle", "element_handle", "element_handles"),
        f"{_NO_DOM}; locator.elements() has the native nodes",
    ),
    "hover": f"{_NO_POINTER}: locator.click(), locator.long_press()",
    "dblclick": "a device knows no double click: locator.click() twice",
    "tap": "locator.click()",
    "type": "locator.press_sequentially(text)",
    "set_checked": "locator.check() or locator.uncheck()",
    "select_option": "pickers are dialogs: page.answer_dialogs(index or text)",
    "select_text": "locator.fill(text) replaces what a field holds",
    "set_input_files": "a device has no file field; page.mock_module answers what picks files",
    "drag_to": "locator.swipe(direction, distance)",
    "highlight": "print(locator.page.outline())",
    "describe": "its own words are in each message",
    "frame_locator": _NO_FRAMES,
    "content_frame": _NO_FRAMES,
    "get_by_alt_text": "locator.get_by_label(text), or locator.locator('[alt=\"...\"]')",
    "get_by_title": "locator.get_by_text(text), or locator.get_by_label(text)",
}

_OF_LOCATOR = {
    "to_have_css": "to_have_style(name, value), as the bundle names it: fontSize",
    "to_have_class": _CLASSES,
    "to_contain_class": _CLASSES,
    "to_be_editable": "to_be_enabled()",
    "to_have_id": "to_have_attribute('id', value), or 'testId'",
    "to_have_role": "expect(page.get_by_role(role, name=...)).to_be_visible(), or "
    "to_have_attribute('role', value)",
    **dict.fromkeys(
        ("to_have_accessible_name", "to_have_accessible_description"),
        "to_have_attribute('ariaLabel', value)",
    ),
    "to_be_in_viewport": f"{_NO_LAYOUT}: to_be_visible() says whether anything hides it, "
    "locator.scroll_into_view_if_needed() makes it appear",
    "to_match_snapshot": "expect(page).to_match_snapshot(name)",
    "to_match_aria_snapshot": "expect(page).to_match_snapshot(name)",
    "to_have_screenshot": "expect(page).to_match_snapshot(name)",
    "to_have_js_property": "to_have_attribute(name, value), to_have_value(text)",
    "to_have_values": "to_have_value(text), for each field",
}

_OF_PAGE = {
    "to_have_url": "a page keeps its bundle's page.url; one that navigator pushes is another: "
    "page.expect_page(url)",
    "to_have_title": "a page of a device has no title; expect(page.get_by_text(...))",
    "to_have_screenshot": "expect(page).to_match_snapshot(name)",
    "to_match_aria_snapshot": "expect(page).to_match_snapshot(name)",
}

_EXPECT = {
    "soft": "each claim ends the test that it fails; pytest's subtests go on",
    "to_pass": "expect.poll(function, page).to_equal(value) asks again until it holds",
    "set_options": "page.set_default_timeout(seconds), or the runtime's",
}

_WEB_SOCKET = {
    **dict.fromkeys(
        ("expect_event", "wait_for_event"),
        "ws.expect_message(wanted) waits for a message and returns it, expect(ws).to_be_closed() "
        "for the end",
    ),
    "once": "ws.on(event, function)",
    "remove_listener": "what ws.on adds stays for the socket's life",
}

_SERVER = {
    **dict.fromkeys(
        ("send", "drop", "reset", "expect", "refuse", "stall", "delay"),
        "a script of ws_server does it: ws_server.script(Script().expect(...).send(...).drop()); "
        "Script is in weex_runtime.testing",
    ),
    **dict.fromkeys(
        ("messages", "frames"), "ws_server.received has all, each with .data and .connection"
    ),
}

_CLOCK = {
    **dict.fromkeys(("tick", "advance", "run_to_last"), "clock.run_for(seconds)"),
    "uninstall": "clock.resume()",
}

_CONSOLE_LINE = {
    "type": "line.level: error, warn, info, log or debug",
    **dict.fromkeys(("args", "location"), "line.text has all that was written"),
}

_MOCK = {
    "call_count": "len(mock.calls)",
    **dict.fromkeys(
        ("assert_called", "assert_called_with", "assert_called_once", "assert_called_once_with"),
        "mock.calls has all, each with .method and .args",
    ),
    "call_args": "mock.calls[-1].args",
    "called": "mock.calls has all that were",
}

_SOCKET_ROUTE = {
    "on": "route.on_message(handler), route.on_close(handler)",
    "connect": "route.connect_to_server()",
}

# By the name of the class whose object is asked.
_INSTEAD: Mapping[str, Mapping[str, str]] = {
    "Page": _PAGE,
    "Runtime": _RUNTIME,
    "Locator": _LOCATOR,
    "LocatorAssertions": _OF_LOCATOR,
    "PageAssertions": _OF_PAGE,
    "Expect": _EXPECT,
    "WebSocket": _WEB_SOCKET,
    "WsServer": _SERVER,
    "Clock": _CLOCK,
    "ConsoleLine": _CONSOLE_LINE,
    "ModuleMock": _MOCK,
    "WebSocketRoute": _SOCKET_ROUTE,
}

_TITLES = {
    "Page": "a page",
    "Runtime": "a runtime",
    "Locator": "a locator",
    "LocatorAssertions": "expect(locator)",
    "PageAssertions": "expect(page)",
    "WebSocketAssertions": "expect(web socket)",
    "Expect": "expect",
    "WebSocket": "a web socket",
    "WsServer": "ws_server",
    "Clock": "a clock",
    "ConsoleLine": "a console line",
    "Route": "a route",
    "WebSocketRoute": "a web socket route",
    "Script": "a script",
    "ModuleMock": "a mock",
}

_EVENTS = {
    "dialog": "page.answer_dialog and page.answer_dialogs answer dialogs, page.dialogs has them",
    **dict.fromkeys(
        ("request", "response", "requestfailed", "requestfinished"),
        "page.route(url, handler) sees and answers requests",
    ),
    "popup": "page.expect_page() waits for a page that this one opens",
    "close": "page.is_ended says whether the page has ended",
    "error": '"pageerror" tells of exceptions that nobody caught',
    "message": '"framereceived" tells of messages',
    "socketerror": '"close" tells of each end, with ws.close_code 1006',
}

_ARGUMENTS = {
    "position": f"{_NO_LAYOUT}: a tap is on the whole element",
    "force": "locator.dispatch_event(name) asks for nothing before; what a user can do needs no "
    "force",
    "trial": "expect(locator).to_be_enabled(), and to_be_visible()",
    "button": _NO_POINTER,
    "modifiers": _NO_POINTER,
    "click_count": "a device knows no double click: locator.click() twice",
    "delay": "keys come without a pause; page.clock moves time",
    "no_wait_after": "leave it out: actions do not wait for what comes after",
    "ignore_case": "re.compile(text, re.IGNORECASE)",
    "use_inner_text": "leave it out: texts are what is shown",
    "visible": "not_to_be_visible()",
    "attached": "not_to_be_attached()",
    "checked": "not_to_be_checked()",
    "path": "route.fulfill(body=Path(...).read_bytes())",
}
_UNKNOWN_ARGUMENT = re.compile(
    r"^(?:Locator\w*|Queries|PageQueries|PageAssertions|Route|Expect)\.\w+\(\) got an unexpected "
    r"keyword argument '(\w+)'"
)

# A regular expression over what is no CSS selector, and what finds such things here.
_SELECTORS = (
    (r"^\s*text\s*=\s*", "get_by_text(...) finds texts"),
    (
        r"^\s*(xpath\s*=|/|\.\.)",
        "there is no XPath: CSS goes over types and attributes, as in "
        "locator('list > cell text[testId=x]'), and filter(has=...) looks into elements",
    ),
    (r"^\s*css\s*=", "leave out css="),
    (r"^\s*role\s*=", "get_by_role(role, name=...) finds roles"),
    (r"^\s*(data-testid|data-test-id|data-test)\s*=", "get_by_test_id(...) finds test ids"),
    (r"^\s*id\s*=", "'#name' or '[id=name]' finds ids"),
    (r"^\s*nth\s*=", ".nth(index) picks one"),
    (r">>", "chain locators: locator('list').locator('text')"),
    (r":(has-text|text|text-is|text-matches)\(", "locator('text', has_text='...') looks for texts"),
    (r":visible", "filter(visible=True) leaves out what is hidden"),
    (r":nth-match\(", ".nth(index) picks one"),
)


def unknown(owner: object, name: str) -> AttributeError:
    """The error for a name that an object of the test kit has not."""
    title = _TITLES.get(_kind_of(type(owner)), type(owner).__name__)
    head = f"{title} has no {name!r}"
    if name.startswith("_"):
        return AttributeError(head)
    if instead := instead_of(type(owner), name):
        return AttributeError(f"{head}: {instead}")
    from difflib import get_close_matches

    names = [other for other in dir(owner) if not other.startswith("_")]
    near = get_close_matches(_snake_case(name), names, 1)
    return AttributeError(f"{head}; did you mean {near[0]}?" if near else head)


def instead_of(owner: type, name: str) -> str:
    """What objects of a class of the test kit have in place of one of Playwright's names, in either
    spelling; "" for nothing."""
    return _INSTEAD.get(_kind_of(owner), {}).get(_snake_case(name).removeprefix("not_"), "")


def instead_of_argument(error: BaseException) -> str:
    """What there is in place of an argument of Playwright's that a call was given; "" where an
    error is another."""
    match = _UNKNOWN_ARGUMENT.match(str(error)) if isinstance(error, TypeError) else None
    return _ARGUMENTS.get(match.group(1), "") if match else ""


def instead_of_event(name: str) -> str:
    """What there is in place of one of Playwright's events; "" for nothing."""
    return _EVENTS.get(name, "")


def instead_of_selector(selector: str) -> str:
    """What finds the elements that one of Playwright's selectors, which is no CSS, is for; "" for
    nothing."""
    return next((hint for pattern, hint in _SELECTORS if re.search(pattern, selector)), "")


def _kind_of(owner: type) -> str:
    return next((cls.__name__ for cls in owner.__mro__ if cls.__name__ in _TITLES), "")


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda match: f"_{match.group(1).lower()}", name)
