"""`weex-runtime test`; most tests run the command in this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from xml.etree import ElementTree

import pytest

from weex_runtime.cli.main import main

PAGE = """// { "framework": "Vue" }
new Vue({ el: 'body', render: function (h) { return h('text', ['hello']); } });
"""
TESTS = """
describe('Page', () => {
  it('says hello', async () => {
    await openPage('page.js');
    await expect(page.getByText('hello')).toBeVisible({ timeout: 0.2 });
  });
  it('counts', () => {
    expect({ a: 1 }).toEqual({ a: 2 });
  });
  it.skip('rests', () => {});
});
"""
SLOW_TEST = """it('slow', async () => {
  console.error('started');
  await waitUntil(() => false, { timeout: 50 });
}, 60);
"""
# With the ini key weex_js_files, files without a global of Weex tests are collected too.
ALL_FILES = "weex_js_files = *.test.js *.spec.js\n"

# A function that runs `weex-runtime test` in the project, and returns (exit status, standard
# output, standard error).
Weex: TypeAlias = "Callable[..., tuple[int, str, str]]"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bundle, its tests in JS, and a test in Python."""
    for name in ("CI", "BUILD_NUMBER", "PYTEST_ADDOPTS", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEEX_UPDATE_SNAPSHOTS", "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{ALL_FILES}addopts = -ra\n")
    (tmp_path / "page.js").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.test.js").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_python.py").write_text("def test_python(): assert False\n")
    return tmp_path


@pytest.fixture
def weex(project: Path, capfd: pytest.CaptureFixture[str]) -> Weex:
    def weex(*args: str) -> tuple[int, str, str]:
        status = main(["test", *args])
        out, err = capfd.readouterr()
        return status, out, err

    return weex


def test_wrong_option_value_exits_with_the_usage_status_of_pytest(weex: Weex) -> None:
    status, _, err = weex("--reporter", "colourful")
    assert status == 4
    assert "got 'colourful'" in err


def test_reporter_list_writes_a_line_for_each_test_and_the_failures(weex: Weex) -> None:
    status, out, _ = weex()
    assert status == 1
    lines = out.splitlines()
    assert lines[0] == "page.test.js"
    assert lines[1].startswith("  ✓ Page › says hello (")
    assert lines[2].startswith("  ✗ Page › counts (")
    assert lines[2].endswith("  page.test.js:7")
    assert lines[3] == "  - Page › rests"
    assert ">     expect({ a: 1 }).toEqual({ a: 2 });" in lines
    assert "E   Expected $.a = 1 to equal 2." in lines
    assert "page.test.js:8: expectation" in lines
    assert lines[-1].startswith("1 failed, 1 passed, 1 skipped in ")
    assert "warning" not in out


def test_reporter_list_names_the_line_of_the_bundle_that_throws(weex: Weex, project: Path) -> None:
    (project / "page.js").write_text('// { "framework": "Vanilla" }\n\nboom();\n')
    (project / "page.test.js").write_text("it('a', async () => { await openPage('page.js'); });")
    status, out, _ = weex()
    assert status == 1
    assert out.splitlines()[1].endswith("  page.js:3")


def test_chaos_repeats_tests_and_lists_the_seed_of_a_failure(weex: Weex) -> None:
    status, out, _ = weex("--chaos", "2", "--seed", "5", "--grep", "counts")
    assert status == 1
    assert "page.test.js::Page::counts[chaos-1] failed in 2 of 2 rounds; to repeat one:" in out
    assert "weex-runtime test 'page.test.js::Page::counts[chaos-1]' --chaos 1 --seed 5" in out


def test_reporter_dot_writes_the_output_of_pytest(weex: Weex) -> None:
    status, out, _ = weex("--reporter", "dot")
    assert status == 1
    assert out.startswith(".Fs ")


def test_reporter_junit_writes_xml_to_standard_output_and_the_list_to_standard_error(
    weex: Weex,
) -> None:
    status, out, err = weex("--reporter", "junit")
    assert status == 1
    assert "✗ Page › counts" in err
    root = ElementTree.fromstring(out)
    assert [case.get("name") for case in root.iter("testcase")] == ["says hello", "counts", "rests"]
    failure = next(root.iter("failure"))
    assert (failure.get("message") or "").startswith("Expected $.a = 1 to equal 2.")


def test_output_option_creates_the_folder_of_the_report_file(weex: Weex, project: Path) -> None:
    _, out, _ = weex("--reporter", "junit", "--output", "new/folder/out.xml")
    assert "✗ Page › counts" in out
    root = ElementTree.parse(project / "new" / "folder" / "out.xml").getroot()
    assert len(list(root.iter("testcase"))) == 3


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["--reporter=json"], 4, "--reporter json needs pytest-reportlog: pip install"),
        (["--watch"], 4, "--watch needs pytest-watcher: pip install pytest-watcher"),
        (["--reporter=github"], 1, "pip install pytest-github-actions-annotate-failures"),
    ],
)
def test_option_without_its_optional_package_reports_the_package(
    weex: Weex, monkeypatch: pytest.MonkeyPatch, args: list[str], status: int, message: str
) -> None:
    for name in (
        "pytest_reportlog", "pytest_watcher", "pytest_github_actions_annotate_failures"
    ):  # fmt: skip
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    found, out, err = weex(*args)
    assert (found, message in err) == (status, True)
    assert ("✓ Page › says hello" in out) is (status == 1)


