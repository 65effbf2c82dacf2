"""The command `weex-runtime`; in processes where the process itself is tested."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

import weex_runtime
from weex_runtime.cli.main import main

from ..support.command import ROOT, weex

HELLO = """// { "framework": "Vue" }
console.log('loaded');
console.warn('careful');
new Vue({ el: 'body', render: function (h) { return h('div', [h('text', ['hello'])]) } });
"""


# Arguments of `python` that run weex-runtime.
PROGRAM = ("-m", "weex_runtime")


@pytest.fixture
def hello(tmp_path: Path) -> str:
    path = tmp_path / "hello.js"
    path.write_text(HELLO, encoding="utf-8")
    return str(path)


def write(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_run_command_prints_console_lines_and_the_screen(hello: str) -> None:
    status, out, err = weex("run", hello)
    assert (status, err) == (0, "")
    assert out == 'log   loaded\nwarn  careful\n--- hello.js (Vue)\n"hello"\n'


REMEMBER = """// { "framework": "Vanilla" }
var storage = weex.requireModule('storage');
storage.getItem('runs', function (answer) {
  var runs = answer.result === 'success' ? Number(answer.data) + 1 : 1;
  storage.setItem('runs', runs, function () { console.log('run ' + runs); });
});
"""


def test_storage_option_keeps_items_between_runs(tmp_path: Path) -> None:
    bundle = write(tmp_path, "remember.js", REMEMBER)
    file = str(tmp_path / "items.db")
    outputs = [weex("run", bundle, "--storage", file)[1].splitlines()[0] for _ in range(3)]
    assert outputs == ["log   run 1", "log   run 2", "log   run 3"]
    assert weex("run", bundle)[1].splitlines()[0] == "log   run 1"


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (".", "storage .: it is a folder; name a file in it"),
        ("README.md", "storage README.md: expected a SQLite database; name another file"),
        ("nowhere/items.db", "storage nowhere/items.db: there is no folder "),
    ],
)
def test_storage_option_with_an_unusable_file_exits_with_2(
    hello: str, file: str, problem: str
) -> None:
    status, out, err = weex("run", hello, "--storage", file)
    assert (status, out) == (2, "")
    assert f"weex-runtime: {problem}" in err


ASK = """// { "framework": "Vanilla" }
weex.requireModule('modal').prompt({ message: 'name?' }, function (answer) {
  console.log(answer.result + ' ' + answer.data);
});
"""


def test_leading_answer_steps_apply_to_dialogs_shown_while_the_bundle_loads(
    tmp_path: Path,
) -> None:
    bundle = write(tmp_path, "ask.js", ASK)
    status, out, err = weex("run", bundle, "--do", "answer Ada", "--do", 'log "OK Ada"')
    assert (status, err) == (0, "")
    assert out.splitlines()[:2] == ["info  [modal.prompt] name?", "log   OK Ada"]


def test_answer_step_without_an_open_dialog_is_reported(tmp_path: Path) -> None:
    bundle = write(tmp_path, "ask.js", ASK)
    steps = ("--do", "log OK", "--do", "answer Ada", "--do", "answer dismiss")
    status, out, err = weex("run", bundle, *steps)
    assert (status, out.splitlines()[1]) == (0, "log   OK ")
    assert err == "weex-runtime: not used: answer 'Ada', answer False\n"


def test_run_command_reads_the_bundle_from_standard_input() -> None:
    status, out, _ = weex("run", "-", stdin=HELLO)
    assert status == 0
    assert out.endswith('--- stdin.js (Vue)\n"hello"\n')


@pytest.mark.parametrize(
    "option", [("--config", '{"a": %s'), ("--define", '{"A": %s'), ("--do", "fire hello click %s")]
)
def test_deeply_nested_json_in_an_option_is_a_usage_error(option: tuple[str, str]) -> None:
    status, _, err = weex("run", "-", option[0], option[1] % ("[" * 9999), stdin=HELLO)
    assert (status, "nested too deeply" in err) == (2, True)


def test_empty_standard_input_is_an_error_with_the_name_of_the_bundle() -> None:
    status, _, err = weex("run", "-", stdin="")
    assert (status, err) == (2, "weex-runtime: stdin.js: the bundle is empty\n")


def test_json_option_prints_one_json_document_and_nothing_else(hello: str) -> None:
    status, out, _ = weex("run", hello, "--json", "--do", "wait hello")
    document = json.loads(out)
    assert status == document["status"] == 0
    assert document["screen"] == ['"hello"']
    assert document["console"][0] == {"level": "log", "text": "loaded"}
    assert document["root"]["children"][0]["attr"] == {"value": "hello"}
    (step,) = document["steps"]
    assert (step["text"], step["result"]) == ("wait hello", "done")
    assert step["seconds"] >= 0
    assert document["errors"] == []


CAMERA = """import threading

from weex_runtime import Module, js_method


class Camera(Module):
    name = "camera"

    @js_method
    def shoot(self) -> None:
        raise OSError("no such device")

    @js_method
    def late(self) -> None:
        self.loop.call_later(0.01, self.shoot)

    @js_method
    def thread(self) -> None:
        threading.Thread(target=self.shoot, name="shutter").start()

    @js_method
    def end(self) -> None: ...

    def destroy(self) -> None:
        if self.page.source.endswith("end();"):
            self.shoot()
