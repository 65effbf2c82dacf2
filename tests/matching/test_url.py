"""weex_runtime.matching.url: addresses of sockets and requests."""

from __future__ import annotations

import pytest

from weex_runtime.matching.url import (
    REQUEST,
    may_know_secrets,
    normalised,
    origin_of,
    query_of,
    resolve,
)

BASE = "https://example.org:8443/app/bundle.js?v=1#top"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://example.com", "ws://example.com/"),
        ("wss://example.com/chat?room=1", "wss://example.com/chat?room=1"),
        ("WS://Example.COM/Path", "ws://example.com/Path"),
        ("http://example.com/", "ws://example.com/"),
        ("https://example.com/", "wss://example.com/"),
        ("ws://example.com:80/", "ws://example.com/"),
        ("wss://example.com:443/", "wss://example.com/"),
        ("https://example.com:443/", "wss://example.com/"),
        ("ws://example.com:443/", "ws://example.com:443/"),
        ("ws://example.com:/", "ws://example.com/"),
        ("ws://[::1]:8080/", "ws://[::1]:8080/"),
        ("ws://user:secret@example.com/", "ws://user:secret@example.com/"),
        ("ws://example.com/#part", "ws://example.com/"),
        ("ws://example.com?a=b#part", "ws://example.com/?a=b"),
        ("  \n ws://example.com/ \t", "ws://example.com/"),
        ("ws://example.com/a b/é?q=ü", "ws://example.com/a%20b/%C3%A9?q=%C3%BC"),
        ("ws://example.com/%20%zz", "ws://example.com/%20%zz"),
        ("ws://example.com/\ud800", "ws://example.com/%EF%BF%BD"),
        ("ws://bücher.example/", "ws://xn--bcher-kva.example/"),
        ("/socket", "wss://example.org:8443/socket"),
        ("socket", "wss://example.org:8443/app/socket"),
        ("../socket?x", "wss://example.org:8443/socket?x"),
        ("//other.example/socket", "wss://other.example/socket"),
        ("?x", "wss://example.org:8443/app/bundle.js?x"),
    ],
)
def test_socket_url_is_resolved_and_serialised(url: str, expected: str) -> None:
    assert resolve(url, BASE) == (expected, "")


# Each row has a rule of the URL Standard (https://url.spec.whatwg.org), a URL and the result.
@pytest.mark.parametrize(
    ("rule", "url", "expected"),
    [
        ("single-dot and double-dot path segments", "ws://h/a/../b", "ws://h/b"),
        ("they may be written with %2e", "ws://h/a/%2E%2e/b/%2e", "ws://h/b/"),
        ("no path is shorter than the root", "ws://h/../../b", "ws://h/b"),
        ("a backslash of a special scheme is a slash", "ws://h\\p\\q", "ws://h/p/q"),
        ("also in front of the authority", "ws:\\\\h/p", "ws://h/p"),
        ("a special scheme needs no slashes", "ws:h", "ws://h/"),
        ("or takes more of them", "ws:////h//p", "ws://h//p"),
        ("a reference with the base's scheme is relative", "https:socket", "wss://b.test/x/socket"),
        ("a scheme may be in any case", "wSs://h/", "wss://h/"),
        ("C0 controls and spaces are stripped from the ends", "\0\x1f ws://h/ \0", "ws://h/"),
        ("tabs and newlines are removed everywhere", "w\ts://\nh/a\r\nb", "ws://h/ab"),
        ("the default port is null", "wss://h:443/", "wss://h/"),
        ("a port may have leading zeros", "ws://h:00080/", "ws://h/"),
        ("a port may be empty", "ws://h:/", "ws://h/"),
        ("a domain is lowercased", "ws://EXAMPLE.test/P", "ws://example.test/P"),
        ("and percent-decoded", "ws://ex%41mple.test/", "ws://example.test/"),
        ("domain to ASCII", "ws://b\u00fccher.test/", "ws://xn--bcher-kva.test/"),
        ("with a full stop of another script", "ws://a\u3002test/", "ws://a.test/"),
        ("an IPv4 address may have fewer parts", "ws://127.1/", "ws://127.0.0.1/"),
        ("they may be hexadecimal or octal", "ws://0x7f.0.0.01/", "ws://127.0.0.1/"),
        ("or one number", "ws://2130706433/", "ws://127.0.0.1/"),
        ("an IPv6 address is compressed", "ws://[0:0:0:0:0:0:0:1]/", "ws://[::1]/"),
        ("and may end in an IPv4 address", "ws://[::127.0.0.1]/", "ws://[::7f00:1]/"),
        ("the userinfo percent-encode set", "ws://a b:c;d@h/", "ws://a%20b:c%3Bd@h/"),
        ("the last @ ends the userinfo", "ws://a@b@h/", "ws://a%40b@h/"),
        ("an empty userinfo goes", "ws://@h/", "ws://h/"),
        ("the path percent-encode set", 'ws://h/"<>`{}|', "ws://h/%22%3C%3E%60%7B%7D|"),
        ("the special-query percent-encode set", "ws://h/?'\"`{}|", "ws://h/?%27%22`{}|"),
        ("what is not valid percent-encoding stays", "ws://h/%zz%1", "ws://h/%zz%1"),
        ("percent-encodings keep their case", "ws://h/%c3%A9", "ws://h/%c3%A9"),
        ("an empty query stays", "ws://h?", "ws://h/?"),
        ("UTF-8 for path and query", "ws://h/\u20ac?\u20ac", "ws://h/%E2%82%AC?%E2%82%AC"),
        ("NUL is percent-encoded in a path", "ws://h/\0a", "ws://h/%00a"),
    ],
)
def test_url_is_parsed_as_in_the_url_standard(rule: str, url: str, expected: str) -> None:
    assert resolve(url, "https://b.test/x/y.js") == (expected, "")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "is not ws, wss, http or https"),
        (" \n", "is not ws, wss, http or https"),
        ("ftp://example.com/", "is not ws, wss, http or https"),
        ("mailto:a@b.c", "is not ws, wss, http or https"),
        ("ws://", "names no host"),
        ("ws://:80/", "names no host"),
        ("ws://user@/", "names no host"),
        ("ws://a b/", "'a b' is not a valid host"),
        ("ws://a%00b/", "'a%00b' is not a valid host"),
        ("ws://a<b/", "'a<b' is not a valid host"),
        ("ws://[::1/", "'[::1' is not a valid host"),
        ("ws://[::1%25lo]/", "'[::1%25lo]' is not a valid host"),
        ("ws://256.0.0.1/", "'256.0.0.1' is not a valid host"),
        ("ws://\ud800.test/", "is not a valid host"),
        ("//a b/", "'a b' is not a valid host"),
        ("\\\\a:x", "'x' is not a port, 0 to 65535"),
        ("ws://a:70000/", "'70000' is not a port, 0 to 65535"),
        ("ws://a:8o/", "'8o' is not a port, 0 to 65535"),
        ("ws://[::1]:x/", "'x' is not a port, 0 to 65535"),
        (f"ws://a:{'9' * 9999}/", "is not a port, 0 to 65535"),
        (f"ws://a b:{'0' * 9999}80/", "'a b' is not a valid host"),
    ],
)
def test_error_for_a_text_that_is_not_a_url_has_a_reason(url: str, problem: str) -> None:
    address, told = resolve(url, BASE)
    assert address == ""
    assert told.startswith(f"the URL {url!r} ")
    assert told.endswith(problem)


