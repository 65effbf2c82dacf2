"""`--allow-net`, `--deny-net`, `--allow-read` and `--deny-read` of the commands."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from ..support.command import weex

HEAD = '// { "framework": "Vanilla" }\n'
REQUEST = """
weex.requireModule('stream').fetch({method: 'GET', url: weex.config.url}, function () {});
"""


@pytest.mark.parametrize(
    ("options", "refused"),
    [
        (["--allow-net"], ""),
        (["--allow-net=10.0.0.1,127.0.0.0/8"], ""),
        (["--allow-net=10.0.0.1"], "--allow-net=127.0.0.1:{port}"),
        (["--allow-net", "--deny-net=localhost"], "--deny-net=localhost"),
        (["--deny-net"], "--deny-net"),
    ],
)
def test_allow_net_and_deny_net_options_decide_which_hosts_a_run_reaches(
    tmp_path: Path, options: list[str], refused: str
) -> None:
    (tmp_path / "app.js").write_text(HEAD + REQUEST)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        url = f"url=http://127.0.0.1:{port}/"
        _, out, _ = weex("run", *options, "app.js", "--config", url, cwd=tmp_path)
    assert ("access is refused" in out) == bool(refused)
    assert refused.format(port=port) in out


def test_json_document_lists_refused_accesses(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text(HEAD + REQUEST)
    args = ("app.js", "--deny-net", "--json", "--config", "url=http://10.0.0.1/")
    _, out, _ = weex("run", *args, cwd=tmp_path)
    refusal = {"kind": "net", "address": "10.0.0.1:80", "flag": "--deny-net"}
    assert json.loads(out)["refused"] == [refusal]


def test_run_and_build_commands_read_files_outside_the_project_only_if_allowed(
    tmp_path: Path,
) -> None:
    project = tmp_path / "app"
    project.mkdir()
    (tmp_path / "far.js").write_text("module.exports = 'far';")
    (project / "app.vue").write_text(
        "<template><text>{{ text }}</text></template>\n"
        "<script>import text from '../far'; export default { data: () => ({ text }) };</script>"
    )
    for command in ("run", "build"):
        status, _, err = weex(command, "app.vue", cwd=project)
        assert status == 2
        assert f"--allow-read={tmp_path / 'far.js'}" in err
        status, out, _ = weex(command, "--allow-read=../far.js", "app.vue", cwd=project)
        assert status == 0
        assert "far" in out
        status, _, err = weex(command, "--allow-read", "--deny-read=..", "app.vue", cwd=project)
        assert status == 2
        assert "--deny-read" in err


@pytest.mark.parametrize("command", ["run", "build", "test"])
def test_invalid_host_in_an_access_option_is_a_usage_error(command: str) -> None:
    status, _, err = weex(command, "--allow-net=http://a.example", "app.js")
    assert status == (4 if command == "test" else 2)
    assert "--allow-net: expected HOST[:PORT]" in err