"""


@pytest.mark.parametrize(
    ("method", "origin"),
    [
        ("shoot", "camera.shoot"),
        ("late", "callback Camera.shoot on the loop"),
        ("thread", "thread shutter"),
        ("end", "camera.destroy"),
    ],
)
def test_run_reports_an_exception_in_a_module_and_exits_with_1(
    tmp_path: Path, method: str, origin: str
) -> None:
    module = write(tmp_path, "camera.py", CAMERA)
    source = f'// {{ "framework": "Vanilla" }}\nweex.requireModule(\'camera\').{method}();'
    bundle = write(tmp_path, "shoot.js", source)
    status, out, err = weex("run", bundle, "--module", module)
    assert status == 1
    assert f"error [weex-runtime] {origin} failed: OSError: no such device" in out
    lines = err.splitlines()
    assert lines[0] == f"weex-runtime: shoot.js: {origin} failed: OSError: no such device"
    assert lines[1] == f"    at shoot ({module}:11)"
    assert lines[2] == '      11 | raise OSError("no such device")'
    assert "Traceback" not in err
    status, out, _ = weex("run", bundle, "--module", module, "--json")
    document = json.loads(out)
    assert status == document["status"] == 1
    [failure] = document["failures"]
    assert failure["origin"] == origin
    assert failure["message"] == f"{origin} failed: OSError: no such device"
    assert failure["stack"][0] == f"    at shoot ({module}:11)"


def test_json_option_prints_a_document_when_the_bundle_does_not_exist() -> None:
    status, out, _ = weex("run", "nowhere.js", "--json")
    document = json.loads(out)
    assert status == document["status"] == 2
    assert "no such file" in document["failure"]


def test_trace_option_shows_calls_tasks_and_messages() -> None:
    status, _, err = weex(
        "run", "bundles/echo.js", "--serve", "echo", "--trace",
        "--do", "tap connect", "--do", 'wait "onopen: open"',
        "--do", "tap send", "--do", 'wait "onmessage: "',
    )  # fmt: skip
    assert status == 0
    assert 'call    callNativeModule["1","webSocket","WebSocket",' in err
    assert "task    " in err
    assert "socket  → text, 0 bytes: ''" in err


def test_serve_option_replaces_the_echo_server_named_in_the_weex_documentation() -> None:
    bundle = """// { "framework": "Vue" }
    var ws = weex.requireModule('webSocket');
    ws.WebSocket('ws://echo.websocket.org', '');
    ws.onopen = function () { ws.send('anybody?') };
    ws.onmessage = function (e) { console.log('back: ' + e.data) };
    """
    status, out, err = weex("run", "-", "--serve", "echo", "--do", "log back:", stdin=bundle)
    assert status == 0
    assert "log   back: anybody?" in out
    assert "echo server at ws://127.0.0.1:" in err


def test_map_option_replaces_an_address_that_the_bundle_uses() -> None:
    bundle = """// { "framework": "Vanilla" }
    var ws = weex.requireModule('webSocket');
    ws.onerror = function (e) { console.log(e.data) };
    ws.WebSocket('ws://chat.example/room', '');
    """
    status, out, _ = weex(
        "run", "-", "--map", "ws://chat.example=ws://127.0.0.1:1", "--do", "log refused",
        stdin=bundle,
    )  # fmt: skip
    assert status == 0
    assert "ws://127.0.0.1:1/room: cannot connect to 127.0.0.1:1: Connection refused" in out


ECHO = """// { "framework": "Vanilla" }
    var ws = weex.requireModule('webSocket');
    ws.WebSocket(weex.config.url || 'ws://a.example/room', '');
    ws.onopen = function () { ws.send('anybody?') };
    ws.onmessage = function (e) { console.log('back: ' + e.data) };
    """


def test_map_option_redirects_an_address_to_the_server_that_the_command_starts() -> None:
    options = ("--serve", "chat", "--serve", "echo", "--map", "ws://a.example=echo")
    status, out, err = weex("run", "-", *options, "--do", "log back: anybody?", stdin=ECHO)
    assert (status, "log   back: anybody?" in out) == (0, True)
    assert err.endswith("weex-runtime: not used: --serve chat\n")


def test_serve_option_uses_the_given_port() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        status, _, err = weex("run", "-", "--serve", f"echo:{port}", stdin=ECHO)
        assert status == 2
        assert f"--serve echo:{port}: cannot listen on 127.0.0.1:{port}" in err
    config = f"url=ws://127.0.0.1:{port}/"
    status, out, err = weex(
        "run", "-", "--serve", f"echo:{port}", "--config", config, "--do", "log back:", stdin=ECHO
    )
    assert (status, "back: anybody?" in out) == (0, True)
    assert "not used" not in err


def test_map_option_replaces_the_address_of_the_bundle_by_a_file(tmp_path: Path) -> None:
    write(tmp_path, "app.js", '// { "framework": "Vanilla" }\nconsole.log(weex.config.bundleUrl)')
    url = "https://cdn.example/dist/app.js?v=1"
    for source, target in [
        ("https://cdn.example/dist", str(tmp_path)),
        (url, str(tmp_path / "app.js")),
        ("https://cdn.example/dist/", tmp_path.as_uri() + "/"),
    ]:
        status, out, err = weex("run", url, "--map", f"{source}={target}")
        assert (status, err) == (0, "")
        assert out.splitlines()[0] == f"log   {url}"


def test_options_without_effect_are_reported_in_one_line(hello: str) -> None:
    options = ("--map", "ws://a=ws://b", "--stub", "camera", "--stub", "nat/*", "--serve", "echo")
    status, _, err = weex("run", hello, *options, "--do", "wait hello", "--do", "answer Ada")
    assert status == 0
    assert err.splitlines()[1:] == [
        "weex-runtime: not used: --map ws://a=ws://b, --stub camera, --stub nat/*, --serve echo, "
        "answer 'Ada'"
    ]


def test_unused_stub_is_not_reported_if_the_bundle_contains_the_name_of_the_module() -> None:
    bundle = '// { "framework": "Vue" }\nvar camera = weex.requireModule("nat/camera");'
    for stub in ("nat/camera", "nat/*"):
        status, _, err = weex("run", "-", "--stub", stub, stdin=bundle)
        assert (status, err) == (0, "")


def test_json_option_prints_calls_of_stubs_and_results_of_steps() -> None:
    bundle = """// { "framework": "Vue" }
    weex.requireModule('nat/camera').take({ quality: 1 }, function () {});
    new Vue({ el: 'body', render: function (h) { return h('text', ['hello']) } });
    """
    steps = ("--do", "wait hello", "--do", "tap nowhere", "--do", "back")
    status, out, _ = weex(
        "run", "-", "--json", "--stub", "nat/*", "--timeout", "0.1", *steps, stdin=bundle
    )
    document = json.loads(out)
    assert status == 3
    (call,) = document["stub_calls"]
    assert (call["module"], call["method"], call["args"][0]) == (
        "nat/camera",
        "take",
        {"quality": 1},
    )
    results = [(step["text"], step["result"]) for step in document["steps"]]
    assert results == [("wait hello", "done"), ("tap nowhere", "failed"), ("back", "not run")]
    assert document["steps"][1]["seconds"] >= 0.1


def test_answer_step_can_follow_the_step_that_opens_the_dialog(tmp_path: Path) -> None:
    bundle = write(
        tmp_path,
        "ask.js",
        ASK.replace("weex.req", "function ask() { weex.req", 1).replace("});\n", "}); }\n", 1)
        + """
    var body = document.createElement('div');
    document.documentElement.appendChild(body);
    var text = document.createElement('text', { attr: { value: 'ask' } });
    text.addEvent('click', ask);
    body.appendChild(text);
    """,
    )
    steps = [
        "tap ask",
        "answer Ada",
        "log OK Ada",
        "answer Bob",
        "tap ask",
        "log OK Bob",
        "tap ask",
        "answer dismiss",
        "log Cancel",
    ]
    status, out, err = weex("run", bundle, *(o for step in steps for o in ("--do", step)))
    assert (status, err) == (0, ""), out


def test_trace_html_option_writes_the_steps_with_their_screens(tmp_path: Path, hello: str) -> None:
    file = tmp_path / "new" / "trace.html"
    status, _, err = weex("run", hello, "--do", "wait hello", "--trace-html", str(file))
    assert (status, err) == (0, "")
    text = file.read_text(encoding="utf-8")
    assert "wait hello" in text
    assert "callCreateBody" in text
    assert "\\u003csvg" in text


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_screenshot_option_draws_the_screen_at_the_end(
    tmp_path: Path, hello: str, suffix: str
) -> None:
    last, early = tmp_path / f"last.{suffix}", tmp_path / f"early.{suffix}"
    status, _, err = weex("run", hello, "--do", f"screenshot {early}", "--screenshot", str(last))
    assert (status, err) == (0, "")
    assert last.read_bytes() == early.read_bytes()


@pytest.mark.parametrize(
    "option",
    [
        ("--trace-html", "x.txt"),
        ("--screenshot", "x.gif"),
        ("--do", "screenshot x"),
        ("--font", "missing.ttf"),
    ],
)
def test_screenshot_option_with_an_unusable_file_exits_with_2(
    hello: str, option: tuple[str, str]
) -> None:
    status, _, err = weex("run", hello, *option)
    assert status == 2
    assert option[1] in err


def test_steps_option_reads_steps_from_a_file(tmp_path: Path, hello: str) -> None:
    steps = write(tmp_path, "steps.txt", "# what a user does\n\nwait hello\n  gone early\n")
    status, out, _ = weex("run", hello, "--json", "--do", "pause 0", "--steps", steps)
    assert status == 0
    assert [step["text"] for step in json.loads(out)["steps"]] == [
        "pause 0",
        "wait hello",
        "gone early",
    ]
    write(tmp_path, "steps.txt", "wait hello\n\nclick hello\n")
    status, _, err = weex("run", hello, "--steps", steps)
    assert status == 2
    assert f"{steps}:3: step 'click hello': unknown verb" in err


def test_run_options_set_config_data_environment_and_viewport() -> None:
    bundle = """// { "framework": "Weex" }
    __weex_define__('@weex-component/a', [], function (require, exports, module) {
      module.exports = {
        data: function () { return { count: 0, name: '' } },
        created: function () {
          var env = this.$getConfig().env;
          console.log(JSON.stringify([this.count, this.name, this.$getConfig().token,
            this.$getConfig().deep, env.appName, env.deviceWidth]));
        },
        template: { type: 'div' } };
    });
    __weex_bootstrap__('@weex-component/a');
    """
    options = (
        "--config",
        "token=t=1",
        "--config",
        '{"deep": {"a": [1]}}',
        "--data",
        "count=5",
        "--data",
        "name=Ada L",
        "--env",
        "appName=shop",
        "--viewport",
        "640x1136",
    )
    status, out, err = weex("run", "-", *options, stdin=bundle.replace("// {", "//{"))
    assert status == 0, err
    assert json.loads(out.split("log   ")[1].splitlines()[0]) == [
        5,
        "Ada L",
        "t=1",
        {"a": [1]},
        "shop",
        640,
    ]


def test_version_option_prints_versions_of_package_python_and_engine() -> None:
    status, out, _ = weex("--version")
    assert status == 0
    for part in ("weex-runtime 0.", "Python 3.", "quickjs"):
        assert part in out


@pytest.mark.parametrize(
    ("name", "content", "status", "message"),
    [
        ("syntax.js", '// { "framework": "Vue" }\nvar x = ;\n', 1, "SyntaxError"),
        (
            "created.js",
            '// { "framework": "Vue" }\nnew Vue({el: "b", created: function () {\n'
            " this.nope.x }, render: function (h) { return h('div') }})\n",
            1,
            "TypeError: cannot read property 'x' of undefined",
        ),
        (
            "handler.js",
            '// { "framework": "Vue" }\nsetTimeout(function () {\n throw new Error("late")\n}, 1)',
            1,
            "Error: late (in timer.setTimeout)",
        ),
        (
            "chain.js",
            '// { "framework": "Vue" }\nfunction f() { Promise.resolve().then(f) }\nf()\n',
            1,
            "endless promise chain",
        ),
        ("loop.js", '// { "framework": "Vue" }\nfor (;;) {}\n', 1, "was interrupted"),
        ("other.js", '// { "framework": "Svelte" }\n1\n', 2, "one of Vue, Rax, Weex, Vanilla"),
        ("empty.js", "", 2, "the bundle is empty"),
        ("binary.js", bytes(range(256)), 2, "expected text in UTF-8"),
        ("module.js", "export default 1\n", 2, "this is an ES module, not a bundle"),
        ("jsx.js", '// {"framework":"Rax"}\nvar a = <View/>;\n', 2, "this is JSX, not a bundle"),
        ("page.vue", "<template><div></template>\n", 2, "page.vue:1: the template"),
        ("page.js", "<template><div/></template>\n", 2, "source of a .vue component"),
        ("bare.js", "new Vue({ el: 'body' })\n", 2, "--framework Vue"),
    ],
)
def test_run_of_a_broken_bundle_exits_with_an_error_status_and_prints_one_message(
    tmp_path: Path, name: str, content: str | bytes, status: int, message: str
) -> None:
    got, _, err = weex("run", write(tmp_path, name, content), "--time-limit", "0.5")
    assert got == status
    assert err.count("weex-runtime: ") == 1
    assert message in err
    assert name in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["run"], "BUNDLE"),
        (["run", "nowhere.js"], "no such file"),
        (["run", "bundles"], "give a .js or .vue file"),
        (["run", "bundles/ecoh.js"], "did you mean echo.js?"),
        (["run", "http://127.0.0.1:1/x.js"], "cannot be fetched"),
        (["run", "bundles/echo.js", "--do", "fly"], "unknown verb 'fly'"),
        (["run", "bundles/echo.js", "--map", "x"], "write FROM=TO"),
        (["run", "bundles/echo.js", "--timeout", "soon"], "expected a number of seconds above 0"),
        (["run", "bundles/echo.js", "--serve", "tea"], "expected echo or chat"),
        (["run", "bundles/echo.js", "--serve", "echo:0"], "'0' is not a port"),
        (["run", "bundles/echo.js", "--serve", "echo:"], "'' is not a port"),
        (["run", "bundles/echo.js", "--map", "ws://a=chat"], "add --serve chat"),
        (["run", "bundles/echo.js", "--config", "url"], "write NAME=VALUE"),
        (["run", "bundles/echo.js", "--data", "{1}"], "is not JSON"),
        (["run", "bundles/echo.js", "--viewport", "750"], "write WIDTHxHEIGHT"),
        (["run", "bundles/echo.js", "--viewport", "0x9"], "write WIDTHxHEIGHT"),
        (["run", "bundles/echo.js", "--steps", "nowhere.txt"], "nowhere.txt: cannot be read"),
        (["run", "bundles/echo.js", "--do", "click connect"], "did you mean tap"),
        (["run", "bundles/echo.js", "--timeout", "5000"], "did you mean 5?"),
        (["run", "bundles/echo.js", "--stub", ""], "expected a name"),
        (["run", "bundles/echo.js", "--jsn"], "did you mean --json?"),
        (["run", "bundles/echo.js", "--serv", "echo"], "did you mean --serve?"),
        (["run", "bundles/echo.js", "--viewpor", "9x9"], "(see weex-runtime run --help)"),
        (["run", "page.test.js"], "is a test; run it with: weex-runtime test page.test.js"),
        (["run", "bundles/echo.js", "--viewprot=3x3"], "did you mean --viewport?"),
        (["run", ""], "expected a path, or an http, https or file URL"),
        (["run", "ws://127.0.0.1:1/"], "expected a path, or an http, https or file URL"),
        (["run", "LICENSE"], "this is not JS"),
        (["run", "pyproject.toml"], "this is not JS"),
        (["dance"], "expected one of run, preview, build"),
        (["buld", "chat.vue"], "did you mean build?"),
        (["chat.vue"], "to open a bundle, write: weex-runtime run chat.vue"),
        (["demo", "caht"], "did you mean chat?"),
        (["run", "bundles/echo.js", "--platform", "Android"], "did you mean android?"),
        (["run", "bundles/echo.js", "--allow-net", "a.b"], "a value needs =, like --allow-net=a.b"),
        ([], "COMMAND"),
    ],
)
def test_command_exits_with_2_and_one_line_after_wrong_usage(args: list[str], message: str) -> None:
    status, _, err = weex(*args)
    assert status == 2
    assert message in err
    assert len(err.splitlines()) == 1


def test_run_exits_with_3_when_a_step_times_out(hello: str) -> None:
    status, out, err = weex("run", hello, "--timeout", "0.1", "--do", "wait goodbye")
    assert status == 3
    assert "timed out after 0.1 s waiting for 'goodbye' on the screen" in err
    assert '"hello"' in out


def test_framework_option_runs_a_bundle_without_framework_comment(tmp_path: Path) -> None:
    bundle = write(tmp_path, "bare.js", HELLO.partition("\n")[2])
    status, out, err = weex("run", bundle, "--framework", "vue")
    assert (status, err) == (0, "")
    assert out.endswith('--- bare.js (Vue)\n"hello"\n')
    status, _, err = weex("run", bundle, "--framework", "svelte")
    assert status == 2
    assert "Vanilla" in err


PUSH = """// { "framework": "Vue" }
new Vue({ el: 'body',
  methods: { go: function (event) {
    weex.requireModule('navigator').push({ url: event.target.attr.value + '.js' });
  } },
  render: function (h) { var go = this.go; return h('div', ['second', 'lost'].map(function (name) {
    return h('text', { on: { click: go } }, [name]);
  })); } });
