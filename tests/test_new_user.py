"""A new user's first suite: one bundle and one test in a folder, the built wheel in a new virtual
environment. Where the bundle breaks, pytest's report alone says what is wrong with it."""

from __future__ import annotations

import os
import re
import site
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from hatchling.build import build_wheel

ROOT = Path(__file__).parent.parent

BUNDLE = """// { "framework": "Vue" }
var ws = weex.requireModule('webSocket');

new Vue({
  el: 'body',
  data: { text: '', lines: [], state: 'connecting' },
  created: function () {
    var self = this;
    ws.WebSocket(weex.config.url);
    ws.onopen(function () { self.state = 'online'; });
    ws.onmessage(function (event) { self.lines.push(event.data); });
  },
  methods: {
    send: function () {
      ws.send(this.text);
      this.text = '';
    },
  },
  render: function (h) {
    var self = this;
    return h('div', [
      h('text', { attrs: { testId: 'state' } }, [self.state]),
      h('input', {
        attrs: { placeholder: 'message', value: self.text },
        on: { input: function (event) { self.text = event.value; } },
      }),
      h('text', { on: { click: self.send } }, ['Send']),
      h('list', self.lines.map(function (line) { return h('cell', [h('text', [line])]); })),
    ]);
  },
});
"""

TEST = """import pytest

from weex_runtime import expect


@pytest.mark.weex(bundle="chat.js")
def test_what_is_sent_comes_back(new_weex_page, ws_server):
    ws_server.echo()
    page = new_weex_page(config={"url": ws_server.url})
    page.set_default_timeout(1)
    expect(page.get_by_test_id("state")).to_have_text("online")
    page.get_by_placeholder("message").fill("hello")
    page.get_by_text("Send").click()
    expect(page.get_by_role("listitem")).to_have_text(["hello"])
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that has the wheel; its dependencies are those of this
    environment, whose editable installation it does not see."""
    folder = tmp_path_factory.mktemp("new_user")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        wheel = folder / build_wheel(str(folder))
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    target = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    options = ["--no-index", "--no-deps", "--disable-pip-version-check", "--no-compile"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *options,
         "--target", target.stdout.strip(), str(wheel)],
        check=True,
        timeout=120,
    )  # fmt: skip
    return python


