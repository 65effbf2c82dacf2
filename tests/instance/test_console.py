"""js/10_console.js: lines of a bundle and of the frameworks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime


def lines(page: Page) -> list[tuple[str, str]]:
    return [(line.level, line.text) for line in page.console]


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
def test_console_lines_have_level_and_text_and_are_in_order(
    open_page: Callable[..., Page], framework: str
) -> None:
    page = open_page(
        "console.error('a'); console.warn('b'); console.info('c'); console.log('d', 1);",
        framework,
    )
    expected = [("error", "a"), ("warn", "b"), ("info", "c"), ("log", "d 1")]
    own = [line for line in lines(page) if not line[1].startswith("[weex-runtime]")]
    assert own[-4:] == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("'a', 1, true, null, undefined", "a 1 true null undefined"),
        ("", ""),
        ("{ a: [1, { b: null }] }", '{"a":[1,{"b":null}]}'),
        ("[1, 'two']", '[1,"two"]'),
        ("new Date(0)", '"1970-01-01T00:00:00.000Z"'),
        ("Symbol('s')", "Symbol(s)"),
        ("10n", "10"),
        ("NaN, -Infinity, 1e21", "NaN -Infinity 1e+21"),
        ("'a\\0b\\ud800'", "a\0b\ud800"),
        ("'two\\nlines'", "two\nlines"),
        ("Object.create(null)", "{}"),
        ("{ toString() { throw 1 }, toJSON() { throw 2 } }", "[object Object]"),
        ("function f() {}", "function f() {}"),
        ("'%s %d', 'a', 1", "%s %d a 1"),
    ],
)
def test_console_log_shows_values_as_on_a_device(
    open_page: Callable[..., Page], expression: str, text: str
) -> None:
    page = open_page(f"console.log({expression});")
    assert lines(page) == [("log", text)]


def test_a_circular_value_can_be_logged(open_page: Callable[..., Page]) -> None:
    page = open_page("var a = []; a.push({ a: a }); console.log(a); console.log('goes on');")
    assert len(page.console) == 2
    assert not page.errors


def test_logged_error_has_a_stack_trace_with_bundle_lines(open_page: Callable[..., Page]) -> None:
    page = open_page("\nfunction f() {\n  return new TypeError('bad');\n}\nconsole.log('e', f());")
    (line,) = page.console
    assert line.text.startswith("e TypeError: bad\n    at f (bundle.js:4")
    assert not page.errors


def test_console_error_of_a_bundle_is_not_an_error_of_the_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("console.error(new Error('told'));")
    assert page.console[0].level == "error"
    assert not page.errors


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("off", []),
        ("error", ["error"]),
        ("warn", ["error", "warn"]),
        ("info", ["error", "warn", "info"]),
        ("log", ["error", "warn", "info", "log"]),
        ("debug", ["error", "warn", "info", "log", "debug"]),
    ],
)
def test_log_level_of_the_environment_filters_lines(
    open_page: Callable[..., Page], level: str, shown: list[str]
) -> None:
    page = open_page(
        "['error', 'warn', 'info', 'log', 'debug'].forEach(function (level) {"
        " console[level](level); });",
        env={"logLevel": level},
    )
    assert [line.text for line in page.console] == shown


def test_debug_lines_are_not_recorded_by_default(open_page: Callable[..., Page]) -> None:
    page = open_page("console.debug('silent'); console.trace('silent'); console.log('shown');")
    assert lines(page) == [("log", "shown")]


def test_native_log_takes_its_level_from_its_last_argument(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "nativeLog('a', 1, '__WARN'); nativeLog('b', '__ERROR'); nativeLog('c', '__INFO');"
        "nativeLog('d', '__LOG'); nativeLog('e', '__DEBUG'); nativeLog('no level');"
    )
    assert lines(page) == [
        *(("warn", "a 1"), ("error", "b"), ("info", "c"), ("log", "d"), ("log", "no level"))
    ]


def test_console_has_assert_dir_group_and_time(open_page: Callable[..., Page]) -> None:
    page = open_page(
        "console.assert(true, 'silent'); console.assert(0, 'told', 1); console.dir({ a: 1 });"
        "console.group('g'); console.groupEnd();"
        "console.time('t'); console.timeEnd('t'); console.timeEnd('unknown');"
    )
    *first, timed = lines(page)
    assert first == [("error", "Assertion failed: told 1"), ("log", '{"a":1}'), ("log", "g")]
    assert timed[1].startswith("t: ")
    assert timed[1].endswith(" ms")


def test_handler_of_page_on_console_receives_each_line(runtime: Runtime) -> None:
    heard: list[tuple[str, str, str]] = []
    runtime.on_console = lambda page, line: heard.append((page.id, line.level, line.text))
    runtime.open(source='// { "framework": "Vanilla" }\nconsole.warn("careful");')
    assert heard == [("1", "warn", "careful")]


def test_each_page_has_its_own_console(open_page: Callable[..., Page]) -> None:
    first, second = open_page("console.log('first');"), open_page("console.log('second');")
    assert lines(first) == [("log", "first")]
    assert lines(second) == [("log", "second")]


def test_console_keeps_only_the_latest_lines(open_page: Callable[..., Page]) -> None:
    page = open_page("for (var i = 0; i < 10005; i++) console.log(i);")
    assert len(page.console) == 10_000
    assert page.console[0].text == "5"
    assert page.console[-1].text == "10004"


def test_framework_messages_are_console_lines_and_framework_exceptions_are_page_errors(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(
        "new Vue({ el: 'body', render: function (h) {\n"
        "  return h('div', [this.missing.name]);\n} });",
        framework="Vue",
    )
    assert any("Error in render" in line.text for line in page.console) or page.errors
    (error,) = page.errors
    assert error.message.startswith("TypeError: ")
    assert "bundle.js:3" in error.stack