"""


def test_run_waits_until_the_page_pushed_by_the_last_step_is_open(tmp_path: Path) -> None:
    write(tmp_path, "second.js", HELLO)
    status, out, _ = weex("run", write(tmp_path, "push.js", PUSH), "--do", "tap second")
    assert status == 0
    assert "--- second.js (Vue)" in out
    status, out, _ = weex(
        "run", str(tmp_path / "push.js"), "--do", "tap second", "--do", "back", "--do", "back"
    )
    assert status == 0
    assert "--- push.js (Vue)" in out
    assert "back: this is the first page" in out


def test_run_exits_with_1_when_the_bundle_pushes_a_missing_page(tmp_path: Path) -> None:
    bundle = write(tmp_path, "push.js", PUSH)
    status, out, _ = weex("run", bundle, "--json", "--do", "tap lost", "--do", "back")
    document = json.loads(out)
    assert status == document["status"] == 1
    assert "lost.js" in document["failure"]


def test_run_exits_with_1_when_the_element_does_not_support_the_step(hello: str) -> None:
    status, _, err = weex("run", hello, "--do", "slide 0 hello")
    assert status == 1
    assert "it is not in a slider" in err


def test_stub_option_provides_a_module_that_an_earlier_run_reported_as_unregistered() -> None:
    bundle = """// { "framework": "Vue" }
    var fancy = weex.requireModule('fancy');
    console.log(typeof fancy);
    if (fancy) fancy.anything(1, function () {});
    """
    status, out, _ = weex("run", "-", stdin=bundle)
    assert status == 0
    assert "module 'fancy' is not registered" in out
    assert "--stub fancy" in out
    assert "log   undefined" in out
    status, out, err = weex("run", "-", "--stub", "fancy", "--trace", stdin=bundle)
    assert status == 0
    assert "log   object" in out
    assert 'callNativeModule["1","fancy","anything",[1,"1"]' in err


def test_output_is_coloured_only_on_a_terminal_without_the_variable_no_color(hello: str) -> None:
    assert "\033[" not in weex("run", hello)[1]
    assert "\033[" not in _on_a_terminal(hello, {"NO_COLOR": "1"})
    assert "\033[33mwarn  careful\033[0m" in _on_a_terminal(hello, {})


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("elemnts=3", "did you mean elements?"),
        ("elements", "write NAME=VALUE"),
        ("memory=64MB", "expected bytes, like 1000 or 64MiB"),
    ],
)
def test_wrong_value_of_the_limit_option_is_refused(hello: str, option: str, expected: str) -> None:
    status, _, err = weex("run", hello, "--limit", option)
    assert status == 2
    assert expected in err


def test_limit_options_apply_to_the_pages_of_a_run(tmp_path: Path) -> None:
    timers = '// { "framework": "Vanilla" }\nsetTimeout(() => 0, 1); setTimeout(() => 0, 1);\n'
    status, _, err = weex("run", write(tmp_path, "a.js", timers), "--limit", "timers=1")
    assert status == 1
    assert "expected at most 1 running timers; raise the limit with" in err


def test_json_option_prints_deeply_nested_elements(tmp_path: Path) -> None:
    bundle = """// { "framework": "Vanilla" }
