"""Access of pages: each way out of a page is checked at the connection or the file."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from weex_modules.websocket.adapter import Listener, Opening
from weex_runtime import Access, BundleError, Network, Page, Runtime, SourceError

from ..support.raw_server import Peer, RawServer
from ..support.stream_server import HttpServer, Reply, redirect, told

MakeRuntime = Callable[..., Runtime]

HEAD = '// { "framework": "Vanilla" }\n'
BUNDLE = f"{HEAD}console.log('loaded');"
VUE = """<template><text>{{ text }}</text></template>
<script>
%s
export default { data() { return { text }; } };
</script>"""

SOCKET = """
var ws = weex.requireModule('webSocket');
ws.WebSocket(weex.config.url.replace('http', 'ws'), '');
ws.onopen(function () { console.log('done "open"'); });
ws.onerror(function (e) { console.log('done ' + JSON.stringify(e.data)); });
"""
CLASS = """
var ws = new WebSocket(weex.config.url.replace('http', 'ws'));
ws.onopen = function () { console.log('done "open"'); };
ws.onerror = function () { console.log('done ""'); };
"""
REQUEST = """
weex.requireModule('stream').fetch({method: 'GET', url: weex.config.url, type: 'text'},
  function (result) { console.log('done ' + JSON.stringify(result)); });
