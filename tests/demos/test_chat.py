"""The chat demo on every device: two users, and all the ways in which a connection goes wrong.

A suite as a user of the test kit writes it. The servers are real, and nothing is waited for but
what the screen shows. The clock is virtual: an hour of the page and its servers takes no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from weex_runtime import Page, Runtime, expect
from weex_runtime.testing import Script, WsServer

pytestmark = pytest.mark.weex(
    bundle="bundles/chat.js",
    config={"name": "Ada"},
    clock="virtual",
    platform=["documented", "android", "ios", "web"],
)

JOIN = {"type": "join", "name": "Ada"}
WELCOME = {"type": "welcome", "name": "Ada"}


class Chat:
    """The screen of the demo."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.name = page.get_by_placeholder("your name")
        self.status = page.get_by_test_id("status")
        self.present = page.get_by_test_id("present")
        self.text = page.get_by_placeholder("say something")
        self.messages = page.get_by_role("listitem")

    def connect(self) -> None:
        self.page.get_by_role("button", name="connect").click()

    def say(self, text: str) -> None:
        self.text.fill(text)
        self.send()

    def send(self) -> None:
        self.page.get_by_role("button", name="say").click()

    def leave(self) -> None:
        self.page.get_by_role("button", name="leave").click()

    def wait(self, seconds: float) -> None:
        """Move the virtual clock."""
        self.page.runtime.clock.run_for(seconds)


@pytest.fixture
def open_chat(new_weex_page: Callable[..., Page], ws_server: WsServer) -> Callable[..., Chat]:
    """Open the demo for a server that the test scripts: open_chat(name="Bob")."""

    def open_chat(**config: str) -> Chat:
        return Chat(new_weex_page(config={"url": ws_server.url, **config}))

    return open_chat


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """Ada's screen, not connected yet."""
    return open_chat()


# Tests of connecting to the server.


def test_connecting_sends_join_and_shows_the_welcome(chat: Chat, ws_server: WsServer) -> None:
    ws_server.script(Script().expect(JOIN).send(WELCOME))
    expect(chat.status).to_have_text("offline")
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    ws_server.check()


def test_connecting_without_a_name_shows_a_hint(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(name="")
    chat.connect()
    expect(chat.status).to_have_text("say who you are first")
    assert not chat.page.web_sockets


def test_return_key_in_the_name_field_connects_to_the_server(
    open_chat: Callable[..., Chat], ws_server: WsServer
) -> None:
    ws_server.chat()
    chat = open_chat(name="")
    chat.name.press_sequentially("Ada\n")
    expect(chat.status).to_have_text("online as Ada")


def test_second_tap_on_connect_opens_no_second_socket(chat: Chat, ws_server: WsServer) -> None:
    ws_server.chat()
    chat.connect()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.connect()
    assert len(chat.page.web_sockets) == 1


def test_offline_screen_matches_the_snapshot(chat: Chat) -> None:
    expect(chat.page).to_match_snapshot("chat-offline")


# Tests of messages between two users.


@pytest.fixture
def ada_and_bob(open_chat: Callable[..., Chat], ws_server: WsServer) -> tuple[Chat, Chat]:
    """Two screens in one room."""
    ws_server.chat()
    ada, bob = open_chat(name="Ada"), open_chat(name="Bob")
    for chat in (ada, bob):
        chat.connect()
        expect(chat.status).to_contain_text("online as")
    return ada, bob


def test_message_appears_on_the_screens_of_both_users(ada_and_bob: tuple[Chat, Chat]) -> None:
    ada, bob = ada_and_bob
    ada.say("hello Bob")
    expect(bob.messages).to_have_text(["Ada: hello Bob"])
    bob.text.press_sequentially("hi, Ada\n")
    for chat in ada_and_bob:
        expect(chat.messages).to_have_text(["Ada: hello Bob", "Bob: hi, Ada"])
        expect(chat.text).to_have_value("")


def test_list_of_users_changes_when_users_join_and_leave(
    ada_and_bob: tuple[Chat, Chat], open_chat: Callable[..., Chat]
) -> None:
    ada, bob = ada_and_bob
    expect(ada.present).to_have_text("present: Ada, Bob")
    other = open_chat(name="Ada")
    other.connect()
    expect(other.status).to_have_text("online as Ada 2")
    expect(bob.present).to_have_text("present: Ada, Bob, Ada 2")
    ada.leave()
    expect(bob.present).to_have_text("present: Bob, Ada 2")
    expect(ada.present).to_have_text("nobody is here")


def test_message_with_unusual_characters_arrives_unchanged(ada_and_bob: tuple[Chat, Chat]) -> None:
    ada, bob = ada_and_bob
    for text in ('"quoted" \\ and {"type": "join"}', "héllo 😀 \u2028", "x" * 70_000):
        ada.say(text)
        expect(bob.messages.last).to_contain_text(text.replace("\u2028", "").strip())


def test_list_scrolls_to_the_newest_message(ada_and_bob: tuple[Chat, Chat]) -> None:
    ada, bob = ada_and_bob
    with bob.page.mock_module("dom") as dom:
        ada.say("one")
        expect(bob.messages).to_have_count(1)
        bob.page.runtime.run_until_idle()
    [newest] = bob.messages.elements()
    [scroll] = dom.calls
    assert (scroll.method, *scroll.args) == ("scrollToElement", newest.ref, {"animated": True})


# Tests with a server that closes the connection, drops it, or does not run.


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (1000, ""),
        (1001, "restarting"),
        (1011, "out of memory"),
        (4000, "idle"),
        (4999, "žluťoučký kůň"),
    ],
)
def test_page_shows_code_and_reason_of_a_close_by_the_server_and_reconnects(
    chat: Chat, ws_server: WsServer, code: int, reason: str
) -> None:
    ws_server.script(
        Script().expect(JOIN).send(WELCOME).close(code, reason), Script().expect(JOIN).send(WELCOME)
    )
    chat.connect()
    why = f"{code} {reason}".strip()
    expect(chat.status).to_have_text(f"lost the connection ({why}), next try in 1 s")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    ws_server.check()