var outer = document.createElement('div');
document.documentElement.appendChild(outer);
for (var i = 0; i < 1500; i++) {
  var inner = document.createElement('div');
  outer.appendChild(inner);
  outer = inner;
}
"""
    path = write(tmp_path, "deep.js", bundle)
    status, out, _ = weex("run", path, "--json", "--limit", "depth=2000")
    assert status == 0
    # For a tree of 1,501 levels, some versions of Python write JSON without indentation.
    assert len(re.findall('"type": ?"div"', out)) == 1501


def started(bundle: str, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run `weex-runtime run BUNDLE` in a process that executes some lines first."""
    code = "\n".join([*lines, "from weex_runtime.__main__ import main", "sys.exit(main())"])
    command = [sys.executable, "-c", code, "run", bundle]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "module", ["argparse", "weex_runtime.cli.main", "weex_runtime.loop.looper"]
)
def test_ctrl_c_during_imports_prints_no_traceback(hello: str, module: str) -> None:
    done = started(
        hello,
        "import sys",
        "class Interrupt:",
        "    def find_spec(self, name, path=None, target=None):",
        f"        if name == {module!r}: raise KeyboardInterrupt",
        "sys.meta_path.insert(0, Interrupt())",
    )
    assert (done.returncode, done.stderr.removeprefix("weex-runtime: interrupted\n")) == (130, "")


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of POSIX")
def test_ctrl_c_at_exit_prints_no_traceback(hello: str) -> None:
    done = started(
        hello,
        "import atexit, os, signal, sys",
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))",
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_importing_weex_runtime_imports_only_its_init_file() -> None:
    code = (
        "import sys; known = set(sys.modules); import weex_runtime; print(set(sys.modules) - known)"
    )
    path = os.path.dirname(os.path.dirname(weex_runtime.__file__))
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "{'weex_runtime'}\n"


