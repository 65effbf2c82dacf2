"""`weex-runtime test`, as a user runs it: in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from xml.etree import ElementTree

import pytest

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

ALL_FILES = "weex_js_files = *.test.js *.spec.js\n"  # also those that use nothing of a device


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a bundle, its tests, and tests in Python that are not to be run."""
    for name in ("CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\n{ALL_FILES}addopts = -ra\n")
    (tmp_path / "page.js").write_text(PAGE, encoding="utf-8")
    (tmp_path / "page.test.js").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_python.py").write_text("def test_python(): assert False\n")
    return tmp_path


def weex(project: Path, *args: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", "test", *args],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def test_list_has_a_line_for_each_test_and_the_failures(project: Path) -> None:
    status, out, _ = weex(project)
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


def test_dots_are_pytest_s(project: Path) -> None:
    status, out, _ = weex(project, "--reporter", "dot")
    assert status == 1
    assert out.startswith(".Fs ")


@pytest.mark.parametrize("goes_to_file", [False, True])
def test_json_is_one_document(project: Path, goes_to_file: bool) -> None:
    options = ["--output", "out.json"] if goes_to_file else []
    status, out, _ = weex(project, "--reporter", "json", *options)
    assert status == 1
    assert (out == "") is goes_to_file
    document = json.loads((project / "out.json").read_text() if goes_to_file else out)
    assert (document["status"], document["errors"]) == (1, [])
    assert [
        (test["id"], test["title"], test["line"], test["outcome"]) for test in document["tests"]
    ] == [
        ("page.test.js::Page::says hello", "Page › says hello", 3, "passed"),
        ("page.test.js::Page::counts", "Page › counts", 7, "failed"),
        ("page.test.js::Page::rests", "Page › rests", 10, "skipped"),
    ]
    assert document["tests"][1]["message"].startswith("Expected $.a = 1 to equal 2.\n")


@pytest.mark.parametrize("goes_to_file", [False, True])
def test_junit_is_pytest_s_xml(project: Path, goes_to_file: bool) -> None:
    options = ["--output", "out.xml"] if goes_to_file else []
    _, out, _ = weex(project, "--reporter", "junit", *options)
    assert (out == "") is goes_to_file
    root = ElementTree.fromstring((project / "out.xml").read_text() if goes_to_file else out)
    assert [case.get("name") for case in root.iter("testcase")] == ["says hello", "counts", "rests"]
    failure = next(root.iter("failure"))
    assert (failure.get("message") or "").startswith("Expected $.a = 1 to equal 2.")


def test_github_gets_a_line_for_each_failure(project: Path) -> None:
    (project / "b.test.js").write_text("const x = ;", encoding="utf-8")
    status, out, _ = weex(project, "--reporter", "github")
    assert status == 2
    errors = [line for line in out.splitlines() if line.startswith("::error")]
    assert errors[0].startswith("::error file=b.test.js,line=1,title=no tests::SyntaxError")
    (project / "b.test.js").unlink()
    _, out, _ = weex(project, "--reporter", "github")
    errors = [line for line in out.splitlines() if line.startswith("::error")]
    head = "::error file=page.test.js,line=8,title=Page › counts::Expected $.a = 1 to equal 2.%0A"
    assert len(errors) == 1
    assert errors[0].startswith(head)


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


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (
            "await openPage('broken.js');\n  await page.getByText('hello').click();",
            "broken.js,line=4",
        ),
        (
            "await openPage({ source: readFile('broken.js') });\n"
            "  await page.getByText('hello').click();",
            "page.test.js,line=4",
        ),
        (
            'await openPage({ source: \'// { "framework": "Vanilla" }\\n\' +\n'
            "    'weex.requireModule(\"camera\").shoot();' });",
            "camera.py,line=8",
        ),
        ("wsServer.script(new Script());", "page.test.js,line=2"),
        ("await openPage('nothing.js');", "page.test.js,line=3"),
        ("mockModule('nothing', {});", "page.test.js,line=3"),
    ],
)
def test_github_is_led_to_the_test_the_bundle_or_the_module(
    project: Path, body: str, place: str
) -> None:
    (project / "broken.js").write_text(BROKEN, encoding="utf-8")
    (project / "camera.py").write_text(CAMERA, encoding="utf-8")
    source = f"test.use({{ modules: ['camera.py'] }});\nit('a', async () => {{\n  {body}\n}});\n"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    status, out, _ = weex(project, "--reporter", "github")
    assert status == 1
    [error] = [line for line in out.splitlines() if line.startswith("::error")]
    assert error.startswith(f"::error file={place},title=a::"), error


def test_github_is_never_led_into_the_package(project: Path) -> None:
    source = "test.use({ storage: '.' });\nit('a', async () => {});\n"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    status, out, _ = weex(project, "--reporter", "github")
    assert status == 1
    [error] = [line for line in out.splitlines() if line.startswith("::error")]
    assert error.startswith("::error file=page.test.js,line=2,title=a::Failed: StorageError"), error


