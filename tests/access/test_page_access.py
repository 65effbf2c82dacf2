"""weex_runtime.access: the rules of a runtime, and the checks of a page."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import Access, AccessRefused, PageAccess, WeexError
from weex_runtime.access.lookup import create_connection, look_up, require_behind_proxy
from weex_runtime.matching.url_pattern import map_address

HOSTS = {
    "api.example": ["93.184.216.34"],
    "both.example": ["10.0.0.5", "93.184.216.34"],
    "near.example": ["127.0.0.2"],
    "six.example": ["::ffff:10.0.0.5"],
    "localhost": ["127.0.0.1"],
    "lying.localhost": ["93.184.216.34"],
}


def of(entry: str = "", url_map: Mapping[str, str] | None = None, **rules: Any) -> PageAccess:
    return PageAccess(Access(**rules) if rules else None, lambda: entry, url_map or {})


@pytest.fixture(autouse=True)
def lookups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer lookups from `HOSTS`; returns the names that were looked up."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: Any, *args: Any, **options: Any) -> list[Any]:
        asked.append(host)
        if host in HOSTS:
            return [info for ip in HOSTS[host] for info in real(ip, port, *args, **options)]
        if host.endswith(".example"):
            raise socket.gaierror("unknown")
        return real(host, port, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize(
    ("rules", "host", "connected"),
    [
        ({}, "near.example", ["127.0.0.2"]),
        ({"allow_net": True}, "10.0.0.5", ["10.0.0.5"]),
        ({"allow_net": ["api.example"]}, "api.example", ["93.184.216.34"]),
        ({"allow_net": ["api.example:80"]}, "API.example.", ["93.184.216.34"]),
        ({"deny_net": ["10.0.0.0/8"]}, "both.example", ["93.184.216.34"]),
        ({"allow_net": ["near.example", "127.0.0.2"]}, "near.example", ["127.0.0.2"]),
        ({"allow_net": ["localhost"]}, "localhost", ["127.0.0.1"]),
        ({"allow_net": ["localhost"]}, "::1", ["::1"]),
        ({"allow_net": ["127.0.0.1"]}, "localhost", ["127.0.0.1"]),
        ({"allow_net": ["*"]}, "near.example", ["127.0.0.2"]),
    ],
)
def test_lookup_returns_only_addresses_that_the_page_may_connect_to(
    rules: dict[str, Any], host: str, connected: list[str]
) -> None:
    # The final dot of `api.example.` does not make another host name.
    HOSTS["API.example."] = HOSTS["api.example"]
    access = of(**rules)
    assert [info[4][0] for info in look_up(host, 80, access)] == connected
    assert not access.refused


@pytest.mark.parametrize(
    ("rules", "host", "address", "flag"),
    [
        ({"allow_net": False}, "10.0.0.5", "10.0.0.5:80", "--allow-net=10.0.0.5:80"),
        ({"allow_net": ["api.example:443"]}, "api.example", "api.example:80", "=api.example:80"),
        # A rule for a host name allows neither the IP address of the host nor its subdomains.
        ({"allow_net": ["api.example"]}, "93.184.216.34", "93.184.216.34:80", "=93.184.216.34:80"),
        ({"allow_net": ["10.0.0.1"]}, "localhost", "localhost:80 (127.0.0.1)", "=localhost:80"),
        ({"allow_net": ["api.example"]}, "x.api.example", "x.api.example:80", "=x.api.example:80"),
        # Host names that resolve to an unexpected address, as in DNS rebinding.
        ({"allow_net": ["near.example"]}, "near.example", "near.example:80 (127.0.0.2)", "=127.0"),
        ({"allow_net": ["localhost"]}, "lying.localhost", "lying.localhost:80 (93.18", "=93.184"),
        (
            {"deny_net": ["127.0.0.0/8"]},
            "near.example",
            "near.example:80 (127.0.0.2)",
            "--deny-net",
        ),
        ({"deny_net": ["10.0.0.5"]}, "six.example", "six.example:80 (10.0.0.5)", "--deny-net=10."),
        # A rule in `deny_net` overrides rules in `allow_net`, whatever the spelling of the address.
        ({"allow_net": True, "deny_net": True}, "::1", "[::1]:80", "--deny-net"),
        ({"allow_net": ["10.0.0.5"], "deny_net": ["10.0.0.5"]}, "10.0.0.5", "10.", "--deny-net="),
        ({"deny_net": ["127.0.0.1"]}, "0.0.0.0", "127.0.0.1:80", "--deny-net=127.0.0.1"),
        ({"deny_net": ["127.0.0.1"]}, "::ffff:7f00:1", "127.0.0.1:80", "--deny-net=127.0.0.1"),
        ({"deny_net": ["localhost"]}, "::", "[::1]:80", "--deny-net=localhost"),
        ({"deny_net": ["api.example"]}, "93.184.216.34", "93.184.216.34:80", "=api.example"),
        ({"deny_net": ["*.example:80"]}, "api.example", "api.example:80", "--deny-net=*.example"),
        # `look_up` also accepts short forms of an IP address, as the system does.
        ({"deny_net": ["127.0.0.1"]}, "127.1", "127.0.0.1:80 (127.0.0.1)", "--deny-net=127.0.0.1"),
    ],
)
def test_refusal_of_a_host_records_its_address_and_the_flag_that_would_allow_it(
    rules: dict[str, Any], host: str, address: str, flag: str
) -> None:
    access = of(**rules)
    with pytest.raises(AccessRefused) as refused:
        look_up(host, 80, access)
    (refusal,) = access.refused
    assert refused.value.refusal == refusal
    assert refusal.kind == "net"
    assert refusal.address.startswith(address)
    assert flag in refusal.flag
    assert refusal.flag in str(refused.value)


def test_host_name_that_is_not_allowed_is_not_looked_up(lookups: list[str]) -> None:
    with pytest.raises(AccessRefused):
        look_up("secret.evil.example", 80, of(allow_net=["api.example"]))
    assert lookups == []


def test_connection_uses_the_ip_address_that_the_access_check_allowed(lookups: list[str]) -> None:
    with socket.create_server(("127.0.0.2", 0)) as server:
        port = server.getsockname()[1]
        access = of(allow_net=["127.0.0.2", "near.example"])
        with create_connection(("near.example", port), 5, access) as sock:
            assert sock.getpeername() == ("127.0.0.2", port)
    assert lookups.count("near.example") == 1


@pytest.mark.parametrize(
    ("host", "is_allowed"),
    [
        ("api.example", True),
        ("near.example", False),
        ("unknown.example", True),
        ("10.0.0.5", False),
    ],
)
def test_host_that_a_proxy_connects_to_is_refused_if_a_lookup_finds_a_denied_address(
    host: str, is_allowed: bool
) -> None:
    access = of(deny_net=["127.0.0.0/8", "10.0.0.0/8"])
    if is_allowed:
        require_behind_proxy(host, 80, access)
    else:
        with pytest.raises(AccessRefused):
            require_behind_proxy(host, 80, access)


def test_hosts_in_url_map_are_allowed_unless_a_rule_denies_them() -> None:
    url_map = {"wss://chat.example": "ws://near.example:80/x", "http://a": "./dist", "b:": "c:d"}
    allowed = of(url_map=url_map, allow_net=False)
    assert [info[4][0] for info in look_up("near.example", 80, allowed)] == ["127.0.0.2"]
    for host, port, rules in (
        ("near.example", 81, {"allow_net": False}),
        ("127.0.0.2", 80, {"allow_net": False}),
        ("near.example", 80, {"deny_net": ["127.0.0.2"]}),
    ):
        with pytest.raises(AccessRefused):
            look_up(host, port, of(url_map=url_map, **rules))


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"allow_net": "api.example"}, "allow_net: expected True, False or a list of texts"),
        ({"deny_net": [80]}, "deny_net: expected True, False or a list of texts"),
        ({"deny_net": None}, "deny_net: expected True, False or a list of texts"),
        ({"allow_net": ["http://a.example"]}, r"allow_net: expected HOST\[:PORT\]"),
        ({"allow_read": [""]}, "allow_read: expected True, False or a list of texts"),
        ({"deny_read": "/etc"}, "deny_read: expected True, False or a list of texts"),
    ],
)
def test_invalid_access_rules_are_refused(rules: dict[str, Any], problem: str) -> None:
    with pytest.raises(WeexError, match=problem):
        Access(**rules)


def test_union_of_two_access_objects_has_the_allow_and_deny_rules_of_both() -> None:
    joined = Access(allow_net=["a"], deny_net=["c"]) | Access(allow_net=["b"], allow_read=True)
    assert joined == Access(allow_net=["a", "b"], deny_net=["c"], allow_read=True)
    assert (Access() | joined).allow_net == ("a", "b")
    assert (joined | Access(allow_net=True, deny_net=True)) == Access(
        allow_net=True, deny_net=True, allow_read=True
    )


# Tests of access to files.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a workspace, with links, next to a file outside the project."""
    root = tmp_path / "work" / "packages" / "app"
    for folder in (root / "src", root / "node_modules", tmp_path / "work" / "packages" / "lib"):
        folder.mkdir(parents=True)
    (tmp_path / "work" / "node_modules" / "dep").mkdir(parents=True)
    dep = tmp_path / "work" / "packages" / "lib" / "node_modules" / "dep"
    dep.mkdir(parents=True)
    for marked in (tmp_path / "work", root, tmp_path / "work" / "packages" / "lib", dep):
        (marked / "package.json").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "src" / "link.js").symlink_to(tmp_path / "secret.txt")
    (root / "node_modules" / "lib").symlink_to(tmp_path / "work" / "packages" / "lib")
    (root / "node_modules" / "out").symlink_to(tmp_path)
    (tmp_path / "work" / "packages" / "lib" / "link").symlink_to(tmp_path / "secret.txt")
    return root