def test_ctrl_c_while_a_step_waits_exits_with_130(tmp_path: Path) -> None:
    bundle = '// { "framework": "Vue" }\nconsole.log("up"); setInterval(function () {}, 10)'
    process = subprocess.Popen(
        [sys.executable, "-m", "weex_runtime", "run", write(tmp_path, "wait.js", bundle),
         "--do", "wait never", "--timeout", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "log   up\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.strip() == "weex-runtime: interrupted"


LOOPS = """// {{ "framework": "Vue" }}
new Vue({{ el: 'body',
  methods: {{ loop: function () {{ console.log('up'); {loop} }} }},
  created: function () {{ if ({at_start}) this.loop(); }},
  render: function (h) {{ return h('text', {{ on: {{ click: this.loop }} }}, ['loop']); }} }});
"""
CATASTROPHE = "/(x+x+)+y/.test('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')"


@pytest.mark.parametrize(
    ("loop", "at_start"),
    [
        ("for (;;) {}", "true"),
        ("for (;;) {}", "false"),
        ("for (;;) { try { for (;;) {} } catch (error) {} }", "false"),
        ("(function next() { Promise.resolve().then(next); })()", "true"),
        ("(function next() { Promise.resolve().then(next); })()", "false"),
        ("setTimeout(function () { for (;;) {} })", "false"),
        ("for (;;) weex.requireModule('modal').toast({ message: 'x' })", "false"),
        (CATASTROPHE, "false"),
    ],
)
def test_ctrl_c_ends_an_endless_loop_in_js(tmp_path: Path, loop: str, at_start: str) -> None:
    bundle = write(tmp_path, "loop.js", LOOPS.format(loop=loop, at_start=at_start))
    process = subprocess.Popen(
        [
            sys.executable,
            *PROGRAM,
            "run",
            bundle,
            "--time-limit",
            "60m",
            "--do",
            "tap loop",
            "--do",
            "wait never",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "log   up\n"
    process.send_signal(signal.SIGINT)
    try:
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    assert err.endswith("weex-runtime: interrupted\n")
    assert "Traceback" not in err


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_ctrl_c_during_a_run_prints_the_screen(tmp_path: Path, options: list[str]) -> None:
    bundle = write(tmp_path, "loop.js", LOOPS.format(loop="for (;;) {}", at_start="false"))
    process = subprocess.Popen(
        [
            sys.executable,
            *PROGRAM,
            "run",
            bundle,
            "--time-limit",
            "60m",
            "--trace",
            "--do",
            "tap loop",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    while "fireEvent" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 130
    if options:
        document = json.loads(out)
        assert (document["status"], document["failure"]) == (130, "interrupted")
        assert document["screen"] == ["[loop]"]
        assert document["steps"][0]["result"] == "failed"
    else:
        assert out.endswith("[loop]\n")


LINES = """// { "framework": "Vanilla" }
for (var i = 0; i < 100; i++) console.log('line ' + i);
"""
TICKS = LINES + "setInterval(function () { console.log('tick'); }, 1);\n"


@pytest.mark.parametrize(
    "args",
    [
        ["run", "BUNDLE"],
        ["run", "BUNDLE", "--do", "wait never"],
        ["run", "BUNDLE", "--watch"],
        ["run", "BUNDLE", "--json"],
        ["demo", "echo"],
        ["modules"],
        ["modules", "table"],
        ["doctor"],
    ],
)
def test_command_exits_with_141_silently_when_standard_output_is_closed(
    tmp_path: Path, args: list[str]
) -> None:
    bundle = write(tmp_path, "lines.js", LINES if "--json" in args else TICKS)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", *(bundle if a == "BUNDLE" else a for a in args)],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    os.close(writer)
    assert done.returncode == 141
    assert "weex-runtime" not in done.stderr
    assert "Traceback" not in done.stderr


def test_value_thrown_by_a_bundle_is_reported_only_once_if_it_is_not_an_error(
    tmp_path: Path,
) -> None:
    bundle = (
        '// { "framework": "Vanilla" }\n'
        "Promise.reject('from reject'); (async function () { throw 'from async'; })();"
        "setTimeout(function () { throw 'from timer'; }, 1); throw 'from load';"
    )
    status, _, err = weex("run", write(tmp_path, "throws.js", bundle))
    assert status == 1
    for place in ("reject", "async", "timer", "load"):
        assert err.count(f"uncaught from {place} (in ") == err.count(f"from {place} (in ") == 1


def test_command_exits_with_141_when_standard_error_is_closed(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "weex_runtime",
            "run",
            write(tmp_path, "lines.js", LINES),
            "--trace",
        ],
        stdout=subprocess.PIPE,
        stderr=writer,
        timeout=60,
    )
    os.close(writer)
    assert done.returncode == 141


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk as Linux has it")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_command_exits_with_1_and_one_line_when_the_disk_is_full(
    tmp_path: Path, options: list[str]
) -> None:
    bundle = write(tmp_path, "lines.js", LINES if options else TICKS)
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "weex_runtime", "run", bundle, *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr == "weex-runtime: cannot write the output: No space left on device\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a full disk as Linux has it")
@pytest.mark.parametrize(
    "args", [["--version"], ["--help"], ["doctor"], ["modules"], ["demo", "echo"]]
)
def test_each_command_exits_with_1_when_the_disk_is_full(args: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "weex_runtime", *args],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert "cannot write the output: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_source_option_of_the_demo_command_prints_files_of_a_demo() -> None:
    for name, option, file in [
        ("chat", ["--source"], "chat.vue"),
        ("news", ["--source"], "news.vue"),
        ("news", ["--source", "story.js"], "story.js"),
    ]:
        status, out, err = weex("demo", name, *option)
        assert status == 0
        assert out == (ROOT / "bundles" / file).read_text(encoding="utf-8")
        assert ("news.json" in err) is (name == "news")
    status, _, err = weex("demo", "chat", "--source", "story.js")
    assert status == 2
    assert "it has chat.vue, chat.js" in err


def test_demo_command_prints_messages_and_screen_of_the_echo_demo() -> None:
    status, out, err = weex("demo", "echo")
    assert status == 0
    assert "hello over a real socket" in out
    assert "closed 1000 bye clean" in out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "args",
    [
        ["demo", "chat"],
        ["demo", "news"],
        ["run", "bundles/echo.js", "--serve=echo", "--do=tap connect", "--do=wait onopen: open"],
    ],
    ids=" ".join,
)
def test_proxy_variables_are_ignored_for_servers_that_the_command_starts(
    args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("http_proxy", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "")
    status, _, err = weex(*args)
    assert status == 0, err


def test_doctor_command_lists_installed_parts() -> None:
    status, out, _ = weex("doctor")
    assert status == 0
    for part in ("Python: 3.", "engine: quickjs", "weex-vue-framework 2.5.16-weex.5", "webSocket"):
        assert part in out


def test_doctor_command_names_missing_optional_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version_of(package: str) -> str:
        if package in ("pytest", "trustme"):
            raise PackageNotFoundError(package)
        return "1.0"

    monkeypatch.setattr("weex_runtime.cli.doctor.version_of", version_of)
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert "get it with: pip install pytest\n" in out
    assert "get it with: pip install trustme\n" in out


@pytest.mark.parametrize("command", [[], ["run"]])
def test_help_option_shows_examples(command: list[str]) -> None:
    status, out, _ = weex(*command, "--help")
    assert status == 0
    assert "examples:" in out


# Tests of --module, which loads modules from files.

STEPS = """from weex_runtime import Component, Module, js_method

class Steps(Module):
    name = "steps"

    def __init__(self):
        self.count = 0

    @js_method(sync=True)
    def walk(self, by: int) -> str:
        self.count += by
        return f"walked {self.count}"

class Dial(Component):
    type = "dial"
"""
WALK = """// { "framework": "Vue" }
var steps = weex.requireModule('steps');
new Vue({ el: 'body', data: { text: 'ready' },
  render: function (h) { return h('div', [h('text', [this.text])]) },
  methods: { walk: function () { this.text = steps.walk(2) } },
  created: function () { setInterval(this.walk, 20) } });
"""


def test_module_option_loads_classes_of_a_file(tmp_path: Path) -> None:
    module = write(tmp_path, "steps.py", STEPS)
    bundle = """// { "framework": "Vanilla" }
    var steps = weex.requireModule('steps');
    console.log(steps && steps.walk(2), weex.supports('@component/dial'));"""
    for asked, logged in [
        ([module], "walked 2 true"),
        ([f"{module}:Steps"], "walked 2 false"),
        ([f"{module}:Dial", f"{module}:Steps"], "walked 2 true"),
        ([f"{module}:Dial"], "undefined true"),
    ]:
        options = [part for location in asked for part in ("--module", location)]
        status, out, _ = weex("run", "-", *options, stdin=bundle)
        assert (status, out.splitlines()[-2]) == (0, f"log   {logged}")


@pytest.mark.parametrize(
    ("source", "asked", "message"),
    [
        (STEPS, "nowhere.py", "nowhere.py: no such file"),
        (STEPS, "steps.py:Stairs", "called 'Stairs', got nothing; the file has: Steps, Dial"),
        (STEPS + "x = (", "steps.py", "steps.py:16: SyntaxError: '(' was never closed"),
        (STEPS + "import gone", "steps.py", "steps.py:16: ModuleNotFoundError: No module named"),
        (STEPS + "Steps.name = None", "steps.py", "set `name`"),
        ("class Steps: ...", "steps.py:Steps", "Component called 'Steps', got <class"),
    ],
)
def test_module_option_with_a_broken_file_exits_with_2(
    tmp_path: Path, hello: str, source: str, asked: str, message: str
) -> None:
    write(tmp_path, "steps.py", source)
    status, out, err = weex("run", hello, "--module", str(tmp_path / asked))
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_strict_option_rejects_module_calls_with_wrong_arguments(tmp_path: Path) -> None:
    module = write(tmp_path, "steps.py", STEPS)
    bundle = '// { "framework": "Vanilla" }\nweex.requireModule("steps").walk("far")\n'
    status, out, _ = weex("run", "-", "--module", module, stdin=bundle)
    assert status == 0
    assert "warn  [weex-runtime] steps.walk: parameter 'by' needs a number" in out
    status, _, err = weex("run", "-", "--module", module, "--strict", stdin=bundle)
    assert status == 1
    assert "ArgumentMismatch: steps.walk: parameter 'by' needs a number" in err


ISOLATED = """
from weex_runtime import Module, js_method


class Place(Module):
    name = "place"

    @js_method(sync=True)
    def isolation(self) -> str:
        return self.page.isolation
"""


def test_isolate_option_runs_js_in_a_process_of_its_own(tmp_path: Path) -> None:
    module = write(tmp_path, "place.py", ISOLATED)
    bundle = '// { "framework": "Vanilla" }\nconsole.log(weex.requireModule("place").isolation())\n'
    status, out, err = weex("run", "-", "--module", module, "--isolate", stdin=bundle)
    assert (status, out.split()[:2]) == (0, ["log", "process"]), err


class Watching:
    """A process of `weex-runtime run --watch`."""

    def __init__(self, *args: str, program: tuple[str, ...] = PROGRAM) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", *program, "run", "--watch", *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
        )
        self.lines: SimpleQueue[str] = SimpleQueue()
        self.seen: list[str] = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait(self, text: str) -> str:
        """Wait for the next line that contains a text."""
        deadline = time.monotonic() + 30
        while (left := deadline - time.monotonic()) > 0:
            try:
                self.seen.append(self.lines.get(timeout=left))
            except Empty:
                break
            if text in self.seen[-1]:
                return self.seen[-1]
        raise AssertionError(f"no {text!r} in 30 s; the last lines: {self.seen[-20:]}")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.reader.join()
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def watching() -> Iterator[Callable[..., Watching]]:
    with ExitStack() as stack:

        def watching(*args: str, program: tuple[str, ...] = PROGRAM) -> Watching:
            started = Watching(*args, program=program)
            stack.callback(started.close)
            return started

        yield watching


def test_watch_option_replaces_a_saved_module_and_prints_the_screen(
    tmp_path: Path, watching: Callable[..., Watching]
) -> None:
    module, bundle = write(tmp_path, "steps.py", STEPS), write(tmp_path, "walk.js", WALK)
    run = watching(bundle, "--module", module, "--timeout", "0.1")
    assert "steps.py, " in run.wait("watching ")
    run.wait('"walked ')
    write(tmp_path, "steps.py", STEPS.replace("walked", "went"))
    run.wait("steps.py changed: the next call uses the new Steps, Dial")
    count = int(run.wait('"went ').strip('"').split()[1])
    assert count > 2  # the module's object keeps its attribute `count`
    write(tmp_path, "steps.py", STEPS + "x = (")
    run.wait("steps.py:16: SyntaxError: '(' was never closed")
    run.wait("the previous class stays in use")
    run.wait('"went ')
    write(tmp_path, "walk.js", WALK.replace("this.text]", "'anew ' + this.text]"))
    run.wait("walk.js changed: opening the page again")
    run.wait('"anew ')
    assert run.end() == 130
    run.wait("weex-runtime: interrupted")


def test_watch_option_ends_the_run_when_the_page_is_destroyed(
    tmp_path: Path, watching: Callable[..., Watching]
) -> None:
    module, bundle = write(tmp_path, "steps.py", STEPS), write(tmp_path, "walk.js", WALK)
    run = watching(bundle, "--module", module, "--timeout", "0.1")
    run.wait("watching ")
    write(tmp_path, "steps.py", STEPS.replace("self.count += by", "self.page.destroy()"))
    run.wait("the next call uses the new")
    assert run.process.wait(timeout=30) == 0


def test_watch_option_reopens_a_stopped_page_when_its_bundle_is_saved(
    tmp_path: Path, watching: Callable[..., Watching]
) -> None:
    endless = '// { "framework": "Vue" }\nfunction f() { Promise.resolve().then(f) }\nf()\n'
    run = watching(write(tmp_path, "walk.js", endless), "--time-limit", "0.5")
    run.wait("endless promise chain")
    run.wait("watching ")
    write(tmp_path, "walk.js", HELLO)
    run.wait('"hello"')
    assert run.end() == 130


@pytest.mark.parametrize(
    ("args", "stdin", "message"),
    [
        (["bundles/echo.js", "--json"], "", "--json prints its document"),
        (["-"], HELLO, "--watch has no file to watch"),
    ],
)
def test_watch_option_is_rejected_for_standard_input_and_with_json_option(
    args: list[str], stdin: str, message: str
) -> None:
    status, _, err = weex("run", "--watch", *args, stdin=stdin)
    assert status == 2
    assert message in err


def _on_a_terminal(bundle: str, env: dict[str, str]) -> str:
    import pty

    leader, follower = pty.openpty()
    base = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "weex_runtime", "run", bundle],
        stdout=follower,
        stderr=follower,
        env={**base, **env},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            part = os.read(leader, 4096)
        except OSError:  # reading a closed pty raises EIO on Linux
            break
        if not part:
            break
        shown += part
    os.close(leader)
    process.wait(timeout=30)
    return shown.decode()


@pytest.mark.parametrize(
    "option",
    [
        ["--timeout", "9" * 400],
        ["--timeout", "9" * 400 + "s"],
        ["--time-limit", "9" * 400 + "s"],
        ["--limit", "elements=" + "9" * 5000],
        ["--serve", "echo:" + "9" * 5000],
        ["--viewport", "9" * 5000 + "x1"],
    ],
)
def test_number_that_is_too_large_is_refused(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "chat.js", *option]) == 2
    problem = capsys.readouterr().err
    assert "9..." in problem or "got inf" in problem