def test_page_does_not_reconnect_after_a_close_with_1008(chat: Chat, ws_server: WsServer) -> None:
    ws_server.script(Script().expect(JOIN).close(1008, "too loud"))
    chat.connect()
    expect(chat.status).to_have_text("sent away (1008 too loud)")
    chat.wait(3600)
    assert len(chat.page.web_sockets) == 1
    ws_server.chat()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")


# {platform: code and reason of onclose after the connection closed without a close frame}. See
# docs/platforms.md.
DROPPED = {
    "documented": "1006",
    "android": "1000 CLOSE_NORMAL",
    "ios": "1001 Stream end encountered",
    "web": "1006",
}


def test_page_reconnects_after_the_connection_was_dropped(
    chat: Chat, ws_server: WsServer, weex_platform: str
) -> None:
    ws_server.script(
        Script().expect(JOIN).send(WELCOME).send({"type": "presence", "names": ["Ada"]}).drop(),
        Script().expect(JOIN).send(WELCOME),
    )
    chat.connect()
    expect(chat.status).to_have_text(
        f"lost the connection ({DROPPED[weex_platform]}), next try in 1 s"
    )
    expect(chat.present).to_have_text("nobody is here")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    ws_server.check()


@pytest.mark.parametrize("status", [401, 404, 503])
def test_chat_reconnects_after_a_refused_handshake(
    chat: Chat, ws_server: WsServer, weex_platform: str, status: int
) -> None:
    ws_server.script(Script().refuse(status), Script().expect(JOIN).send(WELCOME))
    chat.connect()
    expect(chat.status).to_have_text("lost the connection (1006), next try in 1 s")
    [warning] = [line.text for line in chat.page.console if line.text.startswith("chat: ")]
    # On the web, a page does not learn why a connection failed.
    assert (str(status) in warning) is (weex_platform != "web")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")


def test_reconnect_delay_doubles_until_the_server_is_back(chat: Chat, ws_server: WsServer) -> None:
    ws_server.chat()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    ws_server.close()
    expect(chat.status).to_have_text("lost the connection (1001), next try in 1 s")
    for tries, pause in enumerate((1, 2, 4, 8, 16, 30, 30), 1):
        expect(chat.status).to_contain_text(f"next try in {pause} s")
        chat.wait(pause - 0.1)
        assert len(chat.page.web_sockets) == tries
        chat.wait(0.1)
    ws_server.start()
    chat.wait(30)
    expect(chat.status).to_have_text("online as Ada")


# Tests with a slow server.


def test_page_connects_after_a_slow_handshake(chat: Chat, ws_server: WsServer) -> None:
    late = {"type": "message", "from": "Eve", "text": "sorry, I was away"}
    ws_server.script(
        Script().delay(20).accept().expect(JOIN).delay(5).send(WELCOME).delay(3600).send(late)
    )
    chat.connect()
    chat.wait(24)
    expect(chat.status).to_have_text("connecting")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    chat.wait(3600)
    expect(chat.messages).to_have_text(["Eve: sorry, I was away"])


def test_page_reports_a_timeout_when_the_handshake_is_not_answered(
    chat: Chat, ws_server: WsServer
) -> None:
    ws_server.script(Script(accept=False).stall(), Script().expect(JOIN).send(WELCOME))
    chat.connect()
    chat.wait(29)
    expect(chat.status).to_have_text("connecting")
    chat.wait(1)
    expect(chat.status).to_have_text("lost the connection (1006), next try in 1 s")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")


def test_text_typed_before_the_welcome_remains_in_the_field(
    chat: Chat, ws_server: WsServer
) -> None:
    said = {"type": "message", "text": "hello"}
    ws_server.script(Script().expect(JOIN).delay(5).send(WELCOME).expect(said))
    chat.connect()
    chat.say("hello")
    chat.wait(4)
    chat.send()
    expect(chat.text).to_have_value("hello")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    chat.send()
    expect(chat.text).to_have_value("")
    expect(chat.page.web_sockets[0]).to_have_sent([JOIN, said])
    ws_server.check()