def test_github_is_led_to_a_file_that_is_not_text(project: Path) -> None:
    (project / "page.test.js").write_bytes(b"\n// caf\xe9\nopenPage();")
    status, out, _ = weex(project, "--reporter", "github")
    assert status == 2
    [error] = [line for line in out.splitlines() if line.startswith("::error")]
    assert error.startswith("::error file=page.test.js,line=1,title=no tests::"), error
    assert "is no JS text: byte 7 is not UTF-8" in error
    assert "weex_runtime" not in out


@pytest.mark.parametrize(
    "choice", [("--grep", "^Page says"), ("-k", "hello"), ("page.test.js::Page::says hello",)]
)
def test_tests_are_chosen(project: Path, choice: tuple[str, ...]) -> None:
    status, out, _ = weex(project, *choice)
    assert (status, out.count("✓"), out.count("✗")) == (0, 1, 0)


def test_each_platform_is_a_run(project: Path) -> None:
    status, out, _ = weex(project, "--grep=hello", "--platform=android", "--platform=ios")
    assert status == 0
    assert "✓ Page › says hello[android]" in out
    assert "✓ Page › says hello[ios]" in out


def test_snapshots_are_written_anew(project: Path) -> None:
    source = "it('a', async () => { await openPage('page.js'); await expect(page)"
    source += ".toMatchSnapshot('page', { timeout: 0.01 }); });"
    (project / "page.test.js").write_text(source, encoding="utf-8")
    snapshot = project / "snapshots" / "page.txt"
    snapshot.parent.mkdir()
    snapshot.write_text("old")
    assert weex(project)[0] == 1
    assert weex(project, "-u")[0] == 0
    assert snapshot.read_text() == 'text "hello"\n'


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (
            ("nothing",),
            5,
            "no tests in nothing: Weex tests in JS are files called *.test.js or *.spec.js",
        ),
        (("--grep=zzz",), 5, "no test is left of 3: none fits what --grep or -k ask for"),
        (("missing",), 4, "file or directory not found: missing"),
        (("page.tset.js",), 4, "page.tset.js: no such file; did you mean page.test.js?"),
        (("page.js",), 4, "page.js is not a test: tests are files called *.test.js or *.spec.js"),
        (("page.js",), 4, "`weex-runtime run page.js` opens a bundle"),
        (("--reporter=json", "--output=page.js/out"), 4, "--output page.js/out: cannot be written"),
        (("--reporter=junit", "--output=nothing"), 4, "--output nothing: cannot be written"),
        (("test_python.py",), 4, "test_python.py is not called *.test.js or *.spec.js"),
        (("--output=x",), 4, "--output is for the reporters json and junit, not list"),
        (("--platform=windows",), 4, "windows"),
        (("--grep=(",), 4, "is no regular expression"),
    ],
)
def test_what_cannot_be_run_is_said(
    project: Path, args: tuple[str, ...], status: int, message: str
) -> None:
    (project / "nothing").mkdir()
    found, _, err = weex(project, *args)
    assert found == status
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("reporter", ["list", "dot", "json", "junit", "github"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk as Linux has it")
def test_a_full_disk_is_status_1_and_one_line(project: Path, reporter: str) -> None:
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
    assert done.stderr == "weex-runtime: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("name", ["out.json", "new/folder/out.json"])
def test_the_folder_of_a_document_is_made(project: Path, name: str) -> None:
    assert weex(project, "--reporter=json", "--output", name)[0] == 1
    assert json.loads((project / name).read_text(encoding="utf-8"))["status"] == 1


def test_typescript_and_modules_are_no_tests_and_it_says_so(project: Path) -> None:
    folder = project / "types"
    folder.mkdir()
    for name in ("page.test.ts", "page.spec.mjs"):
        file = folder / name
        file.write_text("it('a', () => {});")
        for where, status in ((folder, 5), (file, 4)):
            done = weex(project, str(where))
            assert done[0] == status
            assert f"{file} is not run: tests are scripts in JS" in done[2]
        file.unlink()


def test_without_pytest_it_says_what_to_install(project: Path) -> None:
    code = (
        "import sys; sys.modules['pytest'] = None; from weex_runtime.cli.main import main; "
        "sys.exit(main(['test']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 4
    assert done.stderr.strip() == "weex-runtime: tests need pytest: pip install pytest"


def test_other_commands_do_not_load_it() -> None:
    code = (
        "import sys; from weex_runtime.cli.main import main\n"
        "try: main(['doctor'])\n"
        "finally: assert not {'pytest', 'weex_runtime.cli.test'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


JEST = "import { sum } from './sum';\ntest('adds', () => { expect(sum(1, 2)).toBe(3); });\n"


@pytest.mark.parametrize(("others", "status"), [(["page.test.js"], 1), ([], 5)])
def test_files_of_another_runner_are_left_alone_and_named(
    project: Path, others: list[str], status: int
) -> None:
    (project / "pytest.ini").unlink()
    folder = project / "src"
    folder.mkdir()
    (folder / "sum.test.js").write_text(JEST, encoding="utf-8")
    found, out, err = weex(project, *others, "src")
    assert (found, "SyntaxError" in out) == (status, False)
    path = os.path.join("src", "sum.test.js")
    assert f"1 file is left to another test runner: {path}; Weex tests use openPage," in err
    found, out, err = weex(project, path)
    assert (found, "a test file is a script without import and export" in out) == (2, True)
    assert "another test runner" not in err


# --watch.


@contextmanager
def watching(
    project: Path, *args: str
) -> Iterator[tuple[Callable[[str], str], Callable[[], tuple[int, str]]]]:
    """A run that goes on: (wait for a text and return what came up to it, end it by Ctrl-C and
    return its status and what came behind)."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "weex_runtime", "test", *args],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    stream = process.stdout
    assert stream
    lines: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        for line in stream:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read)
    reader.start()
    seen: list[str] = []

    def wait_for(text: str) -> str:
        found = ""
        while text not in found:
            try:
                line = lines.get(timeout=30)
            except Empty:
                line = None
            assert line is not None, f"{text!r} did not come behind {seen}"
            seen.append(line)
            found += line
        return found

    def interrupt() -> tuple[int, str]:
        os.killpg(process.pid, signal.SIGINT)
        status = process.wait(timeout=30)
        rest = "".join(iter(lines.get, None))
        return status, rest.strip()

    try:
        yield wait_for, interrupt
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        reader.join()
        stream.close()


def test_watch_runs_again_when_a_bundle_a_test_or_a_module_is_saved(project: Path) -> None:
    (project / "helper.js").write_text("exports.text = 'hello';\n")
    (project / "conftest.py").write_text("import native\n")
    (project / "native.py").write_text("WORD = 1\n")
    source = TESTS.replace("{ a: 2 }", "{ a: 1 }").replace(
        "getByText('hello')", "getByText(require('./helper').text)"
    )
    (project / "page.test.js").write_text(source, encoding="utf-8")
    with watching(project, "--watch") as (wait_for, interrupt):
        assert "2 passed" in wait_for("watching for changes")
        (project / "page.js").write_text(PAGE.replace("hello", "bye"), encoding="utf-8")
        assert "page.js changed" in wait_for("watching for changes")
        (project / "helper.js").write_text("exports.text = 'bye';\n")
        assert "2 passed" in wait_for("watching for changes")
        (project / "native.py").write_text("WORD = 22\n")
        assert "native.py changed" in wait_for("watching for changes")
        (project / "page.test.js").write_text("it('x', () => { fail('so'); });", encoding="utf-8")
        assert "1 failed" in wait_for("watching for changes")
        assert interrupt() == (1, "")


def test_watch_hears_of_a_new_test_file(project: Path) -> None:
    (project / "page.test.js").unlink()
    with watching(project, "--watch") as (wait_for, interrupt):
        assert "no tests in " in wait_for("watching for changes")
        (project / "page.test.js").write_text("it('x', () => {});", encoding="utf-8")
        assert "1 passed" in wait_for("watching for changes")
        assert interrupt() == (0, "")


def test_watch_hears_of_a_file_that_is_saved_during_the_first_run(project: Path) -> None:
    waits = """it('waits', async () => {
      console.error('begun');
      await waitUntil(() => { try { return readFile('go.txt'); } catch (error) { return ''; } });
      fail('so');
    });"""
    (project / "page.test.js").write_text(waits, encoding="utf-8")
    (project / "pytest.ini").write_text(f"[pytest]\n{ALL_FILES}addopts = -s\n")
    with watching(project, "--watch") as (wait_for, interrupt):
        wait_for("begun")
        (project / "page.test.js").write_text("it('x', () => {});", encoding="utf-8")
        (project / "go.txt").write_text("go")
        assert "1 failed" in wait_for("watching for changes")
        assert "1 passed" in wait_for("watching for changes")
        assert interrupt() == (0, "")


@pytest.mark.parametrize("options", [(), ("--watch",)])
def test_ctrl_c_ends_a_run(project: Path, options: tuple[str, ...]) -> None:
    slow = "console.error('begun'); await waitUntil(() => false, { timeout: 50 });"
    slow = f"it('slow', async () => {{ {slow} }}, 60);"
    (project / "page.test.js").write_text(slow, encoding="utf-8")
    (project / "pytest.ini").write_text(f"[pytest]\n{ALL_FILES}addopts = -s\n")
    with watching(project, *options) as (wait_for, interrupt):
        wait_for("begun")
        status, rest = interrupt()
        assert status == 2
        assert "Traceback" not in rest