NOISY = """
import atexit, os, subprocess
from weex_runtime import Component, Module, js_method
print("at import", flush=True)
atexit.register(print, "at exit")
class Noisy(Module):
    '''Prints.'''
    name = "noisy"
    @js_method
    def go(self) -> None:
        print("in a method")
        os.write(1, b"by the system\\n")
        subprocess.run(["echo", "by a process"])
class Box(Component):
    type = "box"
    def created(self):
        print("in a component")
"""
NOISY_BUNDLE = """// { "framework": "Vanilla" }
weex.requireModule('noisy').go();
document.documentElement.appendChild(document.createElement('box'));
"""


@pytest.mark.parametrize(
    ("command", "count"),
    [
        (["run", "noisy.js", "--module", "noisy.py", "--json"], 6),
        (["modules", "show", "noisy", "--module", "noisy.py", "--format", "json"], 2),
    ],
)
def test_output_of_modules_goes_to_standard_error_when_the_command_prints_json(
    tmp_path: Path, command: list[str], count: int
) -> None:
    (tmp_path / "noisy.py").write_text(NOISY, encoding="utf-8")
    (tmp_path / "noisy.js").write_text(NOISY_BUNDLE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "weex_runtime", *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert isinstance(json.loads(done.stdout), dict)
    assert len(done.stderr.splitlines()) == count
