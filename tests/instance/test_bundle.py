"""Loading a bundle, and finding its framework."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from weex_runtime import BundleError, BundleNotFound, Runtime, UnknownFramework, WeexError
from weex_runtime.instance.bundle.bundle import load, make_bundle

CODE = "var a = 1;\n"
VANILLA = '// { "framework": "Vanilla" }\n'


def framework_of(source: str, url: str = "file:///a.js") -> str:
    return make_bundle(source, "a.js", url).framework


@pytest.mark.parametrize("name", ["Vue", "Rax", "Weex", "Vanilla"])
@pytest.mark.parametrize(
    "header",
    [
        '// { "framework": "%s" }\n',
        '//{"framework":"%s"}\n',
        '//   {  "framework"  :  "%s"  }   \n',
        '// {"framework": "%s", "version": "1.0"}\n',
        '// {"version": {"a": 1}, "framework": "%s"}\n',
        '\n \t\n  // {"framework": "%s"}\n',
        '// { "framework": "%s" }\r\n',
        '\ufeff// { "framework": "%s" }\n',
        '\ufeff\r\n// { "framework": "%s" }\r\n',
        '// built by a tool\n// { "framework": "%s" }\n',
        '"use weex:%s";\n',
        "'use strict';\n'use weex:%s';\n",
        '// { "version": "1.0" }\n"use weex:%s"\n',
    ],
)
def test_framework_is_read_from_the_header_or_from_the_directive(header: str, name: str) -> None:
    assert framework_of(header % name + CODE) == name
    assert framework_of(header % name.lower() + CODE) == name
    assert framework_of(header % name.upper() + CODE) == name


NOT_BUNDLES = [
    (
        "a.vue",
        "<template><div/></template>\n<script>export default {}</script>\n",
        ".vue component",
    ),
    ("a.vue", "<!-- one -->\n<script>\nmodule.exports = {}\n</script>\n", ".we component"),
    (
        "a.we",
        "<template><div/></template>\n<script>module.exports = {}</script>\n",
        ".we component",
    ),
    ("a.html", "<!DOCTYPE html><html></html>", "web page"),
    ("a.js", "\n<html></html>", "web page"),
    (
        "a",
        '<!doctype html><a href="http://dotwe.org/vue/38e2">',
        "dotwe.org/raw/dist/38e2.bundle.wx",
    ),
    ("a.js", "import Vue from 'vue';\nexport default {};\n", "an ES module"),
    ("a.js", "import {\n  a,\n} from './a';\na();\n", "an ES module"),
    ("a.js", "import App from './app.vue';\nnew Vue(App);\n", "open the .vue file"),
    ("a.js", "// @flow\nvar a = 1;\nexport { a };\n", "an ES module"),
    ("a.js", "import { createElement } from 'rax';\nrender(<View>hi</View>);\n", "JSX"),
    ("a.jsx", 'var app = () => (\n  <Foo bar="x">hi</Foo>\n);\n', "JSX"),
    ("a.ts", "interface A { a: number }\n", "TypeScript"),
    ("a.js", "import { a } from './a';\nvar b: number = a;\n", "TypeScript"),
    ("a.json", '{ "a": 1 }', "JSON"),
    ("a.js", "var Vue = require('vue');\nmodule.exports = {};\n", "a CommonJS module"),
]


@pytest.mark.parametrize(("name", "source", "kind"), NOT_BUNDLES)
def test_error_for_a_file_that_is_not_a_bundle_names_its_kind(
    name: str, source: str, kind: str
) -> None:
    with pytest.raises(BundleError, match="not a bundle") as caught:
        make_bundle(source, name, f"file:///{name}")
    assert kind in str(caught.value)


@pytest.mark.parametrize("source", ["<!-- -->" * 100_000 + "\n!", "\n" * 500_000 + "!"])
def test_text_that_is_not_js_is_refused_in_linear_time(runtime: Runtime, source: str) -> None:
    with pytest.raises(BundleError):
        runtime.open(source=source, name="a.txt")


def test_error_for_a_page_of_dotwe_that_cannot_be_fetched_shows_how_to_map_a_saved_file(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    address = "http://dotwe.org/vue/38e202c16bdfefbdb88a8754f975454c"
    with pytest.raises(BundleNotFound, match=f"--map {address}="):
        runtime.open(address)


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Weex", "Vanilla"])
@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [case for case in NOT_BUNDLES if case[0] != "a.json" and "<" not in case[1][:2]][:7],
)
def test_syntax_error_in_a_file_that_is_not_a_bundle_names_the_kind_of_file(
    runtime: Runtime, framework: str, name: str, source: str, kind: str
) -> None:
    with pytest.raises(BundleError, match="not a bundle") as caught:
        runtime.open(source=f'// {{ "framework": "{framework}" }}\n{source}', name=name)
    assert kind in str(caught.value)
    assert "SyntaxError" in str(caught.value)
    assert runtime.pages == []


def test_a_syntax_error_in_a_bundle_is_an_error_of_its_page(runtime: Runtime) -> None:
    page = runtime.open(source='// { "framework": "Vue" }\nvar a = ;\n')
    assert page.errors[0].message.startswith("SyntaxError")


@pytest.mark.parametrize(
    ("source", "framework"),
    [
        ("new Vue({ el: 'body' });", "Vue"),
        (
            "/******/ (function () { // webpackBootstrap\nvar a = require('b'); new Vue(a) })()",
            "Vue",
        ),
        ("define('@weex-rax/a', function (require) { require('rax') })", "Rax"),
        ("var body = document.createElement('div');", "Vanilla"),
    ],
)
def test_error_for_a_bundle_without_a_framework_shows_the_missing_header(
    source: str, framework: str
) -> None:
    with pytest.raises(BundleError, match=r"legacy framework \(\.we\)") as caught:
        make_bundle(source, "a.js", "file:///a.js")
    assert f'// {{ "framework": "{framework}" }}' in str(caught.value)


@pytest.mark.parametrize(
    "source",
    [
        "__weex_define__('@weex-component/a', [], function () { new Vue() });",
        "__weex_define__('@weex-component/a', [], function (require, exports, module) {\n"
        "var a = require('@weex-module/modal');\nmodule.exports = {};\n});",
        "define('@weex-component/a', function () {}); bootstrap('@weex-component/a');",
    ],
)
def test_bundle_of_the_legacy_framework_needs_no_header(source: str) -> None:
    bundle = make_bundle(source, "a.js", "file:///a.js")
    assert (bundle.framework, bundle.is_named) == ("Weex", False)


def test_bundle_that_names_no_framework_and_renders_nothing_gets_a_warning(
    runtime: Runtime,
) -> None:
    page = runtime.open(source="console.log('ran');")
    assert "names no framework" in page.console[-1].text


@pytest.mark.parametrize("header", ["", '// { "framework": "Rax" }\n'])
def test_framework_option_overrides_the_bundle_and_applies_to_pushed_pages(
    runtime: Runtime, tmp_path: Path, header: str
) -> None:
    push = "weex.requireModule('navigator').push({ url: 'b.js' });"
    (tmp_path / "a.js").write_text(f"{header}new Vue({{}}); {push}")
    (tmp_path / "b.js").write_text(f"{header}new Vue({{}});")
    page = runtime.open(tmp_path / "a.js", framework="vue")
    runtime.run_until(lambda: len(page.stack.pages) == 2)
    assert [page.framework for page in page.stack.pages] == ["Vue", "Vue"]
    with pytest.raises(UnknownFramework):
        runtime.open(source=CODE, framework="React")


def test_framework_is_read_from_a_bundle_that_consists_of_a_header() -> None:
    assert framework_of('// { "framework": "Vue" }') == "Vue"


@pytest.mark.parametrize(
    "source",
    [
        CODE,
        "// just a comment\n" + CODE,
        "// { not JSON at all }\n" + CODE,
        '/* { "framework": "Vue" } */\n' + CODE,
        'var a = 1; // { "framework": "Vue" }\n',
        "// {}\n" + CODE,
    ],
)
def test_a_bundle_of_weex_loader_that_names_no_framework_is_legacy(source: str) -> None:
    assert framework_of(source) == "Weex"


@pytest.mark.parametrize("name", ["Vue", "vue", "RAX"])
def test_framework_in_the_query_takes_precedence_over_the_header(name: str) -> None:
    url = f"https://example.org/a.js?x=1&bundleType={name}#end"
    assert framework_of('// { "framework": "Vanilla" }\n' + CODE, url) == name.capitalize()


def test_framework_in_the_header_takes_precedence_over_the_directive() -> None:
    assert framework_of('// { "framework": "Rax" }\n"use weex:vue";\n') == "Rax"


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('// { "framework": "React" }\n', "file:///a.js"),
        ('"use weex:React";\n', "file:///a.js"),
        (CODE, "https://example.org/a.js?bundleType=React"),
    ],
)
def test_error_for_an_unknown_framework_lists_the_known_frameworks(source: str, url: str) -> None:
    with pytest.raises(UnknownFramework, match="Vue, Rax, Weex, Vanilla") as caught:
        make_bundle(source, "a.js", url)
    error = caught.value
    assert (error.name, error.framework) == ("a.js", "React")
    assert error.known == ("Vue", "Rax", "Weex", "Vanilla")
    assert "'React'" in str(error)
    assert isinstance(error, BundleError)


@pytest.mark.parametrize("value", ["5", "null", '["Vue"]'])
def test_a_framework_header_whose_value_is_not_a_name_is_an_error(value: str) -> None:
    with pytest.raises(UnknownFramework, match="a.js: unknown framework"):
        framework_of(f'// {{ "framework": {value} }}\n' + CODE)


def test_a_framework_header_that_is_not_json_is_an_error() -> None:
    with pytest.raises(BundleError, match="expected JSON in the first line"):
        framework_of("// { framework: 'Vue' }\n" + CODE)


@pytest.mark.parametrize("source", ["", " \n\t", "\ufeff", "\ufeff\r\n"])
def test_empty_bundle_is_an_error(source: str) -> None:
    with pytest.raises(BundleError, match="a.js: the bundle is empty"):
        framework_of(source)


@pytest.mark.parametrize("source", ["\x7fELF\0\0", CODE + "\0", "var a = '\ud800';"])
def test_source_option_that_is_not_text_is_an_error(source: str) -> None:
    with pytest.raises(BundleError, match="expected JS text"):
        framework_of(source)


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ('// { "framework": "Vue" }\n', ""),
        ('//{"framework":"Vue"}\n', ""),
        ('\ufeff// { "framework": "Vue" }\r\n', ""),
        ('// { "framework": "vue" }\n', "'vue'"),
        ('"use weex:vue";\n', "'Weex'"),
        ('// a comment\n// { "framework": "Vue" }\n', "'Weex'"),
        ('// { "framework": "Vue" }', "'Weex'"),
    ],
)
def test_hint_explains_how_a_device_parses_the_header_differently(source: str, hint: str) -> None:
    bundle = make_bundle(source, "a.js", "file:///a.js")
    assert hint in bundle.hint
    assert bool(bundle.hint) is bool(hint)
    assert ('// { "framework": "Vue" }' in bundle.hint) is bool(hint)


def test_hint_about_the_framework_header_is_a_warning_on_the_console(runtime: Runtime) -> None:
    page = runtime.open(source='// { "framework": "vanilla" }\nconsole.log("ran");')
    assert [line.level for line in page.console] == ["warn", "log"]
    assert "[weex-runtime] opened as Vanilla" in page.console[0].text


def test_line_number_of_an_error_is_right_in_a_bundle_with_byte_order_mark_and_crlf(
    runtime: Runtime,
) -> None:
    page = runtime.open(
        source='\ufeff// { "framework": "Vanilla" }\r\nvar a = 1;\r\nmissing(a);\r\n'
    )
    (error,) = page.errors
    assert "bundle.js:3" in error.stack


@pytest.mark.parametrize("name", ["a.js", "with space.js", "a#b?c%41.js", "grüße.js"])
def test_bundle_is_read_from_a_path_or_file_url(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("// grüße\n", encoding="utf-8")
    assert load(str(path)) == ("// grüße\n", path.as_uri())
    assert load(path.as_uri()) == ("// grüße\n", path.as_uri())


def test_bundle_at_a_relative_path_has_an_absolute_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.js").write_text(CODE, encoding="utf-8")
    assert load("a.js") == (CODE, (tmp_path / "a.js").as_uri())


FOREIGN = [
    # Each row: an address; the start of the address that the error suggests for url_map; and the
    # path of the file that would open if the address were read as a path.
    ("qap://home/index.js", "qap://home/", "qap:/home/index.js"),
    ("QAP://home/index.js", "QAP://home/", "QAP:/home/index.js"),
    ("assets:index.js", "assets:index.js", "assets:index.js"),
    ("ws://home/index.js", "ws://home/", "ws:/home/index.js"),
    ("file://home/index.js", "file://home/", "home/index.js"),
    ("FILE://home/index.js", "FILE://home/", "home/index.js"),
]


@pytest.mark.parametrize(("url", "start", "path"), FOREIGN)
def test_address_with_an_unsupported_scheme_or_a_host_does_not_open_a_file(
    runtime: Runtime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    start: str,
    path: str,
) -> None:
    """RFC 8089, section 2: a host in a file URL names the machine that has the file."""
    monkeypatch.chdir(tmp_path)
    for file in (tmp_path / path, tmp_path / "index.js"):
        if os.name != "nt":  # file names on Windows have no colon
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(VANILLA)
    with pytest.raises(BundleNotFound, match="expected") as caught:
        runtime.open(url)
    assert f"{{{start!r}: ...}}" in str(caught.value)
    assert runtime.pages == []


@pytest.mark.parametrize(("url", "start", "_path"), FOREIGN)
def test_url_map_that_the_error_message_suggests_makes_the_address_open(
    tmp_path: Path, url: str, start: str, _path: str
) -> None:
    (tmp_path / "index.js").write_text(VANILLA)
    target = tmp_path / "index.js" if start == url else tmp_path
    with Runtime(url_map={start: str(target)}) as runtime:
        assert runtime.open(url).url == url


@pytest.mark.parametrize(
    "url", ["a%00.js", "http://a.example/a%00.js", "file:///a%00.js", "a\0.js"]
)
def test_path_with_a_nul_character_names_no_file(tmp_path: Path, url: str) -> None:
    with Runtime(url_map={"http://a.example/": str(tmp_path)}) as runtime:
        with pytest.raises(BundleNotFound, match="no such file"):
            runtime.open(url)


def test_file_url_with_localhost_reads_a_local_file(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "index.js").write_text(VANILLA)
    url = (tmp_path / "index.js").as_uri()
    assert load(url.replace("file://", "file://localhost"))[1] == url


@pytest.mark.skipif(os.name == "nt", reason="Windows has no colon in names of files")
def test_file_with_a_colon_in_its_name_opens_by_a_path(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a:b.js").write_text(VANILLA)
    url = (tmp_path / "a:b.js").as_uri()
    assert runtime.open("./a:b.js").url == url
    assert runtime.open(str(tmp_path / "a:b.js")).url == url


@pytest.mark.parametrize("location", ["missing.js", "missing/a.js", "file:///missing/a.js"])
def test_error_for_a_missing_file_names_the_searched_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BundleNotFound, match="no such file") as caught:
        load(location)
    assert caught.value.name == location
    assert os.sep in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("ecoh.js", "echo.js"),
        ("echo", "echo.js"),
        ("Echo.js", "echo.js"),
        ("chatt.vue", "chat.vue"),
    ],
)
def test_error_for_a_missing_file_suggests_a_similar_name(
    tmp_path: Path, asked: str, meant: str
) -> None:
    for name in ("echo.js", "chat.vue", "echo.png"):
        (tmp_path / name).write_text(CODE, encoding="utf-8")
    with pytest.raises(BundleNotFound, match=f"did you mean {meant}"):
        load(str(tmp_path / asked))


@pytest.mark.parametrize("asked", ["weather.js", "none/echo.js", "echo.css"])
def test_error_for_a_missing_file_without_a_similar_name_suggests_none(
    tmp_path: Path, asked: str
) -> None:
    (tmp_path / "echo.js").write_text(CODE, encoding="utf-8")
    with pytest.raises(BundleNotFound) as caught:
        load(str(tmp_path / asked))
    assert "did you mean" not in str(caught.value)


def test_opening_a_folder_as_a_bundle_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        BundleError, match=r"expected a bundle, got a folder; give a \.js or \.vue file"
    ):
        load(str(tmp_path))


@pytest.mark.parametrize(
    "text", [CODE + CODE, "\n\n" + CODE + CODE, "// see https://app.example/\n" + CODE]
)
def test_error_for_a_bundle_text_passed_as_a_path_suggests_the_argument_source(text: str) -> None:
    with pytest.raises(BundleError, match="got the text of a bundle; pass it as source=") as caught:
        load(text)
    assert len(str(caught.value).splitlines()) == 1


def test_error_for_a_file_that_is_not_utf8_names_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_bytes(b"// caf\xe9\n")
    with pytest.raises(BundleError, match="byte 6 is invalid"):
        load(str(path))


class Handler(BaseHTTPRequestHandler):
    """Sends a response by path."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/drop.js":
            self.close_connection = True
            return
        if path == "/moved.js":
            self.send_response(302)
            self.send_header("Location", "/a.js")
            self.end_headers()
            return
        if path == "/hinted.js":
            self.send_response_only(103)
            self.end_headers()
            path = "/a.js"
        if self.path == "http://nowhere.test/proxied.js":
            path = "/a.js"
        body = {"/a.js": CODE.encode(), "/binary.js": b"\xff\xfe", "/short.js": b"var"}.get(path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Length", "100" if path == "/short.js" else str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def web() -> Iterator[str]:
    """The address of an HTTP server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_bundle_is_fetched_after_interim_responses(web: str) -> None:
    assert load(f"{web}/hinted.js") == (CODE, f"{web}/hinted.js")


def test_a_bundle_is_fetched_through_the_environments_proxy(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", web)
    monkeypatch.setenv("no_proxy", "10.0.0.0/8")
    assert load("http://nowhere.test/proxied.js")[0] == CODE


def test_environment_variable_no_proxy_applies_to_bundle_addresses(
    web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", web.removeprefix("http://"))
    assert load(f"{web}/a.js")[0] == CODE


@pytest.mark.parametrize("path", ["/a.js", "/a.js?bundleType=Vue", "/moved.js"])
def test_bundle_is_fetched_from_a_url(web: str, path: str) -> None:
    assert load(web + path) == (CODE, web + path)


def test_query_of_the_url_sets_the_framework_of_a_fetched_bundle(
    runtime: Runtime, web: str
) -> None:
    page = runtime.open(f"{web}/a.js?bundleType=vanilla")
    assert (page.framework, page.name) == ("Vanilla", "a.js")
    assert page.url == f"{web}/a.js?bundleType=vanilla"


def test_error_for_a_url_without_a_bundle_has_the_servers_status(web: str) -> None:
    with pytest.raises(BundleNotFound, match="the server responded with 404 Not Found"):
        load(f"{web}/missing.js")


@pytest.mark.parametrize("path", ["/missing bundle.js", "/b\u00fccher.js"])
def test_address_of_a_file_is_escaped_as_in_the_url_standard(web: str, path: str) -> None:
    with pytest.raises(BundleNotFound, match="the server responded with 404 Not Found"):
        load(web + path)


@pytest.mark.parametrize("url", ["http://", "http://a b/x.js", "https://h:99999/x.js"])
def test_opening_an_address_that_cannot_be_parsed_is_an_error(url: str) -> None:
    with pytest.raises(BundleNotFound, match=f"the URL '{url}'"):
        load(url)


@pytest.mark.parametrize("path", ["/drop.js", "/short.js"])
def test_incomplete_response_to_a_bundle_request_is_an_error(web: str, path: str) -> None:
    with pytest.raises(BundleNotFound, match="cannot be fetched"):
        load(web + path)


def test_a_fetched_file_that_is_not_text_is_an_error(web: str) -> None:
    with pytest.raises(BundleError, match="byte 0 is invalid"):
        load(f"{web}/binary.js")


def test_opening_a_bundle_on_an_unreachable_server_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(BundleNotFound, match="cannot be fetched: .*refused"):
            load(f"http://127.0.0.1:{port}/a.js")


def test_runtime_has_no_page_after_a_bundle_error(runtime: Runtime, tmp_path: Path) -> None:
    openings: list[Callable[[], object]] = [
        lambda: runtime.open(tmp_path / "missing.js"),
        lambda: runtime.open(source=""),
        lambda: runtime.open(source='// { "framework": "React" }\n'),
    ]
    for opening in openings:
        with pytest.raises(WeexError):
            opening()
    assert runtime.pages == []
    assert runtime.open(source='// { "framework": "Vanilla" }\n').id == "1"


@pytest.mark.skipif(sys.platform == "win32", reason="paths are bytes on POSIX only")
def test_open_accepts_a_path_object(runtime: Runtime, tmp_path: Path) -> None:
    path = tmp_path / "plain.js"
    path.write_text('// { "framework": "Vanilla" }\n', encoding="utf-8")
    page = runtime.open(path)
    assert (page.name, page.url) == ("plain.js", path.as_uri())
