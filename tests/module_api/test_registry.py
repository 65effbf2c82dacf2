"""weex_runtime.module_api.registry: modules of a runtime, stubs, and other distributions."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from weex_modules.modal import ModalModule
from weex_runtime import Callback, Module, ModuleError, Page, Runtime, js_method
from weex_runtime.module_api import registry as registry_module
from weex_runtime.module_api.registry import Registry

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
    """A module without a name."""


def test_installed_modules_are_found_through_entry_points() -> None:
    registry = Registry()
    found = dict(registry.items())
    assert set(OURS) <= found.keys()
    assert found["modal"].cls is ModalModule
    assert found["modal"].source == "entry point of weex-runtime"
    assert list(found["modal"].exports) == [*EVERY_MODULE, "toast", "alert", "confirm", "prompt"]


def test_items_of_the_registry_are_sorted_by_name() -> None:
    names = [name for name, _ in Registry([Own]).items()]
    assert names == sorted(names)


def test_modules_given_to_the_registry_are_added_to_the_installed_modules() -> None:
    registry = Registry([Own])
    own = registry.get("own")
    assert own is not None
    assert own.cls is Own
    assert own.source.endswith("test_registry.py: Own")
    assert registry.methods()["own"] == [*EVERY_MODULE, "first", "second"]
    assert registry.get("modal") is not None
    assert registry.get("missing") is None


def test_module_given_to_the_registry_replaces_the_installed_module_of_the_same_name(
    runtime: Runtime,
) -> None:
    source = (
        '// { "framework": "Vanilla" }\nvar modal = weex.requireModule("modal");'
        "console.log(typeof modal.toast, modal.ask && modal.ask());"
    )
    with Runtime(modules=[OwnModal]) as replaced:
        assert replaced.open(source=source).console[0].text == "undefined mine"
    assert runtime.open(source=source).console[0].text == "function undefined"


def test_last_of_two_given_modules_with_the_same_name_is_registered() -> None:
    class Later(Own):
        pass

    registration = Registry([Own, Later]).get("own")
    assert registration is not None
    assert registration.cls is Later


@pytest.mark.parametrize("wrong", [object, 7, "weex_modules.modal:ModalModule", None])
def test_registry_refuses_an_object_that_is_not_a_module_class(wrong: Any) -> None:
    with pytest.raises(ModuleError, match="expected a subclass of weex_runtime.Module"):
        Runtime(modules=[wrong])


def test_registry_refuses_an_instance_of_a_module_class() -> None:
    wrong: Any = Own()
    with pytest.raises(ModuleError, match="expected a subclass of weex_runtime.Module"):
        Registry([wrong])


def test_module_without_a_name_is_refused() -> None:
    with pytest.raises(ModuleError, match="set `name`"):
        Registry([Nameless])


def test_runtime_that_refuses_a_module_leaves_no_socket_open() -> None:
    """An open socket warns when it is deleted, and a warning fails the test."""
    with pytest.raises(ModuleError):
        Runtime(modules=[Nameless])


def test_stub_that_is_named_twice_is_registered_only_once_and_has_no_methods() -> None:
    registry = Registry(stubs=["share", "user", "share"])
    assert registry.stubs() == ["share", "user"]
    methods = registry.methods()
    assert (methods["share"], methods["user"]) == ([], [])
    assert registry.get("share") is None


def test_stub_with_the_name_of_an_existing_module_is_ignored() -> None:
    registry = Registry([Own], stubs=["modal", "own", "share"])
    assert registry.stubs() == ["share"]
    assert registry.get("modal") is not None


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder like site-packages, with one more distribution."""
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
        ("class Scanner: pass\n", "expected a subclass of weex_runtime.Module"),
    ],
)
def test_error_for_an_entry_point_that_cannot_be_loaded_names_its_distribution(
    third_party: Path, code: str | None, problem: str
) -> None:
    if code is not None:
        (third_party / "third_party_module.py").write_text(code)
    with pytest.raises(ModuleError, match=f"^entry point of third-party: .*{problem}"):
        Registry().get("scanner")


def test_entry_point_whose_name_differs_from_the_name_of_its_module_is_refused(
    third_party: Path,
) -> None:
    (third_party / "third_party_module.py").write_text(
        "from weex_runtime import Module\nclass Scanner(Module):\n    name = 'camera'\n"
    )
    with pytest.raises(ModuleError, match="the name 'camera', .* the name 'scanner'"):
        Registry().get("scanner")