def test_files_of_the_project_and_its_packages_may_be_read(project: Path) -> None:
    access = of(str(project / "src" / "app.js"))
    for path in (
        "src/app.js",
        "src/../data.json",
        "node_modules/x/index.js",
        "../../node_modules/dep/index.js",
        "node_modules/lib/index.js",
        "node_modules/lib/node_modules/dep/index.js",
        "../lib/node_modules/dep/index.js",
    ):
        assert access.require_read(str(project / path)) == os.path.realpath(project / path)
    assert not access.refused


def test_files_outside_the_project_are_refused_and_recorded(project: Path) -> None:
    access = of(str(project / "src" / "app.js"))
    paths = (
        *("../../../secret.txt", "src/link.js", "../lib/index.js", "../../package.json"),
        *("node_modules/out/secret.txt", "node_modules/lib/link", "../app2/x.js"),
        *("node_modules/lib/../../../../secret.txt", "/etc/passwd", "/proc/self/environ"),
        *("/dev/zero", "src/a\0.js"),
    )
    for path in paths:
        assert not access.may_read(os.path.join(project, path)), path
    assert [refusal.kind for refusal in access.refused] == ["read"] * len(paths)
    for refusal in access.refused:
        assert refusal.flag == f"--allow-read={refusal.address}"


