"""weex_runtime.module_api.installed_components: the file that caches `ComponentFacts`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from weex_runtime.module_api import installed_components
from weex_runtime.module_api.entry_points import OWN_DISTRIBUTION, EntryPoint, entry_points
from weex_runtime.module_api.installed_components import GROUP, offer_of

PAGE = """
import sys
from weex_runtime import Runtime
with Runtime() as runtime:
    page = runtime.open(source=f'// {{ "framework": "Vanilla" }}\\n{sys.argv[1]}')
    print(sorted(name for name in sys.modules if name.startswith("weex_modules.components.")))
"""


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a package that has one component, and with the cache file of the component."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "saved"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(str(tmp_path))
    write(tmp_path, "turn")
    assert methods() == ["turn"]
    yield tmp_path
    sys.modules.pop("dials", None)


def write(folder: Path, method: str) -> None:
    text = f"class Dial(Component):\n    type = 'dial'\n    @js_method\n    def {method}(self): ..."
    (folder / "dials.py").write_text(f"from weex_runtime import Component, js_method\n{text}\n")


def methods() -> list[str]:
    """The dial's methods in a process that has not loaded its class."""
    sys.modules.pop("dials", None)
    point = EntryPoint("dial", "dials:Dial", OWN_DISTRIBUTION)
    (offer,) = installed_components._own_offers([point])
    return list(offer.facts.methods)


def test_component_methods_are_read_from_the_cache_without_loading_the_class(saved: Path) -> None:
    assert methods() == ["turn"]
    assert "dials" not in sys.modules


def test_component_is_loaded_again_after_its_file_changed(saved: Path) -> None:
    write(saved, "turn_back")
    assert methods() == ["turn_back"]


def test_damaged_cache_file_of_components_is_rewritten(saved: Path) -> None:
    (path,) = (saved / "saved").rglob("components.*.json")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert methods() == ["turn"]
    assert path.read_bytes() == whole


def test_cached_description_of_a_component_is_equal_after_a_round_trip_through_json() -> None:
    for point in entry_points(GROUP):
        facts = offer_of(point.load(), point.source).facts
        assert installed_components.ComponentFacts(*json.loads(json.dumps(facts))) == facts


def test_page_loads_only_the_component_classes_of_its_elements() -> None:
    def loaded(code: str) -> str:
        command = [sys.executable, "-c", PAGE, code]
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
        return done.stdout

    # Let a first process write the cache file of installed components if the file does not exist.
    loaded("")
    body = "document.createBody('div')"
    assert loaded(f"const body = {body}; document.documentElement.appendChild(body)") == "[]\n"
    scroller = "body.appendChild(document.createElement('scroller'))"
    code = f"const body = {body}; document.documentElement.appendChild(body); {scroller}"
    assert loaded(code) == "['weex_modules.components.scrollable']\n"