def environment() -> dict[str, str]:
    """With what the wheel depends on. A folder of PYTHONPATH is no site folder: the link of the
    editable installation there is not followed."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "CI" and not name.startswith("PYTEST")
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(site.getsitepackages())}


@pytest.fixture
def run_pytest(python: Path, tmp_path: Path) -> Callable[[str], tuple[int, str]]:
    """Run pytest in a folder with a bundle and the test: exit code and what it wrote."""

    def run_pytest(bundle: str) -> tuple[int, str]:
        (tmp_path / "chat.js").write_text(bundle, encoding="utf-8")
        (tmp_path / "test_chat.py").write_text(TEST, encoding="utf-8")
        done = subprocess.run(
            [python, "-m", "pytest", "-W", "error"],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout + done.stderr

    return run_pytest


def test_the_first_test_passes(run_pytest: Callable[[str], tuple[int, str]]) -> None:
    status, text = run_pytest(BUNDLE)
    assert status == 0, text
    assert "1 passed" in text


def test_python_tests_beside_a_jest_suite_run(python: Path, tmp_path: Path) -> None:
    """Installing the plugin changes nothing for a repository with Jest files and no Weex test."""
    for name, text in {
        "package.json": '{"type": "module", "scripts": {"test": "jest"}}',
        "src/sum.js": "export const sum = (a, b) => a + b;\n",
        "src/sum.test.js": "import { sum } from './sum';\ntest('adds', () => sum(1, 2));\n",
        "src/view.spec.js": "test('renders', () => { render(<View />); });\n",
        "node_modules/jest/build/jest.test.js": "export default {};\n",
        "tests/test_sum.py": "def test_adds():\n    assert 1 + 2 == 3\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [python, "-m", "pytest", "-v", "-W", "error"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
    assert "2 files are left to another test runner: src/" in done.stdout


def test_what_is_installed_is_the_wheel(python: Path) -> None:
    where = "import weex_modules, weex_runtime; print(weex_modules.__file__, weex_runtime.__file__)"
    done = subprocess.run(
        [python, "-c", where], check=True, env=environment(), capture_output=True, text=True
    )
    assert all(path.startswith(str(python.parents[1])) for path in done.stdout.split())


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        pytest.param(
            "ws.send(this.text)",
            "sw.send(this.text)",
            [
                r'>       expect\(page.get_by_role\("listitem"\)\).to_have_text\(\["hello"\]\)',
                r"E         the page's last error: ReferenceError: '?sw'? is not defined, at send",
                r"uncaught ReferenceError: '?sw'? is not defined \(in event click on <text> .Send",
                r"    at send \(chat\.js:15",
                r"      15 \| sw\.send\(this\.text\);",
            ],
            id="typo in a handler",
        ),
        pytest.param(
            "methods: {",
            "methods: (",
            [
                r"E         the page's last error: SyntaxError: .+, at chat\.js:14",
                "E         the screen is empty",
                r"uncaught SyntaxError: .+ \(in loading chat\.js\)",
                r"      14 \| send: function \(\) \{",
            ],
            id="syntax error",
        ),
        pytest.param(
            "['Send']",
            "['Sned']",
            [
                r'>       page.get_by_text\("Send"\).click\(\)',
                r'E .*get_by_text\("Send"\)\.click: no element matches within 1 s',
                r"E         nearest: 'Sned': \[Sned\]",
            ],
            id="wrong text",
        ),
        pytest.param(
            "weex.config.url",
            "'ws://127.0.0.1:1/'",
            [
                r'the text of "connecting" .* is "connecting"',
                r"webSocket: ws://127\.0\.0\.1:1/: cannot connect to .*: Connection refused",
                r"page 1 socket connecting to ws://127\.0\.0\.1:1/",
                r"page 1 socket closed 1006",
            ],
            id="wrong URL",
        ),
        pytest.param(
            "weex.config.url",
            "weex.config.ulr",
            [r"webSocket: the URL '' is not ws, wss, http or https"],
            id="URL that is undefined",
        ),
        pytest.param(
            "ws.onmessage(",
            "ws.onclose(",
            [
                r"the texts are \[\]",
                "a message came, and webSocket.onmessage has no handler",
                r"page 1 socket ← text 'hello'",
            ],
            id="handler that is not assigned",
        ),
        pytest.param(
            "click: self.send",
            "click: self.sent",
            [
                r'nothing listens to click at "Send" .* or around it within 1 s',
                'Invalid handler for event "click": got undefined',
            ],
            id="handler that is not there",
        ),
        pytest.param(
            "ws.send(this.text)",
            "ws.sent(this.text)",
            [
                r"uncaught TypeError: not a function \(in event click on <text> \"Send\"\)",
                r"      15 \| ws\.sent\(this\.text\);",
            ],
            id="wrong method of a module",
        ),
        pytest.param(
            "'webSocket'",
            "'websocket'",
            [
                r"TypeError: cannot read property 'WebSocket' of undefined",
                r"      9 \| ws\.WebSocket\(weex\.config\.url\);",
                r"module 'websocket' is not registered, .*; did you mean 'webSocket'\?",
            ],
            id="wrong name of a module",
        ),
    ],
)
def test_a_broken_bundle_is_told_by_the_report_alone(
    run_pytest: Callable[[str], tuple[int, str]], right: str, wrong: str, told: list[str]
) -> None:
    assert right in BUNDLE
    status, text = run_pytest(BUNDLE.replace(right, wrong))
    assert status == 1
    assert "1 failed" in text
    assert [words for words in told if not re.search(words, text)] == [], text