def test_text_written_offline_is_sent_after_reconnecting(chat: Chat, ws_server: WsServer) -> None:
    said = {"type": "message", "text": "are you there?"}
    ws_server.script(
        Script().expect(JOIN).send(WELCOME).drop(), Script().expect(JOIN).send(WELCOME).expect(said)
    )
    chat.connect()
    expect(chat.status).to_contain_text("next try in 1 s")
    chat.say("are you there?")
    expect(chat.text).to_have_value("are you there?")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    chat.send()
    expect(chat.text).to_have_value("")
    ws_server.check()


def test_text_of_a_message_that_was_lost_returns_to_the_field(
    chat: Chat, ws_server: WsServer
) -> None:
    first, second = ({"type": "message", "text": text} for text in ("first", "second"))
    ws_server.script(
        Script()
        .expect(JOIN)
        .send(WELCOME)
        .expect(first)
        .send({**first, "from": "Ada"})
        .expect(second)
        .drop(),
        Script().expect(JOIN).send(WELCOME).expect(second).send({**second, "from": "Ada"}).drop(),
    )
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.say("first")
    expect(chat.messages).to_have_text(["Ada: first"])
    chat.say("second")
    expect(chat.status).to_contain_text("next try in 1 s")
    expect(chat.text).to_have_value("second")
    chat.wait(1)
    expect(chat.status).to_have_text("online as Ada")
    chat.send()
    expect(chat.messages).to_have_text(["Ada: first", "Ada: second"])
    expect(chat.status).to_contain_text("next try in 1 s")
    expect(chat.text).to_have_value("")
    ws_server.check()


def test_text_remains_in_the_field_when_the_connection_is_lost(
    chat: Chat, ws_server: WsServer
) -> None:
    ws_server.script(Script().expect(JOIN).send(WELCOME).expect(re.compile("lost")).delay(1).drop())
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.say("lost")
    chat.text.fill("and more")
    chat.wait(1)
    expect(chat.status).to_contain_text("next try in 1 s")
    expect(chat.text).to_have_value("lost and more")


# Tests of invalid messages.


@pytest.mark.parametrize("message", ["no JSON", '{"type": "mess', "", "null", "7", '["type"]'])
def test_invalid_message_of_the_server_is_ignored(
    chat: Chat, ws_server: WsServer, message: str
) -> None:
    late = {"type": "message", "from": "Eve", "text": "still here"}
    ws_server.script(Script().expect(JOIN).send(WELCOME).send(message).send(late))
    chat.connect()
    expect(chat.messages).to_have_text(["Eve: still here"])
    expect(chat.status).to_have_text("online as Ada")


# Tests with a device that goes offline.


def test_page_disconnects_when_offline_and_reconnects_when_online(
    chat: Chat, ws_server: WsServer, weex_runtime: Runtime
) -> None:
    ws_server.chat()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    weex_runtime.set_offline(True)
    expect(chat.status).to_contain_text("next try in 1 s")
    chat.wait(1)
    expect(chat.status).to_have_text("lost the connection (1006), next try in 2 s")
    assert len(ws_server.connections) == 1
    weex_runtime.set_offline(False)
    chat.wait(2)
    expect(chat.status).to_have_text("online as Ada")


# Tests of leaving the chat.


def test_leave_button_closes_the_socket_with_a_code(
    chat: Chat, ws_server: WsServer, weex_runtime: Runtime, weex_platform: str
) -> None:
    ws_server.chat()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.leave()
    expect(chat.status).to_have_text("offline")
    [connection] = ws_server.connections
    weex_runtime.run_until(lambda: connection.close_code)
    # On the web, the module's close() takes no arguments, so the close frame has no code.
    said = (1005, "") if weex_platform == "web" else (1000, "bye")
    assert (connection.close_code, connection.close_reason) == said


def test_leave_button_cancels_a_planned_reconnection(chat: Chat, ws_server: WsServer) -> None:
    ws_server.script(Script().expect(JOIN).close(1001), Script().expect(JOIN).send(WELCOME))
    chat.connect()
    expect(chat.status).to_contain_text("next try in 1 s")
    chat.leave()
    chat.wait(3600)
    expect(chat.status).to_have_text("offline")
    assert len(chat.page.web_sockets) == 1
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.wait(3600)
    assert len(chat.page.web_sockets) == 2


def test_connecting_after_leaving_joins_the_chat_again(chat: Chat, ws_server: WsServer) -> None:
    ws_server.script(
        Script().expect(JOIN).send(WELCOME),
        Script().expect(JOIN).send({**WELCOME, "name": "Ada 2"}),
    )
    chat.connect()
    expect(chat.status).to_have_text("online as Ada")
    chat.leave()
    chat.connect()
    expect(chat.status).to_have_text("online as Ada 2")
    ws_server.check()
