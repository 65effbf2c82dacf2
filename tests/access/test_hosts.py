"""weex_runtime.access.hosts: rules, and one form for all spellings of an address."""

from __future__ import annotations

import pytest

from weex_runtime.access.hosts import as_address, host_name, host_rule


@pytest.mark.parametrize(
    ("rule", "covered", "others"),
    [
        ("api.example", ["api.example:1", "api.example:2"], ["x.api.example:1", "example:1"]),
        ("API.Example.:80", ["api.example:80"], ["api.example:81"]),
        ("*.example", ["a.example:1", "a.b.example:1"], ["example:1", "anexample:1"]),
        ("münchen.example", ["xn--mnchen-3ya.example:1"], ["munchen.example:1"]),
        ("*:443", ["a.example:443", "127.0.0.1:443", "::1:443"], ["a.example:80", "::1:80"]),
        ("localhost", ["localhost:1", "a.localhost:1", "127.9.0.1:1", "::1:1"], ["10.0.0.1:1"]),
        ("127.0.0.1:80", ["127.0.0.1:80"], ["127.0.0.1:81", "127.0.0.2:80", "localhost:80"]),
        ("0x7f.1", ["127.0.0.1:1"], ["127.0.0.2:1"]),
        ("2130706433", ["127.0.0.1:1"], []),
        ("::1", ["::1:1"], ["127.0.0.1:1"]),
        ("[::1]:80", ["::1:80"], ["::1:81"]),
        ("[::ffff:10.0.0.1]:80", ["10.0.0.1:80"], ["10.0.0.1:81"]),
        ("10.0.0.0/8", ["10.1.2.3:1"], ["11.0.0.0:1", "api.example:1"]),
        ("10.1.2.3/8:443", ["10.9.9.9:443"], ["10.9.9.9:80"]),
        ("::ffff:10.0.0.0/104", ["10.1.2.3:1"], ["11.0.0.0:1"]),
        ("fe80::/10", ["fe80::1:1"], ["fec0::1:1"]),
    ],
)
def test_rule_for_a_host_matches_each_spelling_of_the_host(
    rule: str, covered: list[str], others: list[str]
) -> None:
    parsed = host_rule(rule)

    def covers(text: str) -> bool:
        host, _, port = text.rpartition(":")
        address = as_address(host)
        if address:
            return parsed.covers_address(address, int(port))
        return parsed.covers_name(host, int(port))

    assert [covers(text) for text in covered] == [True] * len(covered)
    assert [covers(text) for text in others] == [False] * len(others)


@pytest.mark.parametrize(
    "text",
    ["", " ", ":80", "a b", "http://a", "a/b", "a:b", "a:70000", "[::1", "1.2.3.4/99", "*.", "*.1"]
    + ["a@b", "a?b", "a\\b", "a,b:c:d", "*a"],
)
def test_error_for_an_invalid_host_rule_shows_the_expected_form(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected HOST\[:PORT\]"):
        host_rule(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "::1"),
        ("::ffff:0.0.0.0", "127.0.0.1"),
        ("a.example", "None"),
    ],
)
def test_each_spelling_of_an_ip_address_is_parsed_to_the_address_that_a_connection_uses(
    text: str, address: str
) -> None:
    assert str(as_address(text)) == address


@pytest.mark.parametrize(
    ("host", "name"),
    [("A.Example.", "a.example"), ("localhost", "localhost"), ("a b", ""), ("a/b", ""), ("", "")],
)
def test_host_name_is_normalised_as_in_the_url_standard(host: str, name: str) -> None:
    assert host_name(host) == name
