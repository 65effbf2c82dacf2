"""Texts of bundles neither control the terminal nor look like other parts of the output."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Page, Runtime
from weex_runtime.cli.main import main
from weex_runtime.control_characters import visible, visible_line
from weex_runtime.errors import BundleError, JSError, WeexError
from weex_runtime.testing import Script, WsServer

from .support.command import weex
from .support.pytest_project import empty_project as empty_project

# All control characters except tab and line feed, and the output lines that a hostile text could
# imitate.
CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), *range(127, 160)])) + (
    "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
FORGED = ("--- app.js (Vue)", "weex-runtime: forged", "log   forged", "FAILED test_it.py::forged")
EVIL = CONTROLS + "".join(f"\n{line}" for line in FORGED)

BUNDLE = """// { "framework": "Vanilla" }
var evil = weex.config.evil || %r;
console.log(evil);
console.error(new Error(evil));
var body = document.createBody(evil);
var row = document.createElement('div', {style: {flexDirection: 'row'}});
body.appendChild(document.createElement('text', {attr: {value: evil}}));
body.appendChild(document.createElement('input', {attr: {value: evil, placeholder: evil}}));
body.appendChild(document.createElement('image', {attr: {src: evil, id: evil}}));
body.appendChild(document.createElement(evil, {attr: {id: evil}}));
row.appendChild(document.createElement('text', {attr: {value: 'a"  [pay'}}));
body.appendChild(row);
document.documentElement.appendChild(body);
weex.requireModule(evil);
weex.requireModule('modal').toast({message: evil});
weex.requireModule('stream').fetch({method: 'GET', url: evil, headers: {a: evil}}, function () {});
weex.requireModule('navigator').push({url: evil});
setTimeout(function () { throw evil; }, 0);
function f() { throw new Error(evil); }
Object.defineProperty(f, 'name', {value: evil});
f();
"""

# In CI, pytest's summary shows whole messages.
IN_CI_OR_NOT = pytest.mark.parametrize("ci", ["", "true"])


def require_harmless(output: str) -> None:
    assert not re.search(f"[{re.escape(CONTROLS)}]", output)
    assert not set(output.split("\n")) & set(FORGED)


def js(text: str) -> str:
    return BUNDLE % text


def test_control_characters_are_shown_as_json_writes_them() -> None:
    assert visible("a\x1b[2J\x9b\u202e\r\nb\tc") == "a\\u001b[2J\\u009b\\u202e\nb\tc"
    assert visible("a\nb\n", indent="  ") == "a\n  b\n  "
    assert visible_line("a\n\tb\r") == "a\\n\\tb\\u000d"
    assert visible("grüße 👩‍👩‍👧 שלום") == "grüße 👩‍👩‍👧 שלום"
    require_harmless(visible(CONTROLS))


def test_errors_show_control_characters_as_escapes() -> None:
    for error in (
        WeexError(CONTROLS),
        BundleError(EVIL, "x"),
        JSError(EVIL, f"    at {EVIL}", EVIL),
    ):
        require_harmless(str(error))
    assert JSError(EVIL).message == EVIL


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "a\x1b[31m\u202eb.js"
    path.write_text(js(EVIL), encoding="utf-8")
    return path


def test_run_command_shows_control_characters_of_a_bundle_as_escapes(bundle: Path) -> None:
    for options in (["--trace"], ["--platform", "android"], ["--json"]):
        _, out, err = weex("run", str(bundle), "--do", "wait nothing", "--timeout", "0.1", *options)
        require_harmless(out)
        require_harmless(err)
        assert "forged" in out
    status, out, err = weex("run", f"{bundle}x")
    assert status == 2
    require_harmless(err)


def test_control_characters_in_a_text_cannot_imitate_outline_lines_of_other_elements(
    bundle: Path,
) -> None:
    _, out, _ = weex("run", str(bundle))
    assert '"a\\"  [pay"' in out


def test_build_writes_the_text_of_a_bundle_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a.vue").write_text("<template><text>a\u202eb</text></template>", encoding="utf-8")
    _, out, _ = weex("build", "a.vue", cwd=tmp_path)
    assert "a\u202eb" in out


def test_repr_and_outline_of_a_page_have_no_control_characters(
    make_runtime: Callable[..., Runtime], bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runtime = make_runtime()
    page = runtime.open(source=bundle.read_text(encoding="utf-8"), name=EVIL)
    assert page.console[0].text == EVIL
    page.debug()
    require_harmless(repr(page) + page.outline() + capsys.readouterr().out)


def test_close_reason_of_a_server_is_shown_with_escapes(bundle: Path) -> None:
    code = """// { "framework": "Vanilla" }
    var ws = weex.requireModule('webSocket');
    ws.WebSocket(weex.config.url, '');
    ws.onclose(function (e) { console.log(e.reason); });
    """
    bundle.write_text(code)
    with WsServer(
        Script().send(f"\x1b[2J{FORGED[0]}").close(4000, f"\x1b[2J\n{FORGED[0]}")
    ) as server:
        url = f"url={server.url}"
        _, out, err = weex("run", str(bundle), "--config", url, "--trace", "--do", "log app.js")
    assert "\\u001b[2J" in out
    require_harmless(out)
    require_harmless(err)


@IN_CI_OR_NOT
def test_report_of_pytest_shows_control_characters_as_escapes(
    ci: str, empty_project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    empty_project.makepyfile(
        f"""
        import pytest
        from weex_runtime import expect

        EVIL = {EVIL!r}
        SOURCE = {js(EVIL)!r}

        def test_it(new_weex_page):
            page = new_weex_page(source=SOURCE, name=EVIL)
            expect(page.get_by_text(EVIL + "x")).to_be_visible(timeout=0)

        def test_errors(new_weex_page):
            new_weex_page(source=SOURCE)
        """
    )
    result = empty_project.runpytest("-ra")
    result.assert_outcomes(failed=2)
    require_harmless(result.stdout.str())
    result.stdout.fnmatch_lines(["*weex console*", "*weex screen*"])


@IN_CI_OR_NOT
def test_reporters_of_tests_in_js_show_control_characters_as_escapes(
    ci: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:cacheprovider")
    monkeypatch.setenv("CI", ci)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nweex_js_files = *.test.js\n")
    (tmp_path / "it.test.js").write_text(
        f"var evil = {EVIL!r}, line = {CONTROLS!r};\n"
        "describe(evil, () => { it(evil, () => { console.log(line); throw new Error(evil); }); });",
        encoding="utf-8",
    )
    assert main(["test", "it.test.js"]) == 1
    require_harmless(capfd.readouterr().out)


def test_failure_of_a_module_is_shown_without_control_characters(
    make_runtime: Callable[..., Runtime], caplog: pytest.LogCaptureFixture
) -> None:
    runtime = make_runtime()
    page: Page = runtime.open(source='// { "framework": "Vanilla" }\n1')
    page.add_failure(EVIL, ValueError(EVIL), EVIL)
    require_harmless(str(page.failures[0]) + page.failures[0].report())
    assert caplog.records
    require_harmless(caplog.records[0].getMessage())
