"""`weex-runtime modules`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..support.command import weex

CALENDAR = '''"""A calendar."""

from weex_runtime import Callback, Module, js_method


class Calendar(Module):
    """Adds events."""

    name = "calendar"

    @js_method
    def add(self, title: str, at_ms: float, done: Callback) -> None:
        """Add an event."""
'''


@pytest.fixture
def calendar(tmp_path: Path) -> str:
    path = tmp_path / "my_calendar.py"
    path.write_text(CALENDAR, encoding="utf-8")
    return path.name


def test_list_command_prints_the_origin_of_modules_and_the_types_of_methods(tmp_path: Path) -> None:
    status, out, _ = weex("modules", cwd=tmp_path)
    assert status == 0
    assert (
        "webSocket  (entry point of weex-runtime, weex_modules.websocket.module.WebSocketModule)"
        in out
    )
    assert "  close(code?: any, reason?: any): void\n      Close the connection" in out
    assert "  setTimeout(callback?: (result: any) => void, ms?: number | null): string" in out


def test_list_command_prints_inherited_methods_only_once(tmp_path: Path) -> None:
    _, out, _ = weex("modules", cwd=tmp_path)
    assert out.count("addEventListener(event, listener, options)") == 1
    assert out.splitlines()[-1].startswith("every module also has: addEventListener(")


def test_show_command_prints_the_documentation_of_an_installed_module(tmp_path: Path) -> None:
    status, out, err = weex("modules", "show", "modal", cwd=tmp_path)
    assert (status, err) == (0, "")
    assert out.startswith("# modal\n")
    assert "WX_EXPORT_METHOD(@selector(confirm:done:))" in out
    assert "- Here: `weex_modules.modal.ModalModule` (entry point of weex-runtime)" in out


def test_show_command_prints_the_documentation_of_a_module_in_a_file(
    calendar: str, tmp_path: Path
) -> None:
    status, out, err = weex("modules", "show", "calendar", "--module", calendar, cwd=tmp_path)
    assert (status, err) == (0, "")
    assert "- Here: `Calendar` (my_calendar.py)" in out
    assert (
        "@JSMethod(uiThread = true) public void add(String title, double atMs, JSCallback done)"
        in out
    )


def test_show_command_prints_json(calendar: str, tmp_path: Path) -> None:
    module = f"{calendar}:Calendar"
    status, out, _ = weex(
        "modules", "show", "calendar", "--module", module, "--format", "json", cwd=tmp_path
    )
    data = json.loads(out)
    assert (status, data["name"], data["origin"]) == (0, "calendar", module)
    assert [method["name"] for method in data["methods"]] == ["add"]


def test_show_command_prints_typescript_declarations(tmp_path: Path) -> None:
    status, out, _ = weex("modules", "show", "modal", "--format", "dts", cwd=tmp_path)
    assert status == 0
    assert '  requireModule(name: "modal"): ModalModule;\n' in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("modla", "no module or component 'modla'; did you mean modal?"),
        ("websocket", "no module or component 'websocket'; did you mean webSocket?"),
        ("calendar", "no module or component 'calendar'; known: "),
    ],
)
def test_show_command_suggests_names_for_an_unknown_name(
    name: str, said: str, tmp_path: Path
) -> None:
    status, out, err = weex("modules", "show", name, cwd=tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith(f"weex-runtime: {said}")
    assert "--module FILE adds the modules and components of a file" in err


def test_show_command_reports_a_file_that_does_not_load(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("import nowhere_at_all\n", encoding="utf-8")
    status, out, err = weex("modules", "show", "x", "--module", "broken.py", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "broken.py" in err
    assert "nowhere_at_all" in err
    assert "Traceback" not in err


GAUGE = '''from weex_runtime import Component, js_method


class Gauge(Component):
    """Shows a pressure."""

    type = "gauge"
    attributes = {"max": 10}

    @js_method
    def reset(self) -> None:
        """Show 0."""
'''


@pytest.mark.parametrize(
    ("format_", "part"),
    [
        ("markdown", "## reset()\n\nShow 0."),
        ("json", '"origin": "gauge.py"'),
        ("dts", "interface GaugeComponent {"),
    ],
)
def test_show_command_prints_a_component_of_a_file(tmp_path: Path, format_: str, part: str) -> None:
    (tmp_path / "gauge.py").write_text(GAUGE, encoding="utf-8")
    args = ("modules", "show", "gauge", "--module", "gauge.py", "--format", format_)
    status, out, err = weex(*args, cwd=tmp_path)
    assert (status, err) == (0, "")
    assert part in out


def test_show_command_finds_an_installed_component_by_each_of_its_types(tmp_path: Path) -> None:
    for type_ in ("slider", "cycleslider"):
        status, out, _ = weex("modules", "show", type_, cwd=tmp_path)
        assert status == 0
        assert "| `interval` | `number` | `3000` |" in out


def test_show_command_suggests_names_of_components(tmp_path: Path) -> None:
    status, out, err = weex("modules", "show", "slidr", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "no module or component 'slidr'; did you mean slider" in err


def test_list_command_prints_components(tmp_path: Path) -> None:
    _, out, _ = weex("modules", cwd=tmp_path)
    (line,) = [line for line in out.splitlines() if line.startswith("components")]
    assert "slider" in line


def test_table_command_prints_each_method_with_the_devices_that_have_it(tmp_path: Path) -> None:
    status, out, _ = weex("modules", "table", cwd=tmp_path)
    assert status == 0
    assert (
        "| dark-scheme | `registerSchemeChangeListener(listener)` | listener: many times |" in out
    )
    assert "- voice-over: `WXVoiceOverStatusChanged` with `Status`" in out
    rows = [row for row in out.splitlines() if row.startswith("| navigator | `clearNavBarTitle(")]
    name = "| navigator | `clearNavBarTitle(options, done)`"
    assert rows == [f"{name} | done: once | yes | – | yes | – | yes |"]
