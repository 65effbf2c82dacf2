"""weex_runtime.registry: which native modules a runtime has."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from weex_modules.modal import ModalModule
from weex_runtime import Module, ModuleError, Page, Runtime, js_method
from weex_runtime import registry as registry_module
from weex_runtime.registry import Registry

EVERY_MODULE = ["addEventListener", "removeAllEventListeners"]
OURS = ["dom", "modal", "timer", "webSocket"]


class Own(Module):
    name = "own"

    @js_method
    def first(self) -> None: ...

    @js_method(name="second")
    def other(self) -> None: ...


class OwnModal(Module):
    name = "modal"

    @js_method(sync=True)
    def ask(self) -> str:
        return "mine"


class Nameless(Module):
    """Its author forgot the name."""


def test_installed_modules_are_found_through_entry_points() -> None:
    registry = Registry()
    found = dict(registry.items())
    assert set(OURS) <= found.keys()
    assert found["modal"].cls is ModalModule
    assert found["modal"].source == "entry point of weex-runtime"
    assert list(found["modal"].exports) == [*EVERY_MODULE, "toast", "alert", "confirm", "prompt"]


def test_items_are_sorted_by_name() -> None:
    names = [name for name, _ in Registry([Own]).items()]
    assert names == sorted(names)


def test_further_modules_stand_beside_the_installed_ones() -> None:
    registry = Registry([Own])
    own = registry.get("own")
    assert own is not None
    assert own.cls is Own
    assert own.source.endswith("test_registry.Own")
    assert registry.methods()["own"] == [*EVERY_MODULE, "first", "second"]
    assert registry.get("modal") is not None
    assert registry.get("missing") is None


def test_module_of_the_same_name_takes_the_place_of_the_installed(
    runtime: Runtime,
) -> None:
    source = (
        '// { "framework": "Vanilla" }\nvar modal = weex.requireModule("modal");'
        "console.log(typeof modal.toast, modal.ask && modal.ask());"
    )
    with Runtime(modules=[OwnModal]) as replaced:
        assert replaced.open(source=source).console[0].text == "undefined mine"
    assert runtime.open(source=source).console[0].text == "function undefined"


def test_last_of_two_modules_of_one_name_counts() -> None:
    class Later(Own):
        pass

    registration = Registry([Own, Later]).get("own")
    assert registration is not None
    assert registration.cls is Later


@pytest.mark.parametrize("wrong", [object, 7, "weex_modules.modal:ModalModule", None])
def test_what_is_no_module_class_is_refused(wrong: Any) -> None:
    with pytest.raises(ModuleError, match="no subclass of weex_runtime.Module"):
        Runtime(modules=[wrong])


def test_object_of_a_module_class_is_refused() -> None:
    wrong: Any = Own()
    with pytest.raises(ModuleError, match="no subclass of weex_runtime.Module"):
        Registry([wrong])


def test_module_without_a_name_is_refused() -> None:
    with pytest.raises(ModuleError, match="set `name`"):
        Registry([Nameless])


def test_refused_module_leaves_nothing_open() -> None:
    """An open socket would be a warning, which is an error here."""
    with pytest.raises(ModuleError):
        Runtime(modules=[Nameless])


def test_stubs_are_registered_without_methods_and_once() -> None:
    registry = Registry(stubs=["share", "user", "share"])
    assert registry.stubs == ["share", "user"]
    methods = registry.methods()
    assert (methods["share"], methods["user"]) == ([], [])
    assert registry.get("share") is None


def test_stub_of_a_module_that_is_there_is_not_needed() -> None:
    registry = Registry([Own], stubs=["modal", "own", "share"])
    assert registry.stubs == ["share"]
    assert registry.get("modal") is not None


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder like the site-packages of an environment with one more distribution."""
    info = tmp_path / "third_party-2.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(
        "[weex_runtime.modules]\nscanner = third_party_module:Scanner\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    registry_module._loaded.cache_clear()
    yield tmp_path
    registry_module._loaded.cache_clear()
    sys.modules.pop("third_party_module", None)


def test_module_of_another_distribution_is_found(third_party: Path) -> None:
    (third_party / "third_party_module.py").write_text(
        "from weex_runtime import Module, js_method\n"
        "class Scanner(Module):\n"
        "    name = 'scanner'\n"
        "    @js_method(sync=True)\n"
        "    def scan(self) -> str:\n"
        "        return 'scanned'\n"
    )
    with Runtime() as runtime:
        registration = runtime.registry.get("scanner")
        assert registration is not None
        assert registration.source == "entry point of third-party"
        page = runtime.open(
            source='// { "framework": "Vanilla" }\n'
            "console.log(weex.requireModule('scanner').scan());"
        )
        assert page.console[0].text == "scanned"


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (None, "module 'scanner' does not load: No module named 'third_party_module'"),
        ("Other = 1\n", "module 'scanner' does not load: .*Scanner"),
        ("class Scanner: pass\n", "no subclass of weex_runtime.Module"),
    ],
)
def test_entry_point_that_does_not_load_names_its_distribution(
    third_party: Path, code: str | None, problem: str
) -> None:
    if code is not None:
        (third_party / "third_party_module.py").write_text(code)
    with pytest.raises(ModuleError, match=f"^entry point of third-party: .*{problem}"):
        Registry().get("scanner")


def test_entry_point_of_another_name_than_its_modules_is_refused(third_party: Path) -> None:
    (third_party / "third_party_module.py").write_text(
        "from weex_runtime import Module\nclass Scanner(Module):\n    name = 'camera'\n"
    )
    with pytest.raises(ModuleError, match="'camera' is listed under the name 'scanner'"):
        Registry().get("scanner")


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Vanilla"])
def test_module_that_does_not_load_harms_only_pages_that_ask_for_it(
    third_party: Path, open_page: Callable[..., Page], framework: str
) -> None:
    source = "console.log(typeof weex.requireModule('{0}'), weex.supports('@module/{0}'));"
    assert [line.text for line in open_page(source.format("modal"), framework).console] == [
        "object true"
    ]
    page = open_page(source.format("scanner") * 2, framework)
    assert [(line.level, line.text) for line in page.console] == [
        (
            "error",
            "[weex-runtime] entry point of third-party: module 'scanner' does not load: "
            "No module named 'third_party_module'",
        ),
        ("log", "undefined false"),
        ("log", "undefined false"),
    ]


def test_installed_modules_are_loaded_when_a_page_asks_for_them(
    open_page: Callable[..., Page],
) -> None:
    code = "import sys\nfrom weex_runtime import Runtime\nwith Runtime() as r:\n"
    code += '    r.open(source=\'// {"framework": "Vanilla"}\\nweex.requireModule("locale")\')\n'
    code += (
        "print(sorted(m for m in sys.modules if m.startswith('weex_modules.') and '.c' not in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['weex_modules.locale']\n"