"""
PUSH = "weex.requireModule('navigator').push({url: weex.config.url});"
EMBED = """
var body = document.createElement('div');
body.appendChild(document.createElement('embed', { attr: { src: weex.config.url } }));
document.documentElement.appendChild(body);
"""
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "socket": (SOCKET, {}),
    "socket of websocket_client": (SOCKET, {"websocket_adapter": "websocket_client"}),
    "class WebSocket": (CLASS, {"polyfills": ["websocket"]}),
    "request": (REQUEST, {}),
    "push": (PUSH, {}),
    "embed": (EMBED, {}),
}


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer({"/x.js": Reply(body=BUNDLE.encode())}) as server:
        yield server


def run(page: Page) -> Page:
    page.runtime.run_until_idle()
    return page


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_request_to_a_denied_host_is_refused_before_connecting(
    make_runtime: MakeRuntime, server: HttpServer, way: str
) -> None:
    code, options = WAYS[way]
    url = f"http://0x7f.1:{server.port}/x.js"
    for access in (Access(allow_net=["10.0.0.1"]), Access(deny_net=["127.0.0.0/8"])):
        runtime = make_runtime(access=access, **options)
        page = run(runtime.open(source=HEAD + code, config={"url": url}))
        (refusal,) = page.access.refused
        assert (refusal.kind, refusal.address) == ("net", f"127.0.0.1:{server.port}")
        assert any(refusal.flag in line.text for line in page.console)
        assert '"open"' not in [line.text for line in page.console]
    assert server.connections == 0


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_request_to_an_allowed_host_succeeds(
    make_runtime: MakeRuntime, server: HttpServer, way: str
) -> None:
    code, options = WAYS[way]
    runtime = make_runtime(access=Access(allow_net=[f"127.0.0.1:{server.port}"]), **options)
    page = runtime.open(source=HEAD + code, config={"url": f"{server.url}/x.js"})
    runtime.run_until(lambda: server.requests)
    run(page)
    assert not page.access.refused


@pytest.mark.parametrize("platform", [None, "android", "ios", "web"])
def test_refused_access_is_reported_to_the_bundle_as_a_failed_connection(
    make_runtime: MakeRuntime, platform: Any
) -> None:
    runtime = make_runtime(access=Access(allow_net=False), platform=platform)
    code = """
    var ws = weex.requireModule('webSocket');
    ws.WebSocket('ws://10.0.0.1/', '');
    function closed(e) { console.log('done ' + e.code); }
    if (weex.config.env.platform === 'Web') ws.onclose = closed; else ws.onclose(closed);
    """
    page = run(runtime.open(source=HEAD + code + REQUEST, config={"url": "http://10.0.0.1/"}))
    results = told(page)
    statuses = [result["status"] for result in results if isinstance(result, dict)]
    closes = [result for result in results if isinstance(result, int)]
    assert statuses == [-1]
    assert closes == ([] if platform in ("android", "ios") else [1006])
    assert {refusal.flag for refusal in page.access.refused} == {"--allow-net=10.0.0.1:80"}


def test_custom_adapter_cannot_connect_to_a_denied_host(make_runtime: MakeRuntime) -> None:
    opened: list[str] = []

    class Adapter:
        def connect(self, opening: Opening, listener: Listener) -> None:
            opened.append(opening.url)

        def send(self, data: str | bytes) -> None: ...
        def close(self, code: int | None, reason: str) -> None: ...
        def destroy(self) -> None: ...

    runtime = make_runtime(access=Access(deny_net=["10.0.0.1"]), websocket_adapter=Adapter)
    page = run(runtime.open(source=HEAD + SOCKET, config={"url": "http://10.0.0.1/"}))
    assert page.access.refused
    assert opened == []


@pytest.mark.parametrize("way", ["socket", "socket of websocket_client", "request", "push"])
def test_redirect_to_a_denied_host_is_refused(
    make_runtime: MakeRuntime, server: HttpServer, way: str
) -> None:
    code, options = WAYS[way]
    with HttpServer({"/": redirect(f"http://127.0.0.1:{server.port}/x.js")}) as first:
        runtime = make_runtime(
            access=Access(allow_net=[f"127.0.0.1:{first.port}"]),
            network=Network(max_redirects=5),
            **options,
        )
        page = runtime.open(source=HEAD + code, config={"url": f"{first.url}/"})
        runtime.run_until(lambda: page.access.refused)
        run(page)
    assert [refusal.address for refusal in page.access.refused] == [f"127.0.0.1:{server.port}"]
    assert server.connections == 0


@pytest.mark.parametrize("scheme", ["ftp", "file"])
def test_redirect_of_a_bundle_url_to_another_scheme_is_not_followed(
    make_runtime: MakeRuntime, scheme: str
) -> None:
    with RawServer(lambda peer: None) as target:
        to = f"{scheme}://127.0.0.1:{target.port}/x.js"
        with HttpServer({"/": redirect(to)}) as first:
            page = make_runtime().open(source=HEAD + PUSH, config={"url": f"{first.url}/"})
            run(page)
    assert any("cannot open" in line.text for line in page.console)
    assert target.peers == []


def test_host_name_whose_second_lookup_returns_another_local_address_is_refused(
    make_runtime: MakeRuntime, server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second lookup has another address."""
    real, addresses = socket.getaddrinfo, iter(["127.0.0.1", "127.0.0.2"])

    def getaddrinfo(host: str, *args: Any, **options: Any) -> Any:
        return real(next(addresses) if host == "api.example" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    runtime = make_runtime(access=Access(allow_net=["api.example", "127.0.0.1"]))
    config = {"url": f"http://api.example:{server.port}/x.js"}
    first = run(runtime.open(source=HEAD + PUSH, config=config))
    assert first.stack.top is not first
    assert not first.access.refused
    second = run(runtime.open(source=HEAD + SOCKET, config=config))
    (refusal,) = second.access.refused
    assert refusal.address == f"api.example:{server.port} (127.0.0.2)"


@pytest.mark.parametrize("way", ["socket", "socket of websocket_client", "request", "push"])
def test_access_is_checked_for_the_server_that_a_proxy_connects_to_and_not_for_the_proxy(
    make_runtime: MakeRuntime, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    code, options = WAYS[way]

    def refuse(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")

    with RawServer(refuse) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        pages = []
        for host in ("10.0.0.1", "10.0.0.2"):
            runtime = make_runtime(access=Access(allow_net=["10.0.0.1"]), **options)
            pages.append(run(runtime.open(source=HEAD + code, config={"url": f"http://{host}/"})))
    assert [[r.address for r in page.access.refused] for page in pages] == [[], ["10.0.0.2:80"]]
    assert "10.0.0.1" in proxy.peer.head


def test_routed_requests_and_sockets_are_not_checked_against_the_access_rules(
    make_runtime: MakeRuntime,
) -> None:
    runtime = make_runtime(access=Access(deny_net=True))
    runtime.route("**", lambda route: route.fulfill(body="routed"))
    runtime.route_web_socket("**", lambda socket: None)
    page = run(runtime.open(source=HEAD + SOCKET + REQUEST, config={"url": "http://a.example/"}))
    results = told(page)
    assert "open" in results
    assert [result["data"] for result in results if isinstance(result, dict)] == ["routed"]
    assert not page.access.refused


# Tests that pages and sources cannot reach files outside their project.


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "app"
    root.mkdir()
    (root / "package.json").write_text("{}")
    (tmp_path / "secret.js").write_text(f"{HEAD}console.log('secret');")
    (root / "near.js").write_text(BUNDLE)
    (root / "link.js").symlink_to(tmp_path / "secret.js")
    return root


@pytest.mark.parametrize("code", [PUSH, EMBED])
def test_only_bundles_in_the_project_can_be_pushed_or_embedded(
    make_runtime: MakeRuntime, project: Path, code: str
) -> None:
    entry = project / "app.js"
    entry.write_text(HEAD + code)
    secret = (project.parent / "secret.js").as_uri()
    for url in (
        secret,
        "link.js",
        "../secret.js",
        "..%2fsecret.js",
        "%2e%2e/secret.js",
        secret.replace("file://", "FILE://localhost"),
        secret.replace("secret", "%73ecret"),
        "file:///proc/self/environ",
        "near.js%00",
    ):
        page = run(make_runtime().open(entry, config={"url": url}))
        assert [refusal.kind for refusal in page.access.refused] == ["read"], url
    page = run(make_runtime().open(entry, config={"url": "near.js"}))
    assert len(page.runtime.pages) == 2
    assert not page.access.refused


def test_page_fetched_from_a_server_cannot_read_files(
    make_runtime: MakeRuntime, server: HttpServer, project: Path
) -> None:
    server.replies["/app.js"] = Reply(body=(HEAD + PUSH).encode())
    url = (project / "near.js").as_uri()
    page = run(make_runtime().open(f"{server.url}/app.js", config={"url": url}))
    assert [refusal.kind for refusal in page.access.refused] == ["read"]


def test_pages_on_a_stack_may_read_the_project_of_the_first_page(
    make_runtime: MakeRuntime, project: Path
) -> None:
    package = project / "node_modules" / "dep"
    package.mkdir(parents=True)
    (package / "package.json").write_text("{}")
    (package / "page.js").write_text(HEAD + PUSH)
    (project / "app.js").write_text(
        f"{HEAD}weex.requireModule('navigator').push({{url: 'node_modules/dep/page.js'}});"
    )
    url = (project / "near.js").as_uri()
    page = run(make_runtime().open(project / "app.js", config={"url": url}))
    assert len(page.stack.pages) == 3


def test_sources_can_import_only_files_of_the_project(
    make_runtime: MakeRuntime, project: Path
) -> None:
    entry = project / "app.vue"
    for name in ("../secret.js", "./link.js", str(project.parent / "secret.js")):
        entry.write_text(VUE % f"import text from {json.dumps(name)};")
        with pytest.raises(SourceError, match="access is refused; allow it with --allow-read="):
            make_runtime().open(entry)
    runtime = make_runtime(access=Access(allow_read=[project.parent]))
    entry.write_text(VUE % "import text from '../secret.js';")
    assert runtime.open(entry).console[0].text == "secret"


def test_scss_can_import_only_files_of_the_project(
    make_runtime: MakeRuntime, project: Path
) -> None:
    (project.parent / "other.scss").write_text("$a: red;")
    (project / "_linked.scss").symlink_to(project.parent / "other.scss")
    style = '<template><div/></template>\n<style lang="scss">\n@import "%s";\n</style>'
    for name in ("../other", str(project.parent / "other.scss"), "linked"):
        (project / "app.vue").write_text(style % name)
        with pytest.raises(BundleError, match="access is refused") as refused:
            make_runtime().open(project / "app.vue")
        assert "Traceback" not in str(refused.value)


def test_sources_on_a_server_cannot_import_local_files_or_files_of_denied_hosts(
    make_runtime: MakeRuntime, server: HttpServer, project: Path
) -> None:
    server.replies["/there.js"] = redirect(f"http://127.0.0.2:{server.port}/x.js")
    for name, kind in ((str(project / "near.js"), "read"), ("./there.js", "net")):
        server.replies["/app.vue"] = Reply(body=(VUE % f"import text from '{name}';").encode())
        runtime = make_runtime(access=Access(allow_net=["127.0.0.1"]))
        with pytest.raises(BundleError):
            runtime.open(f"{server.url}/app.vue")
        server.replies["/x.js"] = Reply(body=(HEAD + PUSH).encode())
        opened = runtime.open(f"{server.url}/x.js", config={"url": f"{server.url}/app.vue"})
        assert [refusal.kind for refusal in run(opened).access.refused] == [kind]


def test_source_map_of_a_bundle_cannot_show_a_file_outside_the_project(
    make_runtime: MakeRuntime, project: Path
) -> None:
    secret = project.parent / "secret.js"
    plain = {"version": 3, "sources": [str(secret)], "mappings": "AAAA;AAAA"}
    (project.parent / "out.map").write_text(json.dumps(plain))
    (project / "in.map").write_text(json.dumps(plain))
    for name in ("../out.map", "in.map"):
        (project / "app.js").write_text(f"{HEAD}nope();\n//# sourceMappingURL={name}")
        page = make_runtime().open(project / "app.js")
        assert page.errors
        positions = page.js.positions
        assert "secret" not in "".join(positions.lines(str(secret)))
        assert page.access.refused


def test_error_for_a_wrong_value_of_option_access_names_the_expected_type(
    make_runtime: MakeRuntime,
) -> None:
    with pytest.raises(Exception, match="access: expected an Access"):
        partial(make_runtime, access=["api.example"])()
