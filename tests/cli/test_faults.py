"""`--fault` and `--seed` of `weex-runtime run` and `demo`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from weex_runtime.cli.main import main

BUNDLE = """// { "framework": "Vanilla" }
var ws = weex.requireModule('webSocket');
ws.WebSocket('ws://echo.websocket.org/');
ws.onclose = function (event) { console.log('closed ' + event.code); };
ws.onerror = function () { console.log('failed'); };
"""


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    path = tmp_path / "socket.js"
    path.write_text(BUNDLE, encoding="utf-8")
    return str(path)


def run(bundle: str, *args: str) -> int:
    return main(["run", bundle, "--serve", "echo", "--no-hints", *args])


def test_run_reports_faults_with_their_seed(
    bundle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundle, "--fault", "refuse", "--fault", "drop connection 9", "--seed", "7") == 0
    output = capsys.readouterr()
    assert output.out.split()[:5] == ["log", "failed", "log", "closed", "1006"]
    assert "faults with seed 7: 1 happened" in output.err
    assert "ws://echo.websocket.org/ connection 1: refuse" in output.err
    assert "not used: --fault 'drop connection 9'" in output.err


def test_json_document_of_a_run_contains_its_faults(
    bundle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundle, "--fault", "refuse", "--seed", "7", "--json") == 0
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert faults["seed"] == 7
    assert [fired["fault"] for fired in faults["fired"]] == ["refuse"]
    assert faults["unsupported"] == []


@pytest.mark.parametrize(
    "selection", ["200%", "0 times", "connection 0", "from 5 s until 2 s", 'with "a"']
)
def test_fault_option_that_selects_no_event_is_a_usage_error(
    bundle: str, selection: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundle, "--fault", f"refuse {selection}") == 2
    assert "argument --fault: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "demo", "test"])
def test_wrong_fault_option_is_a_usage_error(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "chat", "--fault", "dorp"]) == (4 if command == "test" else 2)
    assert "did you mean drop?" in capsys.readouterr().err


def test_demo_works_on_a_slow_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "echo", "--fault", "slice 1 to 9 bytes both ways", "--seed", "1"]) == 0
    assert "faults with seed 1: 1 happened" in capsys.readouterr().err
