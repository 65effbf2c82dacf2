"""weex_runtime.module_api.network: values, options of `run`, and proxies."""

from __future__ import annotations

import dataclasses
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from weex_runtime import Network, Page, Runtime, WeexError
from weex_runtime.cli.main import main
from weex_runtime.servers import EchoServer
from weex_runtime.testing import HttpServer, WsServer


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set proxy variables of the environment, and remove all others."""

    def put(**variables: str) -> None:
        for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
            monkeypatch.delenv(name)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return put


@pytest.fixture
def ca_file(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return path


def test_network_defaults_to_system_trust_and_environment_proxy() -> None:
    network = Network()
    assert dataclasses.asdict(network) == {
        "ca_file": None,
        "verify": True,
        "headers": {},
        "origin": None,
        "cookies": {},
        "max_redirects": None,
        "proxy": None,
        "compression": None,
    }


def test_network_is_immutable(ca_file: Path) -> None:
    headers = {"X-App": "weex"}
    network = Network(headers=headers, ca_file=ca_file)
    headers["X-App"] = "other"
    assert network.headers == {"X-App": "weex"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        network.verify = False  # type: ignore[misc]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "header with a line break": (
        {"headers": {"X": "a\r\nY: b"}},
        "headers: X: 'a\\r\\nY: b': expected one line of ASCII without control characters; "
        "encode all others",
    ),
    "header beyond ASCII": (
        {"headers": {"X": "grün"}},
        "headers: X: 'grün': expected one line of ASCII without control characters; encode all "
        "others",
    ),
    "header that is no text": ({"headers": {"X": 1}}, "headers: X: 1: write it as text"),
    "name with a space": (
        {"headers": {"X Y": "a"}},
        "headers: 'X Y': expected a name of letters, digits and !#$%&'*+.^_`|~- only",
    ),
    "empty name": (
        {"headers": {"": "a"}},
        "headers: '': expected a name of letters, digits and !#$%&'*+.^_`|~- only",
    ),
    "header of the handshake": (
        {"headers": {"sec-websocket-KEY": "a"}},
        "headers: sec-websocket-KEY: 'a': the protocol sets it",
    ),
    "header of HTTP": (
        {"headers": {"Transfer-Encoding": "chunked"}},
        "headers: Transfer-Encoding: 'chunked': the protocol sets it",
    ),
    "host": (
        {"headers": {"HOST": "a"}},
        "headers: HOST: 'a': the address sets it; connect to another address with `url_map`",
    ),
    "cookie as a header": ({"headers": {"Cookie": "a=b"}}, "headers: Cookie: 'a=b': use `cookies`"),
    "origin as a header": ({"headers": {"Origin": "x"}}, "headers: Origin: 'x': use `origin`"),
    "credentials of a proxy": (
        {"headers": {"Proxy-Authorization": "x"}},
        "headers: Proxy-Authorization: 'x': write http://user:password@host:port as `proxy`",
    ),
    "cookie with a semicolon": (
        {"cookies": {"a": "b; c"}},
        "cookies: a: 'b; c': expected ASCII without spaces, commas and semicolons; encode "
        "them like %20",
    ),
    "cookie with a line break": (
        {"cookies": {"a": "b\n"}},
        "cookies: a: 'b\\n': expected ASCII without spaces, commas and semicolons; encode "
        "them like %20",
    ),
    "cookie's name": (
        {"cookies": {"a=": "b"}},
        "cookies: 'a=': expected a name of letters, digits and !#$%&'*+.^_`|~- only",
    ),
    "origin without scheme": (
        {"origin": "shop.test"},
        "origin: 'shop.test': write a value like https://example.test, or null",
    ),
    "origin with a path": (
        {"origin": "https://shop.test/x"},
        "origin: 'https://shop.test/x': write a value like https://example.test, or null",
    ),
    "origin with a line break": (
        {"origin": "https://shop.test\r\nX: y"},
        "origin: 'https://shop.test\\r\\nX: y': write a value like https://example.test, or null",
    ),
    "negative redirects": (
        {"max_redirects": -1},
        "max_redirects: -1: write a number of at least 0, or None",
    ),
    "redirects as text": (
        {"max_redirects": "1"},
        "max_redirects: '1': write a number of at least 0, or None",
    ),
    "compression": ({"compression": "yes"}, "compression: 'yes': write True, False or None"),
    "verify as text": ({"verify": "no"}, "verify: 'no': write True or False"),
    "headers as text": ({"headers": "a: b"}, "headers: 'a: b': expected a dict of strings"),
    "cookies as text": ({"cookies": "a=b"}, "cookies: 'a=b': expected a dict of strings"),
    "origin as number": (
        {"origin": 5},
        "origin: 5: write a value like https://example.test, or null",
    ),
    "proxy as number": (
        {"proxy": 5},
        "proxy: 5: write text, or None for the proxy of the environment",
    ),
    "ca_file as number": ({"ca_file": 5}, "ca_file: 5: write the path of a PEM file, or None"),
    **{
        f"proxy {proxy}": (
            {"proxy": proxy},
            f"proxy: {proxy!r} cannot be used; write it like http://[user:password@]host:port",
        )
        for proxy in ("socks5://h:1", "https://h:1", "h:1", "http://", "http://h:x", "http://h:1/x")
    },
    "proxy with a password": (
        {"proxy": "ftp://ada:secret@h:1"},
        "proxy: 'h:1' cannot be used; write it like http://[user:password@]host:port",
    ),
}


@pytest.mark.parametrize(("values", "problem"), WRONG.values(), ids=WRONG)
def test_error_for_an_invalid_network_value_names_the_field_and_the_expected_value(
    values: dict[str, Any], problem: str
) -> None:
    with pytest.raises(WeexError) as error:
        Network(**values)
    assert str(error.value) == f"network: {problem}"


@pytest.mark.parametrize(
    "values",
    [
        {"headers": {"X-App": "a b\tc", "Authorization": "Bearer x"}},
        {"cookies": {"a": "", "b": '"quoted"', "c": "x=y"}},
        {"origin": "null"},
        {"origin": "https://shop.test:8443"},
        {"origin": "http://[::1]:80"},
        {"compression": True},
        {"compression": False},
        {"proxy": ""},
        {"proxy": "http://proxy.test"},
        {"proxy": "http://ada:s%40@[::1]:3128/"},
    ],
    ids=str,
)
def test_network_accepts_a_valid_value(values: dict[str, Any]) -> None:
    network = Network(**values)
    assert {name: getattr(network, name) for name in values} == values


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.pem", "No such file or directory"),
        (".", "Is a directory"),
        ("empty.pem", "it has no certificates"),
        ("text.pem", "it has no certificates"),
    ],
)
def test_network_refuses_an_unusable_ca_file_when_it_is_created(
    name: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").write_text("")
    (tmp_path / "text.pem").write_text("hello")
    path = tmp_path / name
    with pytest.raises(WeexError) as error:
        Network(ca_file=path)
    assert str(error.value) == (
        f"network: ca_file: {str(path)!r}: {reason}; "
        "pass a PEM file with the certificates of certificate authorities"
    )


def test_page_without_a_network_of_its_own_uses_the_network_of_the_runtime(
    make_runtime: Callable[..., Runtime],
) -> None:
    def open_in(runtime: Runtime, **options: Any) -> Page:
        return runtime.open(source='// { "framework": "Vanilla" }\n', **options)

    ours, own = Network(origin="https://a.test"), Network(origin="https://b.test")
    runtime = make_runtime(network=ours)
    assert open_in(runtime).network is ours
    assert open_in(runtime, network=own).network is own
    assert open_in(make_runtime()).network == Network()


# Network options of the command line.


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        ("--ca-file", "missing.pem", "ca_file: 'missing.pem': No such file or directory; pass a"),
        ("--header", "X", "'X': write 'Name: value'"),
        ("--header", "Host: x", "headers: Host: 'x': the address sets it"),
        ("--header", "X: a\nb", "headers: X: 'a\\nb': expected one line"),
        ("--origin", "x", "origin: 'x': write a value like https://example.test, or null"),
        ("--cookie", "a", "'a': write NAME=VALUE"),
        ("--cookie", "a=b;c", "cookies: a: 'b;c': expected ASCII"),
        ("--redirects", "many", "expected an integer from 0 to "),
        ("--redirects", "-1", "expected an integer from 0 to "),
        ("--proxy", "socks5://h:1", "proxy: 'socks5://h:1' cannot be used"),
    ],
)
def test_run_command_refuses_an_invalid_network_option(
    option: str, value: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "hello.js", option, value]) == 2
    message = capsys.readouterr().err
    assert message.startswith(
        (f"weex-runtime run: argument {option}: {problem}", f"weex-runtime: network: {problem}")
    )


def test_options_of_the_run_command_set_the_network(
    ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Network] = []

    class Spy(Runtime):
        def __init__(self, **options: Any) -> None:
            made.append(options["network"])
            super().__init__(**options)

    monkeypatch.setattr("weex_runtime.cli.run.Runtime", Spy)
    bundle = tmp_path / "hello.js"
    bundle.write_text('// { "framework": "Vanilla" }\n')
    main(["run", str(bundle)])
    main(
        [
            *("run", str(bundle)),
            *("--ca-file", str(ca_file), "--insecure"),
            *("--header", "X-App: a: b", "--header", "Authorization:Bearer x"),
            *("--cookie", "a=b=c", "--cookie", "d="),
            *("--origin", "https://shop.test", "--redirects", "3"),
            *("--proxy", "http://ada:x@proxy.test:3128", "--compression"),
        ]
    )
    main(["run", str(bundle), "--no-compression"])
    assert made == [
        Network(),
        Network(
            ca_file=str(ca_file),
            verify=False,
            headers={"X-App": "a: b", "Authorization": "Bearer x"},
            cookies={"a": "b=c", "d": ""},
            origin="https://shop.test",
            max_redirects=3,
            proxy="http://ada:x@proxy.test:3128",
            compression=True,
        ),
        Network(compression=False),
    ]


# Proxies from environment variables. Source: curl's manual, "Environment" and --noproxy, and
# lib/proxy.c.

PROXY = "http://proxy.test:3128"


@pytest.mark.parametrize(
    ("no_proxy", "direct", "behind"),
    [
        # A domain in NO_PROXY matches itself and its subdomains, in any case, even with a dot at
        # its start or end.
        ("example.com", ["example.com", "www.example.com", "EXAMPLE.com."], ["nexample.com"]),
        (".example.com", ["example.com", "www.example.com"], ["nonexample.com", "example.com.de"]),
        ("Example.COM.", ["example.com", "a.b.example.com"], ["com"]),
        ("localhost,.test", ["localhost", "a.test"], ["127.0.0.1"]),
        (".", [], ["example.com"]),
        # In NO_PROXY, spaces around a comma are ignored; a space without a comma ends the list.
        ("a.test,,  , b.test\t,c.test", ["a.test", "b.test", "c.test"], ["d.test"]),
        ("a.test b.test", ["a.test"], ["b.test"]),
        # In NO_PROXY only an asterisk that is the whole value is a wildcard.
        ("*", ["example.com", "127.0.0.1", "::1"], []),
        ("*.example.com", [], ["www.example.com"]),
        ("a.test,*", ["a.test"], ["b.test"]),
        # NO_PROXY may contain IP addresses and networks.
        ("127.0.0.1", ["127.0.0.1"], ["127.0.0.2", "localhost"]),
        ("127.0.0", [], ["127.0.0.1"]),
        ("192.168.0.0/16", ["192.168.0.1", "192.168.255.9"], ["192.169.0.1", "192.168.test"]),
        ("192.168.0.0/23", ["192.168.1.1"], ["192.168.2.1"]),
        ("192.168.0.1/32", ["192.168.0.1"], ["192.168.0.2"]),
        ("192.168.0.0/0", ["192.168.0.0"], ["10.0.0.1"]),
        ("192.168.0.0/33", [], ["192.168.0.0"]),
        ("192.168.0.0/16a", [], ["192.168.0.1"]),
        ("192.168.0.0/", [], ["192.168.0.0"]),
        ("192.168.0.0/ 16", [], ["192.168.0.1"]),
        ("::1", ["::1"], ["::2", "127.0.0.1"]),
        ("0:0::1", ["::1"], []),
        ("2001:db8::/65", ["2001:db8::1"], ["2001:db8:0:0:8000::1"]),
        ("::1/128", ["::1"], ["::2"]),
        ("::1/129", [], ["::1"]),
        ("::/0", ["::"], ["::1"]),
        # An entry of NO_PROXY with a port matches only servers on the port.
        ("127.0.0.1:8080", ["127.0.0.1"], ["127.0.0.2"]),
        ("127.0.0.1:80", [], ["127.0.0.1"]),
        ("example.com:8080", ["example.com", "www.example.com"], ["com"]),
        ("example.com:808", [], ["example.com"]),
        ("10.0.0.0/8:8080", ["10.1.2.3"], ["11.1.2.3"]),
        ("[::1]:8080", ["::1"], ["::2"]),
        ("[::1]:80", [], ["::1"]),
        ("[::1]", ["::1"], ["::2"]),
        ("example.com:x", [], ["example.com"]),
        ("", [], ["example.com", "127.0.0.1"]),
    ],
)
def test_variable_no_proxy_is_interpreted_as_by_curl(
    environment: Callable[..., None], no_proxy: str, direct: list[str], behind: list[str]
) -> None:
    environment(ALL_PROXY=PROXY, NO_PROXY=no_proxy)
    asked = {host: Network().proxy_for("http", host, 8080) for host in direct + behind}
    assert asked == dict.fromkeys(direct, "") | dict.fromkeys(behind, PROXY)


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, ""),
        ({"http_proxy": PROXY}, PROXY),
        ({"HTTP_PROXY": PROXY}, PROXY),
        ({"http_proxy": PROXY, "HTTP_PROXY": "http://other.test"}, PROXY),
        ({"http_proxy": "", "HTTP_PROXY": PROXY}, PROXY),
        ({"all_proxy": PROXY}, PROXY),
        ({"ALL_PROXY": PROXY}, PROXY),
        ({"HTTP_PROXY": PROXY, "all_proxy": "http://other.test"}, PROXY),
        ({"https_proxy": PROXY}, ""),
        ({"Http_Proxy": PROXY}, ""),
        ({"http_proxy": "proxy.test:3128"}, PROXY),
        ({"http_proxy": PROXY, "no_proxy": "h.test"}, ""),
        ({"http_proxy": PROXY, "NO_PROXY": "h.test"}, ""),
        ({"http_proxy": PROXY, "no_proxy": "other.test", "NO_PROXY": "h.test"}, PROXY),
        ({"http_proxy": PROXY, "no_proxy": "", "NO_PROXY": "h.test"}, ""),
    ],
    ids=str,
)
def test_proxy_variables_in_lower_case_override_those_in_upper_case(
    environment: Callable[..., None], variables: dict[str, str], proxy: str
) -> None:
    environment(**variables)
    assert Network().proxy_for("http", "h.test", 80) == proxy


@pytest.mark.parametrize("proxy", ["", "http://other.test"])
def test_explicit_proxy_overrides_the_environment(
    environment: Callable[..., None], proxy: str
) -> None:
    environment(ALL_PROXY=PROXY, NO_PROXY="*")
    assert Network(proxy=proxy).proxy_for("http", "h.test", 80) == proxy


@pytest.mark.parametrize("kind", [EchoServer, HttpServer, WsServer])
def test_servers_of_the_same_process_are_connected_without_a_proxy(
    environment: Callable[..., None], kind: type[EchoServer | HttpServer | WsServer]
) -> None:
    """A proxy on another machine cannot reach them."""
    environment(ALL_PROXY=PROXY)
    network = Network()
    with kind() as server:
        port = server.port
        assert network.proxy_for("http", "127.0.0.1", port) == ""
        assert network.proxy_for("http", "localhost", port) == ""
        assert network.proxy_for("http", "example.com", port) == PROXY
        assert network.proxy_for("http", "127.0.0.2", port) == PROXY
        assert Network(proxy="http://other.test").proxy_for("http", "127.0.0.1", port) != ""
        server.close()
        # Connections to this port still bypass the proxy: a server may start on the port again.
        assert network.proxy_for("http", "127.0.0.1", port) == ""


def test_local_server_of_another_library_is_reached_through_the_proxy_of_the_environment(
    environment: Callable[..., None],
) -> None:
    environment(ALL_PROXY=PROXY)
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert Network().proxy_for("http", "127.0.0.1", other.getsockname()[1]) == PROXY
