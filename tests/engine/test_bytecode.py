"""weex_runtime.engine.bytecode: what pages have in common is parsed once."""

from __future__ import annotations

import os
import subprocess
import sys
from _imp import source_hash
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from weex_runtime import JSError
from weex_runtime.engine import bytecode
from weex_runtime.engine import c_library as engine_library
from weex_runtime.engine.engine import Engine
from weex_runtime.engine.positions import Script, placed_scripts

MakeEngine = Callable[[], Engine]


@pytest.fixture
def make_engine() -> Iterator[MakeEngine]:
    engines: list[Engine] = []

    def make() -> Engine:
        engines.append(Engine(memory_limit=64 << 20, time_limit=5))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where bytecode is saved; nothing is known at the start."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    placed_scripts.cache_clear()
    return tmp_path


def saved(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def value(engine: Engine, *sources: str) -> object:
    """What a function of these scripts returns."""
    scripts = [Script(f"{number}.js", source) for number, source in enumerate(sources)]
    return engine.call(engine.function("test", scripts))


def forget() -> None:
    """As if another process had made what is saved."""
    placed_scripts.cache_clear()


def test_several_scripts_form_the_body_of_one_function(make_engine: MakeEngine) -> None:
    sources = ["var a = 1; // no end of line", "var b = 2;\n", "return `${a + b}\\u2713`"]
    for engine in (make_engine(), make_engine()):
        assert value(engine, *sources) == "3\u2713"
        assert engine.run("typeof a + typeof __made", "a.js") == "undefinedundefined"


def test_stack_trace_of_a_function_from_bytecode_has_line_numbers(make_engine: MakeEngine) -> None:
    fail = "function fail() {\n  throw new Error('no');\n}"
    for engine in (make_engine(), make_engine()):
        engine.run("1;\n2;", "first.js")
        with pytest.raises(JSError, match="no") as caught:
            value(engine, "\n\n", fail, "\nfail();")
        first, second = caught.value.stack.splitlines()[:2]
        assert "1.js:2" in first
        assert "2.js:2" in second
        with pytest.raises(JSError) as caught:
            engine.run("\nnull.x", "next.js")
        assert "next.js:2" in caught.value.stack


def test_script_without_line_numbers_takes_less_memory_and_keeps_function_names(
    make_engine: MakeEngine, folder: Path
) -> None:
    source = "function fail() {\n  throw new Error('no');\n}\n" * 200
    sizes = []
    for has_lines in (True, False):
        engine = make_engine()
        script = Script("a.js", f"{source} return fail")
        whole = engine.function("test", [script], has_lines=has_lines)
        sizes.append(engine.memory())
        fail = engine.call(whole)
        with pytest.raises(JSError, match="no") as caught:
            engine.call(fail)
        first = caught.value.stack.splitlines()[0]
        assert "at fail" in first
        assert ("a.js:" in first) == has_lines
        placed_scripts.cache_clear()
    assert sizes[1] < sizes[0]
    assert value(make_engine(), f"{source} return 1") == 1


def test_syntax_error_in_a_function_names_the_script_and_the_line(make_engine: MakeEngine) -> None:
    with pytest.raises(JSError, match="SyntaxError") as caught:
        value(make_engine(), "1;", "2;\n(;")
    assert "1.js:2" in caught.value.stack


def test_script_is_compiled_again_after_its_text_changed(
    make_engine: MakeEngine, folder: Path
) -> None:
    assert value(make_engine(), "return 1") == 1
    assert value(make_engine(), "return 2") == 2
    assert value(make_engine(), "return 1") == 1
    assert len(saved(folder)) == 1


def test_second_process_uses_the_bytecode_that_the_first_process_saved(
    make_engine: MakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert value(make_engine(), "return 'one'") == "one"
    (path,) = saved(folder)
    stamp = path.read_bytes()[:8]
    assert value(make_engine(), "return 'two'") == "two"
    code = path.read_bytes()[16:]
    # Save the bytecode of the second script under the name of the first. The result "two" proves
    # that no text was parsed.
    path.write_bytes(stamp + source_hash(0, code) + code)
    forget()
    assert value(make_engine(), "return 'one'") == "two"


def test_another_build_of_the_engine_ignores_saved_bytecode(
    make_engine: MakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert value(make_engine(), "return 'one'") == "one"
    (path,) = saved(folder)
    before = path.read_bytes()
    monkeypatch.setattr(bytecode, "_engine", lambda: b"another\n")
    forget()
    assert value(make_engine(), "return 'one'") == "one"
    assert path.read_bytes()[:8] != before[:8]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:16],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    ],
)
def test_damaged_bytecode_file_is_written_again(
    make_engine: MakeEngine,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[bytes], bytes],
) -> None:
    assert value(make_engine(), "return 'one'") == "one"
    (path,) = saved(folder)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    forget()
    assert value(make_engine(), "return 'one'") == "one"
    assert path.read_bytes() == whole


def test_no_bytecode_is_saved_if_python_does_not_write_its_own_bytecode(
    make_engine: MakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert value(make_engine(), "return 1") == value(make_engine(), "return 1") == 1
    assert saved(folder) == []


def test_scripts_run_when_the_bytecode_folder_is_not_writable(
    make_engine: MakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").write_text("")
    monkeypatch.setattr(sys, "pycache_prefix", str(folder / "file"))
    assert value(make_engine(), "return 1") == 1
    assert [path.name for path in saved(folder)] == ["file"]


def test_scripts_are_parsed_each_time_if_the_c_library_is_missing(
    make_engine: MakeEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_library, "open_library", lambda: None)
    for engine in (make_engine(), make_engine()):
        assert value(engine, "var a = 1;", "return a + 1") == 2
    with pytest.raises(JSError, match="SyntaxError"):
        value(make_engine(), "1;", "2;\n(;")
    assert saved(folder) == []


def test_scripts_that_exceed_the_memory_limit_raise_an_error(make_engine: MakeEngine) -> None:
    source = f"return [{'7,' * 100_000}].length"
    assert value(make_engine(), source) == 100_000
    full = Engine(memory_limit=512 << 10, time_limit=5)
    full.run(f"var all = new ArrayBuffer({(440 << 10) - full.memory()})", "a.js")
    for _ in range(2):
        with pytest.raises(JSError, match="out of memory"):
            value(full, source)
    assert full.run("all = null; 1", "a.js") == 1
    full.close()


def test_two_processes_can_save_bytecode_at_the_same_time(folder: Path) -> None:
    program = (
        "import sys; from weex_runtime import Runtime\n"
        "with Runtime() as runtime:\n"
        '    page = runtime.open(source=\'// { "framework": "Vue" }\\nconsole.log(1 + 1)\')\n'
        "    print(page.console[0].text)\n"
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", program]
    processes = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate()[0] for process in processes] == ["2\n", "2\n"]
    files = [path.name for path in saved(folder) if path.name.endswith(".bytecode")]
    assert sorted(name.partition(".")[0] for name in files) == ["Vue", "guard"]
