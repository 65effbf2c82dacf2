"""A package that somebody else wrote: installed in a folder of its own, its module and component
are found by their entry points, and its demo runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "pyproject.toml": """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "weex-steps"
version = "1.0"
dependencies = ["weex-runtime"]

[project.entry-points."weex_runtime.modules"]
steps = "weex_steps.module:Steps"

[project.entry-points."weex_runtime.components"]
dial = "weex_steps.component:Dial"
""",
    "weex_steps/__init__.py": "",
    "weex_steps/module.py": '''
from weex_runtime import Callback, Module, js_method


class Steps(Module):
    """Counts steps."""

    name = "steps"

    def __init__(self) -> None:
        self.count = 0

    @js_method
    def walk(self, by: int, done: Callback) -> None:
        """Count some more; calls back with {count}."""
        self.count += by
        done.invoke({"count": self.count})
''',
    "weex_steps/component.py": '''
from weex_runtime import Component, component_prop, js_method


class Dial(Component):
    """Shows a number."""

    type = "dial"

    def __init__(self) -> None:
        self.value = 0

    @component_prop("value")
    def set_value(self, value: int) -> None:
        self.value = value

    @js_method
    def turn(self, by: int) -> None:
        """Fires `turned` with {value}."""
        self.value += by
        self.fire("turned", value=self.value)
''',
    "demo.js": """// { "framework": "Vue" }
var steps = weex.requireModule('steps');
new Vue({
  el: 'body',
  data: { walked: 0, shown: 0 },
  render: function (h) {
    return h('div', { on: { click: this.walk } }, [
      h('text', ['walked ' + this.walked + ', the dial shows ' + this.shown]),
      h('dial', { ref: 'dial', attrs: { value: 40 }, on: { turned: this.turned } }),
    ]);
  },
  methods: {
    walk: function () {
      var self = this;
      steps.walk(2, function (answer) {
        self.walked = answer.count;
        self.$refs.dial.turn(answer.count);
      });
    },
    turned: function (event) { this.shown = event.value; },
  },
});
""",
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's source folder; beside it, in `site`, what pip made of it."""
    folder = tmp_path_factory.mktemp("third_party")
    source = folder / "weex-steps"
    for name, text in FILES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *options,
         "--target", str(folder / "site"), str(source)],
        check=True,
        timeout=120,
    )  # fmt: skip
    return source


def weex(installed: Path, *args: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", *args],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed.parent / "site")},
    )
    return done.returncode, done.stdout, done.stderr


def test_third_party_demo_runs_with_its_module_and_component(installed: Path) -> None:
    demo = str(installed / "demo.js")
    status, out, err = weex(installed, "run", demo, "--do", "tap walked", "--do", 'wait "shows 42"')
    assert (status, err) == (0, "")
    assert "walked 2, the dial shows 42" in out


def test_third_party_module_is_listed_with_its_distribution(installed: Path) -> None:
    status, out, _ = weex(installed, "modules")
    assert status == 0
    assert "steps  (entry point of weex-steps, weex_steps.module.Steps)" in out


def test_third_party_module_is_not_registered_if_its_package_is_not_installed(
    installed: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", "run", str(installed / "demo.js")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "module 'steps' is not registered" in done.stdout