@pytest.mark.parametrize("framework", ["Vue", "Rax", "Vanilla"])
def test_module_that_cannot_be_loaded_breaks_only_pages_that_require_the_module(
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


def test_installed_module_is_loaded_when_a_bundle_requires_the_module(
    open_page: Callable[..., Page],
) -> None:
    code = "import sys\nfrom weex_runtime import Runtime\nwith Runtime() as r:\n"
    code += '    r.open(source=\'// {"framework": "Vanilla"}\\nweex.requireModule("locale")\')\n'
    code += (
        "print(sorted(m for m in sys.modules if m.startswith('weex_modules.') and '.c' not in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['weex_modules.locale']\n"


# Modules, components and polyfills that several distributions offer under one name.

FORMS = {
    "modules": ("Module", "name", "modal"),
    "components": ("Component", "type", "switch"),
    "polyfills": ("Polyfill", "name", "websocket"),
}

WHO_OFFERS = """
import sys
from weex_runtime import Component, Module, ModuleError
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.registry import Registry, polyfills_of
find = {
    "modules": lambda name: Registry().get(name).cls,
    "components": lambda name: ComponentRegistry().get(name),
    "polyfills": lambda name: polyfills_of([name])[0],
}[sys.argv[1]]
try:
    print(find(sys.argv[2]).__module__)
except ModuleError as error:
    print(error)
"""

ROOT = Path(__file__).parents[2]


def distribution(folder: Path, name: str, kind: str, offered: str) -> Path:
    """Make a folder with an installed distribution that offers a module, component or polyfill."""
    base, attribute, _ = FORMS[kind]
    info = folder / name / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[weex_runtime.{kind}]\n{offered} = its_{name}:It\n")
    (folder / name / f"its_{name}.py").write_text(
        f"from weex_runtime import {base}\n\n\nclass It({base}):\n    {attribute} = {offered!r}\n"
    )
    return folder / name


def run_with(folders: list[Path], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these folders at the start of sys.path."""
    path = os.pathsep.join(map(str, [*folders, *filter(None, sys.path)]))
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        cwd=ROOT,
        timeout=60,
    )


@pytest.mark.parametrize("kind", FORMS)
def test_module_of_another_distribution_replaces_the_built_in_module(
    tmp_path: Path, kind: str
) -> None:
    name = FORMS[kind][2]
    other = distribution(tmp_path, "acme", kind, name)
    ours = [Path(entry) for entry in sys.path if entry]
    for folders in ([other], [*ours, other]):
        assert run_with(folders, "-c", WHO_OFFERS, kind, name).stdout == "its_acme\n"


@pytest.mark.parametrize(
    ("kind", "is_built_in"), [("modules", True), ("components", False), ("polyfills", False)]
)
def test_error_for_a_name_offered_by_two_distributions_lists_both_distributions(
    tmp_path: Path, kind: str, is_built_in: bool
) -> None:
    name = FORMS[kind][2] if is_built_in else "scanner"
    both = [distribution(tmp_path, owner, kind, name) for owner in ("acme", "zenith")]
    texts = {
        run_with(folders, "-c", WHO_OFFERS, kind, name).stdout for folders in (both, both[::-1])
    }
    (text,) = texts
    assert f"{kind[:-1]} {name!r}" in text
    assert "acme and zenith" in text
    doctor = run_with(both, "-m", "weex_runtime", "doctor")
    assert doctor.returncode == 1
    assert [line for line in doctor.stdout.splitlines() if text.strip() in line]


def test_class_given_to_the_runtime_replaces_conflicting_classes_of_two_distributions(
    tmp_path: Path,
) -> None:
    folders = [distribution(tmp_path, name, "modules", "scanner") for name in ("acme", "zenith")]
    folders += [distribution(tmp_path, name, "components", "dial") for name in ("adam", "zoe")]
    code = (
        "from weex_runtime import Component, Module, Runtime\n"
        "class Scanner(Module):\n    name = 'scanner'\n"
        "class Dial(Component):\n    type = 'dial'\n"
        "with Runtime(modules=[Scanner], components=[Dial]) as runtime:\n"
        "    print(runtime.registry.get('scanner').cls, runtime.components.get('dial'))\n"
    )
    done = run_with(folders, "-c", code)
    assert done.stdout == "<class '__main__.Scanner'> <class '__main__.Dial'>\n", done.stderr


def test_doctor_lists_modules_of_other_distributions(tmp_path: Path) -> None:
    done = run_with(
        [distribution(tmp_path, "acme", "modules", "modal")], "-m", "weex_runtime", "doctor"
    )
    assert "modal (entry point of acme)" in done.stdout
    assert "navigator," in done.stdout


class NoSelf(Module):
    name = "m"

    @js_method
    def f(done: Callback) -> None:  # type: ignore[misc]
        ...


class NoParameters(Module):
    name = "m"

    @js_method
    def f() -> None:  # type: ignore[misc]
        ...


class Static(Module):
    name = "m"

    @staticmethod
    @js_method
    def f(done: Callback) -> None: ...


class ByName(Module):
    name = "m"

    @js_method
    def f(self, *, done: Callback) -> None: ...


@pytest.mark.parametrize(
    ("cls", "problem"),
    [
        (NoSelf, "m.f: the first parameter is done; write self before it"),
        (NoParameters, "m.f: the first parameter is missing; write self before it"),
        (Static, "m.f: expected a method, got staticmethod"),
        (ByName, "m.f: JS has no keyword arguments"),
    ],
)
def test_method_that_js_cannot_call_is_refused(cls: type[Module], problem: str) -> None:
    with pytest.raises(ModuleError) as caught:
        Registry([cls])
    assert problem in str(caught.value)
    assert "test_registry.py:" in str(caught.value)


def test_js_method_may_have_another_name_for_self_and_take_any_arguments() -> None:
    class Loose(Module):
        name = "loose"

        def __init__(self, speed: float = 1) -> None: ...

        @js_method
        def f(this, done: Callback) -> None: ...

        @js_method
        def g(*args: object, fast: bool = True) -> None: ...

    assert {"f", "g"} <= set(Registry([Loose]).methods()["loose"])


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("permissions", "camera", "write permissions = ('camera',)"),
        ("events", ["moved"], 'write events = {"moved": int}'),
        ("platforms", ("windows",), "expected platforms android, ios or web, got windows"),
    ],
)
def test_error_for_a_wrong_attribute_of_a_module_class_names_the_file(
    name: str, value: object, problem: str
) -> None:
    cls = type("Wrong", (Own,), {name: value})
    with pytest.raises(ModuleError) as caught:
        Registry([cls])
    assert problem in str(caught.value)
    assert "test_registry.py: Wrong: " in str(caught.value)
