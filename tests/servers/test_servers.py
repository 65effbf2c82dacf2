"""weex_runtime.servers.demo, with real clients on 127.0.0.1."""

from __future__ import annotations

import errno
import gc
import json
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from weex_runtime.loop.local_servers import is_served
from weex_runtime.servers import websocket_server
from weex_runtime.servers.demo import SERVERS, ChatServer, DemoServer, EchoServer

TIMEOUT = 5.0

Connect = Callable[[DemoServer], ClientConnection]


@pytest.fixture
def client_of() -> Iterator[Connect]:
    """Connect to a server until the end of the test."""
    with ExitStack() as stack:
        yield lambda server: stack.enter_context(
            connect(server.url, max_size=None, close_timeout=0.5)
        )


def receive(client: ClientConnection) -> Any:
    """Receive a message and parse it as JSON."""
    return json.loads(client.recv(timeout=TIMEOUT))


def send(client: ClientConnection, **message: object) -> None:
    client.send(json.dumps(message))


def join(client: ClientConnection, name: str) -> str:
    """Join, read welcome and presence, and return the name from the server."""
    send(client, type="join", name=name)
    welcome = receive(client)
    assert welcome["type"] == "welcome"
    assert receive(client)["type"] == "presence"
    return str(welcome["name"])


def close_code(client: ClientConnection) -> int:
    """Wait until the server closes, and return its close code."""
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=TIMEOUT)
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


@pytest.mark.parametrize(
    "message",
    ["hello", "", "grüße 👋", b"\x00\xff", b"", "x" * 1_000_000, bytes(1_000_000)],
    ids=["text", "empty text", "unicode", "binary", "empty binary", "1 MB text", "1 MB binary"],
)
def test_echo_sends_text_as_text_and_binary_as_binary(
    client_of: Connect, message: str | bytes
) -> None:
    with EchoServer() as server:
        client = client_of(server)
        client.send(message)
        assert client.recv(timeout=TIMEOUT) == message
        assert server.received == [message]


def test_echo_joins_the_fragments_of_a_message(client_of: Connect) -> None:
    with EchoServer() as server:
        client = client_of(server)
        client.send(["hel", "lo"])
        assert client.recv(timeout=TIMEOUT) == "hello"


def test_echo_keeps_the_order_of_many_messages(client_of: Connect) -> None:
    with EchoServer() as server:
        client = client_of(server)
        sent = [str(number) for number in range(100)]
        for text in sent:
            client.send(text)
        assert [client.recv(timeout=TIMEOUT) for _ in sent] == sent
        assert server.received == sent


def test_server_does_not_negotiate_compression_by_default(client_of: Connect) -> None:
    with EchoServer() as server:
        assert client_of(server).protocol.extensions == []


@pytest.mark.parametrize("cls", [EchoServer, ChatServer])
def test_server_negotiates_compression_when_enabled(
    client_of: Connect, cls: type[EchoServer | ChatServer]
) -> None:
    with cls(compression=True) as server:
        client = client_of(server)
        [extension] = client.protocol.extensions
        assert extension.name == "permessage-deflate"
        client.send("hello" * 1000)
        assert client.recv(timeout=TIMEOUT)
        assert server.received == ["hello" * 1000]