def test_error_names_pytest_when_pytest_is_missing(
    weex: Weex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pytest", None)
    assert weex() == (4, "", "weex-runtime: tests need pytest: pip install pytest\n")


def test_error_for_several_processes_names_xdist_when_xdist_is_missing(
    weex: Weex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xdist", None)
    assert weex("-n", "2") == (
        4, "", "weex-runtime: -n needs pytest-xdist: pip install pytest-xdist\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "args", [("--grep", "^Page says"), ("-k", "hello"), ("-v", "page.test.js::Page::says hello")]
)
def test_command_line_selects_tests_by_title_by_expression_and_by_node_id(
    weex: Weex, args: tuple[str, ...]
) -> None:
    status, out, _ = weex(*args)
    assert (status, out.count("✓"), out.count("✗")) == (0, 1, 0)


def test_pytest_options_are_passed_on_to_pytest(weex: Weex) -> None:
    status, out, _ = weex("--collect-only", "-k", "counts or rests", "page.test.js")
    assert (status, out.count("page.test.js::Page::")) == (0, 2)


def test_tests_run_once_for_each_platform_option(weex: Weex) -> None:
    status, out, _ = weex("--grep=hello", "--platform=android", "--platform=ios")
    assert status == 0
    assert "✓ Page › says hello[android]" in out
    assert "✓ Page › says hello[ios]" in out


def test_option_isolate_runs_the_js_of_pages_in_processes_of_their_own(
    weex: Weex, project: Path
) -> None:
    source = "it('a', async () => { await openPage('page.js'); "
    source += "expect([runtime.isolation, page.isolation]).toEqual(['process', 'process']); });"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    status, out, _ = weex("--isolate", "page.test.js")
    assert (status, out.count("✓")) == (0, 1), out


def test_option_u_updates_the_snapshots_of_js_tests(weex: Weex, project: Path) -> None:
    source = "it('a', async () => { await openPage('page.js'); await expect(page)"
    source += ".toMatchSnapshot('page', { timeout: 0.01 }); });"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    snapshot = project / "snapshots" / "page.txt"
    snapshot.parent.mkdir()
    snapshot.write_text("old")
    assert weex()[0] == 1
    assert weex("-u")[0] == 0
    assert snapshot.read_text() == 'text "hello"\n'


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (
            ("nothing",),
            5,
            "no tests in nothing: Weex tests in JS are files called *.test.js",
        ),
        (("other",), 5, "a.test.mjs is not run: tests are files called *.test.js"),
        (("--grep=zzz",), 5, "--grep or -k deselected all 3 tests"),
        (("missing",), 4, "file or directory not found: missing"),
        (("page.tset.js",), 4, "page.tset.js: no such file; did you mean page.test.js?"),
        (
            ("page.js",),
            4,
            "page.js is not a test: tests are files called *.test.js",
        ),
        (("page.js",), 4, "`weex-runtime run page.js` opens a bundle"),
        (("page.spec.mjs",), 4, "page.spec.mjs is not a test: tests are files called *.test.js"),
        (("--reporter=junit", "--output=page.js/x"), 4, "--output page.js/x: cannot be written"),
        (("--reporter=junit", "--output=nothing"), 4, "--output nothing: cannot be written"),
        (("test_python.py",), 4, "expected only JS test files, *.test.js or *.spec.js; got"),
        (("--output=x",), 4, "--output is for the reporters json and junit, not list"),
        (("--platform=windows",), 4, "windows"),
        (("--grep=(",), 4, "is not a regular expression"),
        (("--gerp=x",), 4, "unrecognized arguments: --gerp=x"),
    ],
)
def test_message_explains_wrong_usage_or_why_no_test_ran(
    weex: Weex, project: Path, args: tuple[str, ...], status: int, message: str
) -> None:
    (project / "nothing").mkdir()
    (project / "page.spec.mjs").touch()
    (project / "other").mkdir()
    (project / "other" / "a.test.mjs").touch()
    found, _, err = weex(*args)
    assert found == status
    assert message in err
    assert "Traceback" not in err


JEST = "import { sum } from './sum';\ntest('adds', () => { expect(sum(1, 2)).toBe(3); });\n"


@pytest.mark.parametrize(("others", "status"), [(["page.test.js"], 1), ([], 5)])
def test_files_of_another_test_runner_are_skipped_and_listed(
    weex: Weex, project: Path, others: list[str], status: int
) -> None:
    (project / "pytest.ini").unlink()
    folder = project / "src"
    folder.mkdir()
    (folder / "sum.test.js").write_text(JEST, encoding="utf-8")
    found, out, err = weex(*others, "src")
    assert (found, "SyntaxError" in out) == (status, False)
    path = os.path.join("src", "sum.test.js")
    assert f"1 file belongs to another test runner and is not run: {path}; Weex" in err
    found, out, err = weex(path)
    assert (found, "cannot import './sum'" in out) == (2, True)
    assert "another test runner" not in err


# Tests that start a process.


def test_commands_other_than_test_do_not_import_pytest() -> None:
    code = (
        "import sys; from weex_runtime.cli.main import main\n"
        "try: main(['doctor'])\n"
        "finally: assert not {'pytest', 'weex_runtime.cli.test'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize("reporter", ["list", "junit"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux's /dev/full")
def test_test_command_exits_with_1_and_one_line_when_the_disk_is_full(
    project: Path, reporter: str
) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "weex_runtime", "test", f"--reporter={reporter}"],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last == "weex-runtime: cannot write the output: No space left on device"
    assert "Traceback" not in done.stderr


def test_ctrl_c_ends_a_test_run(project: Path) -> None:
    (project / "page.test.js").write_text(SLOW_TEST, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "weex_runtime", "test", "-s"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    while "started" not in (line := process.stdout.readline()):
        assert line
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "Traceback" not in rest
