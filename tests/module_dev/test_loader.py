"""weex_runtime.module_dev.loader: modules and components in files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import ModuleFileError, Runtime
from weex_runtime.module_dev.loader import ModuleFile, files_of, load_modules

CALENDAR = '''"""A calendar."""
from weex_runtime import Component, Module, js_method

class Base(Module):
    """A base class without a name."""

class Calendar(Base):
    name = "calendar"

    @js_method(sync=True)
    def count(self) -> int:
        return 3

class Clock(Module):
    name = "clock"

class Dial(Component):
    type = "dial"

NUMBER = 5
class Plain: ...
'''


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def write(source: str, name: str = "calendar.py") -> str:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return str(path)

    return write


def names(location: str) -> list[str]:
    classes = load_modules(location)
    return [cls.__name__ for cls in (*classes.modules, *classes.components)]


def test_location_without_class_names_loads_every_class_that_the_file_defines(
    write: Callable[..., str],
) -> None:
    assert names(write(CALENDAR)) == ["Calendar", "Clock", "Dial"]


def test_location_with_class_names_loads_only_these_classes(write: Callable[..., str]) -> None:
    path = write(CALENDAR)
    assert names(f"{path}:Clock") == ["Clock"]
    assert names(f"{path}:Dial, Calendar") == ["Calendar", "Dial"]


def test_classes_loaded_from_a_file_run_in_a_page(
    write: Callable[..., str], make_runtime: Callable[..., Runtime]
) -> None:
    classes = load_modules(Path(write(CALENDAR)))
    runtime = make_runtime(modules=classes.modules, components=classes.components)
    page = runtime.open(
        source="""// { "framework": "Vanilla" }
    console.log(weex.requireModule('calendar').count(), weex.supports('@component/dial'))"""
    )
    assert page.console[0].text == "3 true"


def test_base_class_with_the_name_of_its_subclass_is_not_loaded(
    write: Callable[..., str],
) -> None:
    path = write(CALENDAR + "class Better(Calendar):\n    pass\n")
    assert names(path) == ["Clock", "Better", "Dial"]


def test_imported_class_is_loaded_only_if_the_location_names_the_class(
    write: Callable[..., str],
) -> None:
    path = write("from weex_modules.modal import ModalModule\nfrom calendar_base import *\n")
    write(CALENDAR, "calendar_base.py")
    assert names(f"{path}:ModalModule,Calendar") == ["ModalModule", "Calendar"]
    with pytest.raises(ModuleFileError, match="expected a subclass of Module or Component"):
        load_modules(path)


def test_module_file_does_not_hide_a_python_module_of_the_same_name(
    write: Callable[..., str],
) -> None:
    load_modules(write(CALENDAR))
    import calendar

    assert hasattr(calendar, "monthrange")


def test_two_files_of_the_same_name_are_loaded_as_different_python_modules(
    write: Callable[..., str],
) -> None:
    first = load_modules(write(CALENDAR, "one/calendar.py")).modules[0]
    second = load_modules(write(CALENDAR, "two/calendar.py")).modules[0]
    assert first is not second
    assert first.__module__ != second.__module__
    assert sys.modules[first.__module__].__file__ != sys.modules[second.__module__].__file__


@pytest.mark.parametrize(
    ("source", "asked", "message"),
    [
        (CALENDAR, ":Calender", r"calendar.py: expected a Module or Component called "
         r"'Calender', got nothing; the file has: Base, Calendar, Clock, Dial$"),
        (CALENDAR, ":Plain", "called 'Plain', got <class .*Plain'>; the file has: Base, Calendar"),
        (CALENDAR, ":NUMBER", "called 'NUMBER', got 5"),
        ("x = 1\n", ":Calendar", "the file has: none"),
        ("x = 1\n", "", "calendar.py: expected a subclass of Module or Component"),
        ("x = 1\ndef broken(:\n", "", r"calendar.py:2: SyntaxError: .*: def broken\(:$"),
        ("if True:\nx = 1\n", "", "calendar.py:2: IndentationError: "),
        ("x = 1\nimport no_such_thing\n", "", "calendar.py:2: ModuleNotFoundError: No module"),
        ("def f():\n    return 1 / 0\n\nf()\n", "", "calendar.py:2: ZeroDivisionError"),
        ("import json\njson.loads('{')\n", "", "calendar.py:2: JSONDecodeError"),
        ("import sys\nsys.exit()\n", "", "calendar.py:2: SystemExit"),
        ("x = 1\0\n", "", "calendar.py: .*null bytes|calendar.py:1: .*null bytes"),
        ("x = 1\nimport broken\n", "", r"broken.py:3: SyntaxError"),
        ("x = 1\nimport failing\n", "", r"failing.py:1: KeyError: 'gone'"),
        (CALENDAR + "class Other(Module):\n    name = 'clock'\n", "",
         "Clock and Other both have the name 'clock'; choose one: .*calendar.py:Other"),
    ],
)  # fmt: skip
def test_error_in_a_module_file_is_reported_with_path_and_line(
    write: Callable[..., str], source: str, asked: str, message: str
) -> None:
    write("\n\nclass (\n", "broken.py")
    write("{}['gone']\n", "failing.py")
    with pytest.raises(ModuleFileError, match=message):
        load_modules(write(source) + asked)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.py", "nowhere.py: no such file"),
        ("calender.py", r"did you mean calendar\.py\?"),
        ("", r"got the folder .*give the path of a \.py file"),
    ],
)
def test_error_for_a_missing_module_file_has_the_path(
    tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "calendar.py").write_text(CALENDAR, encoding="utf-8")
    with pytest.raises(ModuleFileError, match=message):
        load_modules(tmp_path / name)


def test_loading_again_reads_the_changed_file(write: Callable[..., str]) -> None:
    """Also text of the same length in the same second, for which Python keeps bytecode."""
    file = ModuleFile(write(CALENDAR))
    first = file.load().modules[0]
    write(CALENDAR.replace("return 3", "return 4"))
    second = file.load().modules[0]
    assert first.count(None) == 3  # type: ignore[attr-defined]
    assert second.count(None) == 4  # type: ignore[attr-defined]
    assert first.__module__ == second.__module__


def test_loading_again_reads_changed_imports_from_the_same_folder(
    write: Callable[..., str], tmp_path: Path
) -> None:
    file = ModuleFile(write(CALENDAR.replace("return 3", "import parts.days; return days.NUMBER")
                            + "from parts import days\n"))  # fmt: skip
    write("", "parts/__init__.py")
    write("NUMBER = 7\n", "parts/days.py")
    assert file.load().modules[0].count(None) == 7  # type: ignore[attr-defined]
    assert file.sources() == [
        str(tmp_path / name) for name in ("calendar.py", "parts/__init__.py", "parts/days.py")
    ]
    write("NUMBER = 8\n", "parts/days.py")
    assert file.load().modules[0].count(None) == 8  # type: ignore[attr-defined]


def test_failed_load_keeps_the_classes_of_the_last_successful_load(
    write: Callable[..., str],
) -> None:
    write("NUMBER = 7\n", "days.py")
    file = ModuleFile(write(CALENDAR + "import days\n"))
    cls = file.load().modules[0]
    module, days = sys.modules[cls.__module__], sys.modules["days"]
    write(CALENDAR + "import days\n1 / 0\n")
    with pytest.raises(ModuleFileError):
        file.load()
    assert sys.modules[cls.__module__] is module
    assert sys.modules["days"] is days


def test_loading_a_module_file_writes_no_bytecode_files(
    write: Callable[..., str], tmp_path: Path
) -> None:
    write("NUMBER = 7\n", "days.py")
    load_modules(write(CALENDAR + "import days\n"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["calendar.py", "days.py"]


def test_function_files_of_merges_several_locations_in_one_file() -> None:
    found = files_of(["a.py:X", "b.py:Y", "a.py:Z,X", "b.py"])
    assert [(Path(file.path).name, file.names) for file in found] == [
        ("a.py", ("X", "Z")),
        ("b.py", ()),
    ]
