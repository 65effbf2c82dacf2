"""Event handlers of `page.on`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from weex_runtime import ConsoleLine, Page, Runtime, WebSocket, WeexError
from weex_runtime.servers import EchoServer

OpenPage = Callable[..., Page]

_TALKS = """
var events = weex.requireModule('globalEvent');
events.addEventListener('talk', function () {
  console.log('hi');
  console.warn('ho');
  throw new Error('boo');
});
events.addEventListener('connect', function (event) {
  weex.requireModule('webSocket').WebSocket(event.url);
});
"""


def test_registered_handler_does_not_get_earlier_lines_and_errors(
    open_page: OpenPage,
) -> None:
    page = open_page("console.log('before');" + _TALKS)
    heard: list[str] = []
    page.on("console", lambda line: heard.append(f"{line.level} {line.text}"))
    page.on("console", lambda line: heard.append("second"))
    page.on("pageerror", lambda error: heard.append(error.message))
    page.fire_global_event("talk")
    page.runtime.run_until_idle()
    assert heard == ["log hi", "second", "warn ho", "second", "Error: boo"]


def test_handler_of_the_event_websocket_runs_before_the_first_message(runtime: Runtime) -> None:
    with EchoServer() as echo:
        page = runtime.open(source='// { "framework": "Vanilla" }\n' + _TALKS)
        opened: list[tuple[WebSocket, bool]] = []
        page.on("websocket", lambda socket: opened.append((socket, socket.is_open)))
        page.fire_global_event("connect", {"url": echo.url})
        runtime.run_until(lambda: bool(opened) and opened[0][0].is_open)
        assert opened == [(page.web_sockets[0], False)]
        assert page.web_sockets[0].url == echo.url


def test_each_exception_of_an_event_handler_is_one_failure_of_the_page(open_page: OpenPage) -> None:
    page = open_page(_TALKS)
    page.on("console", lambda line: 1 // 0)
    page.fire_global_event("talk")
    page.runtime.run_until_idle()
    assert [failure.origin for failure in page.failures] == ["page.on('console')"] * 2
    assert isinstance(page.failures[0].error, ZeroDivisionError)
    assert [line.text for line in page.console if line.level in ("log", "warn")] == ["hi", "ho"]
    page.write_console("info", "on")
    assert len(page.failures) == 3


def test_pytest_fail_in_a_handler_fails_the_test(open_page: OpenPage) -> None:
    page = open_page(_TALKS)

    def end(line: ConsoleLine) -> None:
        pytest.fail(line.text)

    page.on("console", end)
    page.fire_global_event("talk")
    with pytest.raises(pytest.fail.Exception, match="hi"):
        page.runtime.run_until_idle()


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("dialog", "page.on has no event 'dialog': use page.answer_dialog"),
        ("request", "page.on has no event 'request': use page.route"),
        ("shout", "got 'shout'$"),
    ],
)
def test_error_for_an_unknown_event_lists_the_events(
    open_page: OpenPage, event: str, told: str
) -> None:
    with pytest.raises(WeexError, match=told):
        open_page("").on(event, print)


def test_page_on_refuses_an_async_handler(open_page: OpenPage) -> None:
    async def late(line: ConsoleLine) -> None:
        pass

    with pytest.raises(WeexError, match="expected a plain function as handler, got the async"):
        open_page("").on("console", late)


def test_page_on_refuses_a_handler_without_a_parameter(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("")
    with pytest.raises(WeexError, match=r"takes the argument of 'console', got \(\)"):
        page.on("console", lambda: None)  # type: ignore[arg-type, misc]
