"""Where a socket or request goes, for what a page asks for."""

from __future__ import annotations

import pytest

from weex_modules.url import REQUEST, origin_of, resolve

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
def test_url_is_resolved_and_serialised(url: str, expected: str) -> None:
    assert resolve(url, BASE) == (expected, "")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "the URL '' is not ws, wss, http or https"),
        ("ftp://example.com/", "the URL 'ftp://example.com/' is not ws, wss, http or https"),
        ("mailto:a@b.c", "the URL 'mailto:a@b.c' is not ws, wss, http or https"),
        ("ws:///path", "the URL 'ws:///path' names no host"),
        ("ws://a b/", "the URL 'ws://a b/' cannot be parsed: 'a b' is no name of a host"),
        ("ws://a:70000/", "the URL 'ws://a:70000/' cannot be parsed: Port out of range 0-65535"),
        ("ws://[::1/", "the URL 'ws://[::1/' cannot be parsed: Invalid IPv6 URL"),
    ],
)
def test_wrong_url_is_named(url: str, problem: str) -> None:
    assert resolve(url, BASE) == ("", problem)


def test_relative_url_needs_a_bundle_from_a_server() -> None:
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
def test_a_request_has_other_schemes(url: str, expected: tuple[str, str]) -> None:
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
