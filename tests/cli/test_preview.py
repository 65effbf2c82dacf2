"""Wrong arguments of `weex-runtime preview`."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from weex_runtime.cli.main import main


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    file = tmp_path / "app.js"
    file.write_text('// { "framework": "Vanilla" }\n')
    return str(file)


@pytest.mark.parametrize("option", ["--port=65536", "--port=x", "--pages=0", "--pages=-1"])
def test_option_with_a_wrong_number_is_a_usage_error(
    bundle: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", bundle, option]) == 2
    assert "expected" in capsys.readouterr().err


def test_option_pages_less_than_the_number_of_platforms_is_a_usage_error(
    bundle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", bundle, "--platform=android", "--platform=ios", "--pages=1"]) == 2
    assert "--pages 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option", ["--json", "--screenshot=a.svg", "--trace", "--trace-html=a.html"]
)
def test_preview_rejects_options_that_write_the_result_of_a_run(
    bundle: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", bundle, option]) == 2
    assert option.partition("=")[0] in capsys.readouterr().err


def test_no_address_is_printed_for_a_bundle_that_does_not_exist(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["preview", "missing.vue"]) == 2
    out, err = capsys.readouterr()
    assert (out, "missing.vue: no such file" in err) == ("", True)


def test_port_that_another_program_uses_is_a_usage_error(
    bundle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["preview", bundle, f"--port={port}"]) == 2
    assert f"--port {port}" in capsys.readouterr().err


@pytest.mark.parametrize("name", [[], ["nope"]])
def test_unknown_demo_is_a_usage_error(name: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", "demo", *name]) == 2
    assert "chat, echo, news" in capsys.readouterr().err
