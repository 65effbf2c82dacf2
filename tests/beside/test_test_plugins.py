"""`weex-runtime test` with plugins for reports and watching."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from weex_runtime.cli.main import main

TESTS = """
it('passes', () => {});
it('fails', () => {
  expect(1).toBe(2);
});
"""
BROKEN = """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) {
  return h('text', { on: { click: function () {
    boom();
  } } }, ['hello']);
} });
"""
CAMERA = """from weex_runtime import Module, js_method

class Camera(Module):
    name = "camera"

    @js_method
    def shoot(self) -> None:
        raise OSError("no such device")
"""
CALL_CAMERA = """await openPage({ source: '// { "framework": "Vanilla" }\\n' +
    'weex.requireModule("camera").shoot();' });"""
PYTHON_TEST = """
import pytest

@pytest.mark.weex(bundle="broken.js")
def test_click(weex_page):
    weex_page.get_by_text("hello").click()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CI", "PYTEST_ADDOPTS", "GITHUB_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nweex_js_files = *.test.js\naddopts = -p no:asyncio -p no:playwright\n"
    )
    (tmp_path / "broken.js").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "camera.py").write_text(CAMERA, encoding="utf-8")
    (tmp_path / "page.test.js").write_text(TESTS, encoding="utf-8")
    return tmp_path


def test_reporter_json_writes_outcome_and_place_of_each_test(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "--reporter", "json"]) == 1
    records = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    calls = [record for record in records if record.get("when") == "call"]
    assert [(r["nodeid"], r["outcome"], r["location"]) for r in calls] == [
        ("page.test.js::passes", "passed", ["page.test.js", 1, "passes"]),
        ("page.test.js::fails", "failed", ["page.test.js", 2, "fails"]),
    ]
    assert calls[1]["longrepr"]["reprcrash"]["message"] == "Expected 1 to be 2."
    assert records[-1] == {"exitstatus": 1, "$report_type": "SessionFinish"}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("expect(1).toBe(2);", "page.test.js,line=3"),
        (
            "await openPage('broken.js'); await page.getByText('hello').click();",
            "broken.js,line=4",
        ),
        (CALL_CAMERA, "camera.py,line=8"),
        ("wsServer.script(new Script());", "page.test.js,line=2"),
    ],
)
def test_github_annotations_point_to_the_line_that_caused_the_failure(
    project: Path, capfd: pytest.CaptureFixture[str], body: str, place: str
) -> None:
    source = f"test.use({{ modules: ['camera.py'] }});\nit('a', async () => {{\n  {body}\n}});\n"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    assert main(["test", "--reporter", "github"]) == 1
    [error] = [line for line in capfd.readouterr().err.splitlines() if line.startswith("::error")]
    assert error.startswith(f"::error file={place}::a"), error


def test_github_annotations_of_python_tests_point_to_the_line_in_the_bundle(
    project: Path,
) -> None:
    (project / "test_page.py").write_text(PYTHON_TEST)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", str(project / "test_page.py")],
        env={**os.environ, "GITHUB_ACTIONS": "true"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "::error file=broken.js,line=4::test_click" in done.stderr


def test_watch_option_runs_the_tests_again_when_a_file_is_saved(project: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "weex_runtime", "test", "--watch"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    is_over = threading.Event()

    # Save the file again until a run starts: pytest-watcher ignores files saved during a run.
    def save_again() -> None:
        while not is_over.wait(0.5):
            (project / "page.test.js").write_text("it('passes', () => {});\n")

    saver = threading.Thread(target=save_again)
    try:
        assert process.stdout
        while "1 failed, 1 passed" not in (line := process.stdout.readline()):
            assert line
        saver.start()
        while "1 passed in" not in (line := process.stdout.readline()):
            assert line
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Traceback" not in rest
    finally:
        is_over.set()
        saver.join()
        process.kill()
        process.communicate()