@pytest.mark.parametrize("base", ["", "app.js", "about:blank", "http://[", "\ud800"])
def test_base_url_is_ignored_when_an_absolute_url_is_resolved(base: str) -> None:
    assert resolve("ws://h/x", base) == ("ws://h/x", "")
    assert resolve("/x", base) == ("", "the URL '/x' is not ws, wss, http or https")


def test_relative_url_in_a_bundle_from_a_file_cannot_be_resolved() -> None:
    _, problem = resolve("/socket", "file:///tmp/bundle.js")
    assert problem == "the URL '/socket' is not ws, wss, http or https"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://example.com", ("http://example.com/", "")),
        ("https://example.com:443/a b#c", ("https://example.com/a%20b", "")),
        ("list?page=2", ("https://example.org:8443/app/list?page=2", "")),
        ("ws://example.com/", ("", "the URL 'ws://example.com/' is not http or https")),
    ],
)
def test_url_of_a_request_must_resolve_to_http_or_https(
    url: str, expected: tuple[str, str]
) -> None:
    assert resolve(url, BASE, REQUEST) == expected


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("ws://example.com/a?b", "ws://example.com"),
        ("wss://user:secret@example.com:8443/", "wss://example.com:8443"),
        ("http://Example.com:80/bundle.js", "http://example.com"),
        ("https://example.com:80/", "https://example.com:80"),
        ("ws://[::1]:80/", "ws://[::1]"),
        ("file:///bundle.js", ""),
        ("https://a:b/", ""),
    ],
)
def test_origin_is_scheme_host_and_port(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("detail.js", "file:///app/main.js", "file:///app/detail.js"),
        ("a b.js?x#y", "file:///my%20app/main.js", "file:///my%20app/a%20b.js?x#y"),
        ("../x.js", "http://H/a/b/c.js", "http://h/a/x.js"),
        ("mailto:a@b.c", "file:///app/main.js", "mailto:a@b.c"),
        ("x.js", "local:///app/main.js", "local:///app/x.js"),
        ("x.js", "main.js", ""),
        ("x.js", "weex:main", ""),
    ],
)
def test_function_normalised_keeps_addresses_with_schemes_other_than_http_and_ws(
    url: str, base: str, expected: str
) -> None:
    assert normalised(url, base) == expected


@pytest.mark.parametrize(
    ("url", "first", "expected"),
    [
        ("http://h/b", "http://h:80/a", True),
        ("https://h/", "http://h/", True),
        ("http://h/", "https://h/", False),
        ("ws://h/", "http://h/", True),
        ("wss://h:444/", "wss://h/", False),
        ("ws://h.test/", "ws://h/", False),
        ("ws://127.1/", "ws://127.0.0.1/", True),
    ],
)
def test_redirect_keeps_cookies_and_credentials_only_on_the_same_server(
    url: str, first: str, expected: bool
) -> None:
    assert may_know_secrets(url, first) is expected


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("http://h/?a=1&a=2#a=3", "1"),
        ("x.js?b=2&a=%20x+y", " x y"),
        ("http://h/a#?a=1", ""),
        ("http://h/?a=%ff", "\ufffd"),
        ("http://h/?b", ""),
    ],
)
def test_function_query_of_returns_the_decoded_value_of_a_parameter(url: str, value: str) -> None:
    assert query_of(url, "a") == value
