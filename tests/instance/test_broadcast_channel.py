from __future__ import annotations

from collections.abc import Iterator

import pytest

from weex_runtime import Page, Runtime

LISTENER = """
var channel = new BroadcastChannel(weex.config.channel || 'news');
channel.onmessage = function (event) {
  console.log(event.type, event.data, event.origin === '', event.ports.length);
};
"""


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime() as runtime:
        yield runtime


def listen(runtime: Runtime, framework: str = "Vue", channel: str = "news", more: str = "") -> Page:
    source = f'// {{ "framework": "{framework}" }}\n{LISTENER}{more}'
    return runtime.open(source=source, name="listener.js", config={"channel": channel})


def heard(page: Page) -> list[str]:
    page.runtime.run_until_idle()
    assert not page.errors
    return [line.text for line in page.console if line.level == "log"]


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Vanilla"])
def test_a_message_reaches_channels_of_the_same_name_in_other_pages(
    runtime: Runtime, framework: str
) -> None:
    here, other = listen(runtime, framework), listen(runtime, framework, "weather")
    sender = listen(runtime, framework, more="channel.postMessage({ n: 1 });")
    assert heard(here) == ['message {"n":1} true 0']
    assert heard(other) == []
    assert heard(sender) == []


def test_channel_does_not_receive_the_messages_that_it_posts(runtime: Runtime) -> None:
    page = listen(
        runtime,
        more="""
        var second = new BroadcastChannel('news');
        second.onmessage = function (event) { console.log('second', event.data); };
        channel.postMessage('a');
        second.postMessage('b');
        console.log('posted');
        """,
    )
    assert heard(page) == ["posted", "second a", "message b true 0"]


def test_a_closed_channel_receives_nothing_and_refuses_to_post(runtime: Runtime) -> None:
    closed = listen(
        runtime,
        more="channel.close(); try { channel.postMessage(1) } catch (e) { console.log(e.message) }",
    )
    listen(runtime, more="channel.postMessage('x')")
    assert heard(closed) == ['BroadcastChannel "news" is closed']


def test_a_destroyed_page_receives_no_messages(runtime: Runtime) -> None:
    gone = listen(runtime)
    gone.destroy()
    listen(runtime, more="channel.postMessage('x')")
    runtime.run_until_idle()
    assert not gone.console


def test_channel_name_is_read_only_and_falsy_data_arrives_as_null(runtime: Runtime) -> None:
    page = listen(runtime)
    sender = listen(
        runtime, more="channel.name = 'x'; console.log(channel.name); channel.postMessage(0);"
    )
    assert heard(sender) == ["news"]
    assert heard(page) == ["message null true 0"]


def test_exception_in_the_handler_of_one_channel_does_not_stop_delivery_to_the_next_channel(
    runtime: Runtime,
) -> None:
    page = listen(
        runtime,
        more="""
        channel.onmessage = function () { throw new Error('first'); };
        var second = new BroadcastChannel('news');
        second.onmessage = function (event) { console.log(event.data); };
        """,
    )
    listen(runtime, more="channel.postMessage('x')")
    runtime.run_until_idle()
    assert [error.message for error in page.errors] == ["Error: first"]
    assert [line.text for line in page.console] == ["x"]