def test_symbolic_link_of_a_package_to_a_folder_that_contains_the_project_is_refused(
    project: Path,
) -> None:
    (project / "node_modules" / "up").symlink_to(project.parents[1])
    access = of(str(project / "src" / "app.js"))
    assert not access.may_read(str(project / "node_modules" / "up" / "package.json"))


def test_recorded_refusals_are_limited_in_number_and_length() -> None:
    access = of(allow_net=False)
    for _ in range(2_000):
        with pytest.raises(AccessRefused):
            access.require_host("a" * 5_000, 80)
    assert len(access.refused) == 1_000
    assert {len(refusal.address) for refusal in access.refused} == {1_000}


def test_path_with_nul_characters_is_refused_by_each_rule(project: Path) -> None:
    several: list[dict[str, Any]] = [{}, {"deny_read": [project]}, {"allow_read": [project]}]
    for rules in several:
        assert not of(str(project / "app.js"), **rules).may_read(str(project / "a\0.js"))


def test_system_folders_are_not_part_of_a_project_in_the_root_folder() -> None:
    access = of("/app.js")
    assert access.may_read("/some/file.js")
    assert not access.may_read("/proc/self/environ")
    assert of("/dev/shm/app.js").may_read("/dev/shm/x.js")


def test_page_fetched_from_a_server_is_not_allowed_to_read_files(tmp_path: Path) -> None:
    assert not of("").may_read(str(tmp_path / "x"))


def test_allow_read_and_deny_read_decide_which_files_may_be_read(
    project: Path, tmp_path: Path
) -> None:
    entry, secret = str(project / "src" / "app.js"), str(tmp_path / "secret.txt")
    assert of(entry, allow_read=True).may_read(secret)
    assert of(entry, allow_read=[tmp_path / "secret.txt"]).may_read(str(project / "src/link.js"))
    assert of(entry, allow_read=[tmp_path]).may_read(entry)
    for rules in (
        {"deny_read": True, "allow_read": True},
        {"deny_read": [project / "src"]},
        {"deny_read": [entry], "allow_read": [entry]},
    ):
        access = of(entry, **rules)
        assert not access.may_read(entry)
        assert access.refused[0].flag.startswith("--deny-read")


def test_rule_for_a_file_also_applies_to_links_to_the_file(project: Path) -> None:
    """A hard link stands for a file system that ignores case."""
    denied, other = project / "src" / "keys.js", project / "src" / "KEYS.js"
    denied.write_text("")
    os.link(denied, other)
    assert not of(str(denied), deny_read=[denied]).may_read(str(other))


def test_files_in_url_map_may_be_read(project: Path, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    for target in (str(tmp_path / "dist"), (tmp_path / "dist").as_uri()):
        access = of(url_map={"http://a.example/": target})
        assert access.may_read(str(tmp_path / "dist" / "x.js"))
        assert not access.may_read(str(tmp_path / "secret.txt"))


@pytest.mark.parametrize("path", ["..%2Fsecret.txt", "%2E%2E/..%2Fsecret.txt", "%2Fetc%2Fpasswd"])
def test_encoded_path_after_a_folder_in_url_map_does_not_leave_the_folder(
    project: Path, tmp_path: Path, path: str
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    url_map = {"http://a.example/": str(tmp_path / "dist")}
    place = map_address(f"http://a.example/{path}", url_map)
    access = of(url_map=url_map)
    assert not access.may_read(place) or not Path(place).exists()