def test_server_continues_after_clients_violate_the_protocol(client_of: Connect) -> None:
    with EchoServer() as server:
        for garbage in (b"GET / HTTP/1.1\r\n\r\n", b"\x00\xff\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT) as raw:
                raw.sendall(garbage)
                while raw.recv(4096):
                    pass
        broken = client_of(server)
        broken.socket.sendall(b"\xff" * 16)
        assert close_code(broken) == 1002
        other = client_of(server)
        other.send("still there")
        assert other.recv(timeout=TIMEOUT) == "still there"


@pytest.mark.parametrize(
    ("error", "logged"),
    [
        (OSError(107, "Transport endpoint is not connected"), []),
        (ValueError("mine"), ["asyncio"]),
    ],
    ids=["a lost connection", "a mistake"],
)
def test_server_logs_nothing_when_a_client_disconnects(
    client_of: Connect, caplog: pytest.LogCaptureFixture, error: Exception, logged: list[str]
) -> None:
    """Python 3.11 shuts down a socket that the client has reset, and logs the error."""

    def fail() -> None:
        raise error

    with EchoServer() as server:
        server._loop.call_soon_threadsafe(fail)
        client = client_of(server)
        client.send("behind it")
        assert client.recv(timeout=TIMEOUT) == "behind it"
    assert [record.name for record in caplog.records] == logged


def test_closing_a_server_sends_a_close_frame_with_1001(client_of: Connect) -> None:
    with EchoServer() as server:
        clients = [client_of(server) for _ in range(3)]
    assert [close_code(client) for client in clients] == [1001, 1001, 1001]


@pytest.mark.parametrize("kind", SERVERS.values(), ids=SERVERS)
def test_closed_server_leaves_no_running_thread_and_no_open_resource(
    kind: type[DemoServer],
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with kind() as server, connect(server.url) as client:
            client.send("hello")
            client.recv(timeout=TIMEOUT)
            server.close()
        gc.collect()
    assert not [t for t in threading.enumerate() if t.name == f"{kind.__name__}-{server.port}"]


def test_closing_a_server_does_not_wait_for_clients_that_do_not_answer(client_of: Connect) -> None:
    """One client never sends a request, another one ignores the close frame."""
    request = (
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    with EchoServer() as server:
        address = ("127.0.0.1", server.port)
        with (
            socket.create_connection(address, timeout=TIMEOUT) as silent,
            socket.create_connection(address, timeout=TIMEOUT) as deaf,
        ):
            deaf.sendall(request.encode())
            assert deaf.recv(4096).startswith(b"HTTP/1.1 101")
            client_of(server).ping().wait(TIMEOUT)
            started = time.monotonic()
            server.close()
            assert time.monotonic() - started < 2
            assert silent.recv(4096) == b""
            assert deaf.recv(4096) == b"\x88\x02\x03\xe9"


def test_closing_a_server_disconnects_clients_that_connect_at_the_last_moment(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """asyncio logs tasks that are left, and Python warns about their sockets."""
    # Shorten the timeout: no client answers, so the server waits for the whole timeout.
    monkeypatch.setattr(websocket_server, "_CLOSE_TIMEOUT", 0.01)
    for _ in range(20):
        with EchoServer() as server:
            clients = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(2)]
        for client in clients:
            client.close()
    gc.collect()
    assert [record for record in caplog.records if record.name == "asyncio"] == []


def test_closing_a_server_again_or_before_its_start_does_nothing() -> None:
    server = EchoServer()
    server.close()
    server.start()
    server.close()
    server.close()


def test_nothing_listens_on_the_port_of_a_closed_server() -> None:
    with EchoServer() as server:
        pass
    with pytest.raises(ConnectionRefusedError):
        connect(server.url)


def test_a_server_starts_again_on_the_same_port(client_of: Connect) -> None:
    with ChatServer() as server:
        port = server.port
        assert join(client_of(server), "Ada") == "Ada"
        server.close()
        server.start()
        assert server.port == port
        assert join(client_of(server), "Ada") == "Ada"


@pytest.mark.parametrize("is_restarted", [False, True])
def test_server_sends_messages_without_the_delay_of_nagle_s_algorithm(
    client_of: Connect, is_restarted: bool
) -> None:
    with EchoServer() as server:
        if is_restarted:
            server.close()
            server.start()
        client = client_of(server)
        client.send("connected")
        assert client.recv(timeout=TIMEOUT) == "connected"
        (connection,) = server._connections
        accepted = connection.transport.get_extra_info("socket")
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_servers_run_side_by_side(client_of: Connect) -> None:
    with EchoServer() as first, EchoServer() as second, ChatServer() as chat:
        assert len({first.url, second.url, chat.url}) == 3
        client_of(first).send("one")
        other = client_of(second)
        other.send("two")
        assert other.recv(timeout=TIMEOUT) == "two"
        assert second.received == ["two"]
        assert join(client_of(chat), "Ada") == "Ada"


def test_error_for_a_taken_port_has_the_port_number() -> None:
    with (
        EchoServer() as server,
        pytest.raises(
            OSError, match=f"127.0.0.1:{server.port}: the port is taken; .* 0 for any"
        ) as caught,
    ):
        EchoServer(server.port).start()
    assert caught.value.errno == errno.EADDRINUSE


@pytest.mark.parametrize("port", [-1, 65536, "80", None, 1.5])
def test_server_with_an_invalid_port_raises(port: Any) -> None:
    with pytest.raises(ValueError, match="from 0 .any free port. to 65535"):
        EchoServer(port)


def test_starting_a_running_server_raises() -> None:
    with EchoServer() as server, pytest.raises(RuntimeError, match="running already"):
        server.start()


def test_reading_url_before_the_start_raises() -> None:
    with pytest.raises(RuntimeError, match="before start"):
        _ = EchoServer().url
    assert EchoServer(8080).url == "ws://127.0.0.1:8080/"


def test_importing_the_demo_servers_loads_neither_websockets_nor_asyncio() -> None:
    code = "import sys, weex_runtime.servers; print({'websockets', 'asyncio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_chat_sends_each_message_and_its_sender_to_all_clients(client_of: Connect) -> None:
    with ChatServer() as server:
        ada, bob = client_of(server), client_of(server)
        join(ada, "Ada")
        join(bob, "Bob")
        assert receive(ada) == {"type": "presence", "names": ["Ada", "Bob"]}
        send(ada, type="message", text="hello")
        expected = {"type": "message", "from": "Ada", "text": "hello"}
        assert receive(ada) == expected
        assert receive(bob) == expected


def test_chat_sends_welcome_then_presence_to_a_new_client(client_of: Connect) -> None:
    with ChatServer() as server:
        ada = client_of(server)
        send(ada, type="join", name="  Ada ")
        assert receive(ada) == {"type": "welcome", "name": "Ada"}
        assert receive(ada) == {"type": "presence", "names": ["Ada"]}


def test_chat_adds_a_number_to_a_name_that_is_taken(client_of: Connect) -> None:
    with ChatServer() as server:
        clients = [client_of(server) for _ in range(4)]
        assert [join(client, "Ada") for client in clients[:3]] == ["Ada", "Ada 2", "Ada 3"]
        clients[1].close()
        while receive(clients[0])["names"] != ["Ada", "Ada 3"]:
            pass
        assert join(clients[3], "Ada") == "Ada 2"


@pytest.mark.parametrize("leave", ["close", "drop"])
def test_chat_sends_presence_when_a_client_leaves(client_of: Connect, leave: str) -> None:
    with ChatServer() as server:
        ada, bob = client_of(server), client_of(server)
        join(ada, "Ada")
        join(bob, "Bob")
        assert receive(ada)["names"] == ["Ada", "Bob"]
        if leave == "close":
            bob.close(1000, "bye")
        else:
            bob.socket.shutdown(socket.SHUT_RDWR)
        assert receive(ada) == {"type": "presence", "names": ["Ada"]}


def test_chat_sends_nothing_to_clients_that_have_not_joined(client_of: Connect) -> None:
    with ChatServer() as server:
        ada, guest = client_of(server), client_of(server)
        join(ada, "Ada")
        send(ada, type="message", text="hello")
        receive(ada)
        send(guest, type="join", name="Bob")
        assert receive(guest) == {"type": "welcome", "name": "Bob"}


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("hello", "expected JSON"),
        ("", "expected JSON"),
        ("[" * 100_000, "expected JSON"),
        (b"{}", "expected JSON text, got binary"),
        ("[]", "unknown type"),
        ("null", "unknown type"),
        ("{}", "unknown type"),
        ('{"type": "shout"}', "unknown type"),
        ('{"type": ["join"]}', "unknown type"),
        ('{"type": "join"}', "needs a name"),
        ('{"type": "join", "name": " "}', "needs a name"),
        ('{"type": "join", "name": 7}', "needs a name"),
        ('{"type": "message", "text": "hello"}', "join before you send messages"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_chat_answers_invalid_messages_with_an_example(
    client_of: Connect, message: str | bytes, answer: str
) -> None:
    with ChatServer() as server:
        client = client_of(server)
        client.send(message)
        error = receive(client)
        assert error["type"] == "error"
        assert answer in error["text"]
        assert "send" in error["text"]
        assert join(client, "Ada") == "Ada"


def test_chat_rejects_a_second_join_and_a_message_without_text(client_of: Connect) -> None:
    with ChatServer() as server:
        client = client_of(server)
        join(client, "Ada")
        send(client, type="join", name="Bob")
        assert "joined already, as Ada" in receive(client)["text"]
        send(client, type="message", text=None)
        assert "needs a text" in receive(client)["text"]
        send(client, type="message", text="hello")
        assert receive(client) == {"type": "message", "from": "Ada", "text": "hello"}


def test_chat_sends_lone_surrogates_unchanged(client_of: Connect) -> None:
    """JSON can escape a lone surrogate, which UTF-8 cannot encode."""
    with ChatServer() as server:
        client = client_of(server)
        join(client, "\ud800")
        send(client, type="message", text="\udfff")
        assert receive(client) == {"type": "message", "from": "\ud800", "text": "\udfff"}


def test_chat_does_not_wait_for_a_client_that_reads_nothing(client_of: Connect) -> None:
    with ChatServer() as server:
        talker, deaf = client_of(server), client_of(server)
        join(talker, "Ada")
        join(deaf, "Bob")
        receive(talker)
        big = "x" * 1_000_000
        for _ in range(30):
            send(talker, type="message", text=big)
            assert receive(talker)["text"] == big
        started = time.monotonic()
        server.close()
        assert time.monotonic() - started < 2


def test_closing_the_chat_server_sends_1001_and_no_presence_message(client_of: Connect) -> None:
    with ChatServer() as server:
        ada, bob = client_of(server), client_of(server)
        join(ada, "Ada")
        join(bob, "Bob")
        receive(ada)
    assert [close_code(ada), close_code(bob)] == [1001, 1001]


def test_port_of_a_server_is_released_at_the_end_of_the_with_block() -> None:
    """Afterwards another program may use the port, and requests may go through a proxy."""
    with EchoServer() as server:
        port = server.port
        assert is_served("localhost", port)
        server.close()
        assert is_served("127.0.0.1", port)
    assert not is_served("127.0.0.1", port)
