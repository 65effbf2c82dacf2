"""weex_runtime.pytest_plugin: results and reports of pytest runs with the plugin."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import trustme

import weex_runtime
from weex_runtime.pytest_plugin import frames
from weex_runtime.testing import WsServer

from ..support.pytest_project import empty_project as empty_project
from ..support.pytest_project import matches, reports

VUE = '// { "framework": "Vue" }\n'
HELLO = VUE + (
    "new Vue({ el: 'body', render: function (h) { return h('text', "
    "[weex.config.greeting || 'hello']); } });\n"
)
# A bundle that throws when its text is tapped.
FRAGILE = (
    VUE
    + """new Vue({ el: 'body', render: function (h) {
  return h('text', { on: { click: function () {
    boom();
  } } }, ['hello']);
} });
"""
)
ASSIGNED = HELLO + "weex.requireModule('webSocket').onopen = function () {};\n"
ASYNC = HELLO + "weex.requireModule('modal').toast({}, async function () {});\n"

OPEN = "import pytest\n@pytest.mark.weex({marker})\ndef test_page(weex_page):\n    {body}\n"


@pytest.fixture
def project(empty_project: pytest.Pytester) -> pytest.Pytester:
    """A folder with bundles."""
    bundles = {"hello": HELLO, "fragile": FRAGILE, "assigned": ASSIGNED, "async": ASYNC}
    for name, source in bundles.items():
        empty_project.path.joinpath(f"{name}.js").write_text(source, encoding="utf-8")
    return empty_project


def run(project: pytest.Pytester, *args: str, **tests: str) -> pytest.RunResult:
    """Write test files and run all tests, in this process."""
    if tests:
        project.makepyfile(**tests)
    return project.runpytest_inprocess(*args)


def run_page(
    project: pytest.Pytester, marker: str, body: str = "pass", *args: str
) -> pytest.RunResult:
    """Run one test that has a page."""
    return run(project, *args, test_it=OPEN.format(marker=marker, body=body))


def uncaught(result: pytest.RunResult) -> int:
    """The number of JS errors in the reports."""
    return sum(line.startswith("uncaught ") for line in result.outlines)


def shown(result: pytest.RunResult, title: str) -> str:
    """The text of a section of the only failure's report."""
    text = result.stdout.str().split(f" {title} -", 1)[1]
    return text.split("\n", 1)[1].split("\n---", 1)[0].split("\n===", 1)[0]


# Tests of the fixture `weex_page` and of its page.


def test_bundle_path_is_relative_to_the_test_file_or_the_rootdir(
    project: pytest.Pytester,
) -> None:
    folder = project.mkdir("tests")
    folder.joinpath("near.js").write_text(HELLO.replace("hello", "near"), encoding="utf-8")
    folder.joinpath("hello.js").write_text(HELLO.replace("hello", "nearer"), encoding="utf-8")
    folder.joinpath("test_it.py").write_text(
        """
import pytest
@pytest.mark.parametrize(("bundle", "text"), [
    ("near.js", "near"), ("hello.js", "nearer"), ("fragile.js", "hello"),
])
def test_page(new_weex_page, bundle, text):
    assert new_weex_page(bundle).get_by_text(text, exact=True).count() == 1
"""
    )
    project.runpytest_inprocess().assert_outcomes(passed=3)


def test_missing_bundle_error_has_the_searched_paths(project: pytest.Pytester) -> None:
    folder = project.mkdir("tests")
    folder.joinpath("test_it.py").write_text(OPEN.format(marker="bundle='no.js'", body="pass"))
    result = project.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    text = result.stdout.str()
    assert f"no.js: the file does not exist: neither {folder / 'no.js'} nor {project.path}" in text


def test_missing_bundle_error_suggests_a_similar_name(
    project: pytest.Pytester,
) -> None:
    result = run_page(project, "bundle='helo.js'")
    result.assert_outcomes(errors=1)
    where = project.path / "helo.js"
    result.stdout.fnmatch_lines([f"*the file does not exist: {where}; did you mean hello.js?"])


@pytest.mark.parametrize(
    ("bundle", "message"),
    [
        ("'.'", "*expected a bundle, got the folder *; name a .js file in it"),
        (repr(HELLO), "*got the text of a bundle; pass it as source=text"),
    ],
)
def test_bundle_that_is_not_a_file_is_an_error(
    project: pytest.Pytester, bundle: str, message: str
) -> None:
    result = run_page(project, f"bundle={bundle}")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([message])


def test_error_of_weex_page_without_a_bundle_has_a_hint(project: pytest.Pytester) -> None:
    result = run(project, test_it="def test_page(weex_page): pass")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["no page to open: name a bundle, as in @pytest.mark.weex(bundle=*"]
    )


def test_inner_marker_overrides_the_outer_marker_but_config_is_merged(
    project: pytest.Pytester,
) -> None:
    run(
        project,
        test_it=f"""
import pytest
pytestmark = pytest.mark.weex(bundle="no.js", config={{"greeting": "hi"}})

@pytest.mark.weex(source={HELLO!r})
class TestPage:
    def test_source_in_place_of_bundle(self, weex_page):
        assert weex_page.get_by_text("hi").count() == 1

    @pytest.mark.weex(config={{"greeting": "ho"}})
    def test_config(self, weex_page, new_weex_page):
        assert weex_page.get_by_text("ho").count() == 1
        second = new_weex_page("hello.js", config={{"greeting": "hey"}})
        assert second.get_by_text("hey").count() == 1
        assert new_weex_page().get_by_text("ho").count() == 1
        assert len(second.runtime.pages) == 3
""",
    ).assert_outcomes(passed=2)


def test_marker_sets_options_of_the_device(project: pytest.Pytester) -> None:
    run(
        project,
        test_it="""
import pytest
from weex_runtime import Module, js_method

class Probe(Module):
    name = "probe"
    @js_method
    def add(self, number: int) -> None: ...

CALL = "// { 'framework': 'Vanilla' }\\nweex.requireModule('probe').add({});"

@pytest.mark.weex(bundle="hello.js", platform="ios", viewport=(640, 960), clock="virtual",
    storage="items.db", modules=[Probe])
def test_page(weex_page, weex_runtime, weex_platform):
    assert weex_platform == weex_page.platform.name == "ios"
    assert weex_page.viewport == (640, 960)
    assert weex_runtime.clock.virtual
    assert weex_runtime.storage.endswith("items.db")
    assert weex_page.module("probe")
    assert weex_page.runtime is weex_runtime

@pytest.mark.weex(source=CALL, modules=[Probe], strict=True)
def test_strict(weex_page):
    assert "parameter 'number'" in str(weex_page.errors.pop())

def test_default(weex_runtime, weex_platform):
    assert weex_platform == "documented"
    assert weex_runtime.platform.name is None
    assert not weex_runtime.clock.virtual
""".replace("'framework': 'Vanilla'", '\\"framework\\": \\"Vanilla\\"'),
    ).assert_outcomes(passed=3)


def test_ini_key_weex_clock_sets_the_clock_of_tests(project: pytest.Pytester) -> None:
    run(
        project,
        "-o",
        "weex_clock=virtual",
        test_it="def test_clock(weex_runtime): assert weex_runtime.clock.virtual",
    ).assert_outcomes(passed=1)


LIMITS = """
import pytest
def test_given(weex_runtime):
    assert (weex_runtime.limits.timers, weex_runtime.limits.elements) == (3, 8)
@pytest.mark.weex(limits={"timers": 4})
def test_marker(weex_runtime):
    assert (weex_runtime.limits.timers, weex_runtime.limits.elements) == (4, 8)
"""


def test_limits_come_from_the_ini_file_the_command_line_and_the_marker(
    project: pytest.Pytester,
) -> None:
    given = ["-o", "weex_limits=elements=7 timers=3", "--weex-limit=elements=8"]
    run(project, *given, test_it=LIMITS).assert_outcomes(passed=2)
    wrong = run(project, "--weex-limit=elemnts=8")
    assert wrong.ret == pytest.ExitCode.USAGE_ERROR
    wrong.stderr.fnmatch_lines(["ERROR: --weex-limit: * did you mean elements?"])


ISOLATION = """
import pytest
def test_default(weex_runtime): assert weex_runtime.isolation == "{0}"
@pytest.mark.weex(isolation="none")
def test_marker(weex_runtime): assert weex_runtime.isolation == "none"
@pytest.mark.weex(source="// {{ 'framework': 'Vanilla' }}", isolation="process")
def test_page(weex_page): assert weex_page.isolation == "process"
"""


@pytest.mark.parametrize("args", [("--weex-isolate",), ("-o", "weex_isolation=process")])
def test_option_and_ini_key_run_the_js_of_pages_in_their_own_processes(
    project: pytest.Pytester, args: tuple[str, ...]
) -> None:
    source = ISOLATION.format("process").replace("'framework': 'V", '\\"framework\\": \\"V')
    run(project, *args, test_it=source.replace("anilla'", 'anilla\\"')).assert_outcomes(passed=3)


WRONG_MARKERS = [
    ("'hello.js'", "takes arguments by name, like bundle='hello.js'"),
    ("bundel='hello.js'", "has no argument 'bundel'; did you mean 'bundle'?"),
    ("stub=[]", "has no argument 'stub'; did you mean 'stubs'?"),
    ("colour='red'", "has no argument 'colour'; it takes access, aliases, allow_errors, *"),
    ("location='hello.js'", "has no argument 'location'; *"),
    ("bundle='hello.js', source=''", "takes bundle or source, not both"),
    (
        "bundle='hello.js', platform='symbian'",
        "platform: expected one or a list of documented, android, ios, web, got 'symbian'",
    ),
    (
        "bundle='hello.js', platform=[7]",
        "platform: expected one or a list of documented, android, ios, web, got [[]7]",
    ),
    (
        "bundle='hello.js', platform=[]",
        "platform: expected one or a list of documented, android, ios, web, got [[]]",
    ),
    ("clock='sand'", 'clock: expected "real" or "virtual", got \'sand\''),
    ("viewport='750x1334'", "viewport: expected (width, *, got '750x1334'"),
    (
        "viewport={'width': 750}",
        "viewport: expected (width, *, got {'width': 750}",
    ),
    (
        "viewport=(750, '1334')",
        "viewport: expected (width, *, got (750, '1334')",
    ),
    ("config='Ada'", "config: expected a dict, got 'Ada'"),
    ("env=[]", "env: expected a dict, got [[]]"),
    ("data=1", "data: expected a dict, got 1"),
    ("name=1", "name: expected text, got 1"),
    ("modules='storage'", "modules: expected a list of module classes or of paths of *"),
    ("modules=None", "modules: expected a list of module classes or of paths of *, got None"),
    ("components='a.py'", "components: expected a list of component classes or of paths *"),
    ("modules=['sea.py']", "modules: *sea.py: no such file*"),
    ("stubs='camera'", "stubs: expected a list of names, like [[]\"camera\"], got 'camera'"),
    ("polyfills='websocket'", "polyfills: expected a list of names, * got 'websocket'"),
    ("hints='no'", "hints: expected True or False, got 'no'"),
    ("url_map=['ws://a']", "url_map: expected a dict of addresses, * got [[]'ws://a']"),
    ("url_map={'ws://a': 80}", "url_map: expected a dict of addresses, *"),
    ("network='proxy'", "network: expected a Network, * got 'proxy'"),
    ("network={'prox': ''}", "network: has no argument 'prox'; did you mean 'proxy'?"),
    ("network={'max_redirects': -1}", "network: max_redirects: *-1*"),
    ("time_limit='1 s'", "time_limit: expected a number of seconds over 0, got '1 s'"),
    ("limits=3", "limits: expected Limits(elements=1000) or a dict * got 3"),
    ("memory_limit=0", "memory_limit: expected a number of bytes, at least 2097152 *"),
    ("storage=7", "storage: expected the path of a file, or None, got 7"),
    ("tls='yes'", "tls: expected True or False, got 'yes'"),
    ("allow_errors='no'", "allow_errors: expected True or False, got 'no'"),
]


def test_wrong_marker_argument_fails_the_test(project: pytest.Pytester) -> None:
    sources = [OPEN.format(marker=marker, body="pass") for marker, _ in WRONG_MARKERS]
    found = reports(project, sources, "_test.py")
    for (_, problem), report in zip(WRONG_MARKERS, found, strict=True):
        assert matches(report, f"@pytest.mark.weex {problem}"), report
        assert "another exception occurred" not in report


def test_marker_takes_all_options_of_runtime_and_open(project: pytest.Pytester) -> None:
    project.path.joinpath("natives.py").write_text(
        """
from weex_runtime import Component, Module

class Camera(Module):
    name = "camera"

class Dial(Component):
    type = "dial"
"""
    )
    run(
        project,
        test_it="""
import pytest
from weex_runtime import Component, Module, Network

class Lamp(Module):
    name = "lamp"

class Knob(Component):
    type = "knob"

seen = []
pytestmark = pytest.mark.weex(bundle="hello.js", hints=False, env={"appName": "a"}, network=None)

@pytest.mark.weex(
    modules=[Lamp, "natives.py"], components=["natives.py:Dial", Knob], stubs=["torch"],
    polyfills=["websocket"], hints=True, url_map={"ws://a.example": "ws://127.0.0.1:1"},
    network={"origin": "https://a.example"}, time_limit=9.0, memory_limit=64 << 20,
    limits={"elements": 7},
    aliases={"lib": "src/lib"}, defines={"API": "http://a.example"},
    tracer=lambda *args: seen.append(args), name="mine.js", data={"a": 1},
    env={"appVersion": "7"},
)
def test_all(weex_page, weex_runtime):
    names = weex_runtime.registry.names()
    assert {"lamp", "camera"} <= set(names)
    assert {"dial", "knob"} <= {name for name, _ in weex_runtime.components.items()}
    assert weex_runtime.registry.stubs()
    assert weex_runtime.polyfills == ("websocket",)
    assert weex_runtime.hints
    assert weex_runtime.mapped("ws://a.example/x") == "ws://127.0.0.1:1/x"
    assert weex_page.network.origin == "https://a.example"
    assert (weex_runtime.time_limit, weex_runtime.memory_limit) == (9.0, 64 << 20)
    assert weex_runtime.limits.elements == 7
    assert weex_runtime.aliases == {"lib": "src/lib"}
    assert weex_runtime.defines == {"API": "http://a.example"}
    assert seen
    assert weex_page.name == "mine.js"
    assert weex_page.environment["appVersion"] == "7"
    assert weex_page.environment["appName"] != "a"

@pytest.mark.weex(network=Network(verify=False), tls=True)
def test_inherited(weex_page, weex_runtime, new_weex_page):
    assert not weex_runtime.hints
    assert not weex_page.network.verify
    assert weex_page.network.ca_file
    page = new_weex_page(env={"appVersion": "8"}, name="other.js")
    assert (page.environment["appName"], page.environment["appVersion"]) == ("a", "8")
    assert page.name == "other.js"
""",
    ).assert_outcomes(passed=2)


def test_weex_marker_with_both_tls_and_a_ca_file_is_an_error(project: pytest.Pytester) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(project.path / "ca.pem"))
    result = run_page(project, "bundle='hello.js', tls=True, network={'ca_file': 'ca.pem'}")
    result.stdout.fnmatch_lines(["*takes tls=True or a network with ca_file, not both"])


def test_runtime_is_closed_after_the_test(project: pytest.Pytester) -> None:
    run(
        project,
        test_it="""
kept = []
def test_one(new_weex_page):
    kept.append(new_weex_page("hello.js"))
def test_two():
    assert kept[0].destroyed
""",
    ).assert_outcomes(passed=2)


# Tests of how often a test runs: once for each chosen platform.

PLATFORM_OF = "import pytest\ndef test_page(weex_runtime): print(weex_runtime.platform.name)\n"


def names(result: pytest.RunResult) -> list[str]:
    """The ids of the tests that ran, from the lines of `-v`."""
    lines = result.stdout.str().splitlines()
    return [line.split("::")[1].split(" ")[0] for line in lines if " PASSED" in line]


def test_platform_option_runs_a_test_once_for_each_platform(project: pytest.Pytester) -> None:
    result = run(
        project,
        *["-v", "--weex-platform", "android", "--weex-platform=documented"],
        test_it="""
PLATFORMS = {"android": "android", "documented": None}
def test_page(weex_runtime, weex_platform):
    assert weex_runtime.platform.name == PLATFORMS[weex_platform]
def test_factory(new_weex_page, weex_platform):
    assert new_weex_page("hello.js").platform.name == PLATFORMS[weex_platform]
def test_plain(): pass
""",
    )
    assert names(result) == [
        "test_page[android]",
        "test_page[documented]",
        "test_factory[android]",
        "test_factory[documented]",
        "test_plain",
    ]


def test_command_line_overrides_platforms_of_the_ini_file(
    project: pytest.Pytester,
) -> None:
    ini = ["-v", "-o", "weex_platform=ios web"]
    assert names(run(project, *ini, test_it=PLATFORM_OF)) == ["test_page[ios]", "test_page[web]"]
    assert names(run(project, *ini, "--weex-platform=android")) == ["test_page[android]"]


def test_platform_of_the_marker_overrides_the_command_line(project: pytest.Pytester) -> None:
    result = run(
        project,
        *["-v", "--weex-platform", "android", "--weex-platform", "ios"],
        test_it="""
import pytest
@pytest.mark.weex(platform="web")
def test_marked(weex_runtime): assert weex_runtime.platform.name == "web"
@pytest.mark.weex(platform=None)
def test_documented(weex_runtime): assert weex_runtime.platform.name is None
@pytest.mark.parametrize("weex_platform", ["ios"])
def test_own(weex_runtime): assert weex_runtime.platform.name == "ios"
""",
    )
    assert names(result) == ["test_marked", "test_documented", "test_own[ios]"]


def test_marker_with_several_platforms_runs_the_test_on_each_platform(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        *["-v", "--weex-platform", "documented"],
        test_it="""
import pytest
pytestmark = pytest.mark.weex(platform=["android", "web", "android"])
def test_each(weex_runtime, weex_platform): assert weex_runtime.platform.name == weex_platform
@pytest.mark.weex(platform="ios")
def test_nearer(weex_runtime): assert weex_runtime.platform.name == "ios"
@pytest.mark.parametrize("weex_platform", ["ios"])
def test_own(weex_runtime): assert weex_runtime.platform.name == "ios"
def test_plain(): pass
""",
    )
    assert names(result) == [
        "test_each[android]",
        "test_each[web]",
        "test_nearer",
        "test_own[ios]",
        "test_plain",
    ]


def test_with_several_platforms_a_weex_fixture_cannot_be_requested_while_the_test_runs(
    project: pytest.Pytester,
) -> None:
    late = "def test_late(request): request.getfixturevalue('weex_runtime')"
    several = ["--weex-platform=ios", "--weex-platform=web"]
    result = run(project, *several, test_it=late)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["test_late requested a weex fixture only after the test had started*"]
    )
    run(project, "--weex-platform=ios").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "key", ["weex_platform", "weex_trace", "weex_trace_format", "weex_clock", "weex_isolation"]
)
def test_wrong_ini_value_is_a_usage_error(project: pytest.Pytester, key: str) -> None:
    result = run(project, "-o", f"{key}=wrong", test_it="def test_it(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {key}: expected *, got 'wrong'"])


# Tests of errors that fail a test.

TAP = "weex_page.get_by_text('hello').click()"


def test_thrown_value_that_is_not_an_error_is_reported_only_once(project: pytest.Pytester) -> None:
    source = '// { "framework": "Vanilla" }\nPromise.reject("a reason");'
    project.path.joinpath("rejects.js").write_text(source, encoding="utf-8")
    result = run_page(project, "bundle='rejects.js'")
    lines = [line for line in result.outlines if line.startswith("uncaught ")]
    assert [line.partition(" (in ")[0] for line in lines] == ["uncaught a reason"]


def test_uncaught_js_error_fails_the_test_with_its_stack(project: pytest.Pytester) -> None:
    result = run_page(project, "bundle='fragile.js'", TAP)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            'uncaught ReferenceError: *boom*is not defined* (in event click on <text> "hello")',
            "    at click (fragile.js:4*)",
            "      4 | boom();",
            "    ... * more frames outside of the bundle",
            "    during test_it.py:4",
            "      4 | weex_page.get_by_text('hello').click()",
            "    in page 1 (fragile.js, Vue)",
            "if the test expects these errors, clear page.errors*allow_errors=True)",
        ]
    )


MISUSES = [
    "weex_page.get_by_text('hi').click(0)",
    "__import__('weex_runtime').expect(weex_page.get_by_text('hi')).to_be_visible(0)",
    "weex_page.runtime.run_until(lambda: False, 0)",
    "weex_page.fire_event('99', 'click')",
    "weex_page.clock.run_for('soon')",
    "weex_page.mock_module('nothing')",
    "weex_page.runtime.open('no.js')",
    "weex_page.runtime.open(viewport=1, source='')",
    "weex_page.runtime.open('a.js', clock='virtual')",
    "weex_page.get_by_text('hi').click(0, 0, 0)",
    "weex_page.route(7, print)",
    "weex_page.on('sunrise', print)",
    "__import__('weex_runtime.testing').testing.WsServer().url",
    "__import__('weex_runtime.testing').testing.WsServer('script')",
    "weex_page.runtime.run_until(lambda: 1 / 0, 0)",
]


def test_traceback_in_the_report_ends_at_the_line_of_the_test(project: pytest.Pytester) -> None:
    """For errors of this package, and of functions of the test that the device calls."""
    sources = [OPEN.format(marker="bundle='hello.js'", body=body) for body in MISUSES]
    for body, report in zip(MISUSES, reports(project, sources, "_test.py"), strict=True):
        assert matches(report, f">       {body}", "E   *", "*_test.py:4: *"), report
        assert not matches(report, "*weex_runtime/*.py:*"), report
    (report,) = reports(project, sources[:1], "_test.py", "--full-trace")
    assert matches(report, "*weex_runtime/*.py:*"), report


def test_internal_error_shows_library_frames(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weex_runtime.loop.clock._epoch_ms", None)
    body = "weex_page.clock.set_system_time(1)"
    result = run_page(project, "bundle='hello.js'", body)
    result.stdout.fnmatch_lines(["*weex_runtime/loop/clock.py:*: TypeError"])


def test_error_in_a_weex_fixture_is_reported_in_one_line(project: pytest.Pytester) -> None:
    result = run_page(project, "bundle='hello.js', storage='.'")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["StorageError: storage *"])
    result.stdout.no_fnmatch_line("*weex_runtime/*.py:*")
    result.stdout.no_fnmatch_line("*hidden*")


def test_report_supports_stack_frames_without_source() -> None:
    """A module in an archive, or whose file was deleted, has no source."""
    path = Path(weex_runtime.__file__).with_name("gone.py")
    code = compile("def fail():\n    {}['key']\n", str(path), "exec")
    names: dict[str, Any] = {}
    exec(code, names)
    with pytest.raises(KeyError) as caught:
        names["fail"]()
    assert not frames._is_hidden(caught)


def test_exception_that_has_no_text_is_reported_as_by_pytest(project: pytest.Pytester) -> None:
    test = """
import pytest
class Error(TypeError):
    def __str__(self): raise ValueError("no text")
def test_plain(): raise Error
@pytest.mark.weex(bundle="hello.js")
def test_page(weex_page): raise Error
def test_last(): pass
"""
    result = run(project, test_it=test)
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*exception str() failed*"])


def test_failure_report_shows_the_screen_and_pending_work_only_once(
    project: pytest.Pytester,
) -> None:
    body = "weex_page.get_by_text('hi').click(timeout=0)"
    result = run_page(project, "bundle='hello.js'", body)
    assert result.stdout.str().count('"hello"') == 1
    assert result.stdout.str().count("is not busy") == 1
    body = f"new_weex_page(config={{'greeting': 'second'}}); {body}"
    source = OPEN.format(marker="bundle='hello.js'", body=body)
    result = run(project, test_it=source.replace("(weex_page)", "(weex_page, new_weex_page)"))
    assert shown(result, "weex screen") == 'page 2 (hello.js, Vue)\n  "second"'


def test_report_of_a_js_error_has_the_line_that_the_test_was_executing(
    project: pytest.Pytester,
) -> None:
    late = FRAGILE.replace("boom();", "setTimeout(function () { boom(); }, 0);")
    test = f"""
import pytest
from weex_runtime import expect

def tap(page):
    page.get_by_text("hello").click()

@pytest.mark.weex(bundle="fragile.js")
def test_tap(weex_page):
    tap(weex_page)

@pytest.fixture
def tapped(weex_page):
    tap(weex_page)

@pytest.mark.weex(bundle="fragile.js")
def test_fixture(tapped): pass

@pytest.mark.weex(source={late!r})
def test_later(weex_page):
    tap(weex_page)
    weex_page.runtime.run_until(lambda: weex_page.errors)

@pytest.mark.weex(source={FRAGILE.replace("boom();", "") + "boom();"!r})
def test_loading(weex_page): pass
"""
    result = run(project, test_it=test)
    result.assert_outcomes(failed=4)
    assert [line for line in result.outlines if "during " in line] == [
        "    during test_it.py:9",
        "    during test_it.py:5",
        "    during test_it.py:21",
    ]


@pytest.mark.parametrize(
    ("marker", "body"),
    [
        ("bundle='fragile.js'", f"{TAP}; weex_page.errors.clear()"),
        ("bundle='fragile.js', allow_errors=True", TAP),
        ("bundle='assigned.js', platform='android'", "weex_page.differences.clear()"),
        ("bundle='assigned.js', platform='android', allow_errors=True", "pass"),
        ("bundle='assigned.js'", "assert weex_page.differences"),
        ("bundle='assigned.js', platform='web'", "pass"),
        ("bundle='async.js'", "assert weex_page.differences"),
    ],
)
def test_js_errors_that_a_test_expects_do_not_fail_the_test(
    project: pytest.Pytester, marker: str, body: str
) -> None:
    run_page(project, marker, body).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("bundle", "problem"),
    [
        ("assigned", "webSocket.onopen was assigned; on *: ignored since Weex 0.19*"),
        ("async", "an async or generator function was passed as a callback to modal.toast*"),
    ],
)
@pytest.mark.parametrize("platform", ["android", "ios"])
def test_handler_that_the_platform_never_calls_fails_the_test(
    project: pytest.Pytester, bundle: str, problem: str, platform: str
) -> None:
    result = run_page(project, f"bundle='{bundle}.js'", "pass", f"--weex-platform={platform}")
    result.assert_outcomes(failed=1)
    title = {"android": "Android", "ios": "iOS"}[platform]
    result.stdout.fnmatch_lines([problem, f"    in page 1 ({bundle}.js, Vue on {title})"])


HANDLERS = {
    "route": """
    weex_runtime.route("**", lambda route: check(route.request.url))
    weex_runtime.run_until(lambda: page().failures)
""",
    "web socket route": """
    weex_runtime.route_web_socket("**", lambda ws: check(ws.url))
    weex_runtime.run_until(lambda: page().failures)
""",
    "mock": """
    weex_runtime.mock_module("stream", fetch=lambda *args: check(args))
    page()
""",
}


@pytest.mark.parametrize("handler", HANDLERS)
def test_failed_assertion_in_a_handler_of_the_test_fails_the_test(
    project: pytest.Pytester, handler: str
) -> None:
    source = VUE + (
        "weex.requireModule('stream').fetch({ url: 'http://a.test/' }, function () {});"
        "weex.requireModule('webSocket').WebSocket('ws://a.test/');"
    )
    test = f"""
import pytest

def check(what):
    assert what == "something else"

opened = []

@pytest.mark.parametrize("clears", [False, True])
def test_it(weex_runtime, clears):
    def page():
        if not opened or opened[-1].runtime is not weex_runtime:
            opened.append(weex_runtime.open(source={source!r}))
        return opened[-1]
{HANDLERS[handler]}
    if clears:
        page().failures.clear()
"""
    result = run(project, test_it=test)
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            f"*{handler}* failed: AssertionError: assert * == 'something else'",
            "    at check (*test_it.py:4)",
            "    at <lambda> (*test_it.py:*)",
            "    in page 1 (bundle.js, Vue)",
        ]
    )


CAMERA = """
import pytest
from weex_runtime import Callback, Module, js_method

class Camera(Module):
    name = "camera"

    @js_method
    def shoot(self, done: Callback) -> None:
        raise OSError("no such device")

    @js_method(sync=True)
    def lenses(self, done: Callback) -> list:
        return {1, 2}

    @js_method
    async def record(self, done: Callback) -> None:
        await self.sleep(0)
        raise OSError("no such device")

    @js_method
    def twice(self, done: Callback) -> None:
        done.invoke()
        self.loop.call_later(0, done.invoke)

    def destroy(self) -> None:
        if self.page.name == "end.js":
            raise OSError("no such device")

@pytest.fixture
def call(new_weex_page):
    def call(method, name="bundle.js"):
        source = '// { "framework": "Vanilla" }\\n'
        source += f"weex.requireModule('camera').{method}(function () {{}});"
        page = new_weex_page(source=source, name=name)
        page.runtime.run_until_idle()
        return page
    return call
"""


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("method", "lines"),
    [
        ("shoot", ["camera.shoot failed: OSError: no such device", "    at shoot (test_it.py:9)"]),
        ("lenses", ["camera.lenses failed: ModuleError: *expected JSON"]),
        (
            "record",
            ["camera.record failed: OSError: no such device", "    at record (test_it.py:18)"],
        ),
        ("twice", ["*camera.twice: callback 1 was invoked before; use invoke_and_keep_alive *"]),
    ],
)
def test_exception_in_a_module_fails_the_test(
    project: pytest.Pytester, method: str, lines: list[str], strict: bool
) -> None:
    marker = f"@pytest.mark.weex(modules=[Camera], strict={strict}"
    test = f"""
{marker})
def test_unexpected(call): call({method!r})
{marker})
def test_looked_at(call):
    page = call({method!r})
    [failure] = page.failures
    assert failure.origin
    page.failures.clear()
{marker}, allow_errors=True)
def test_allowed(call): call({method!r})
"""
    result = run(project, test_it=CAMERA + test)
    result.assert_outcomes(failed=1, passed=2)
    text = result.stdout.str().split("test_unexpected", 1)[1]
    for line in lines:
        assert line.strip("*").split("*")[0] in text
    assert "weex_runtime/" not in text
    result.stdout.fnmatch_lines(["if the test expects these errors, clear page.errors, *"])


def test_exception_in_destroy_of_a_module_is_a_teardown_error(
    project: pytest.Pytester,
) -> None:
    test = """
@pytest.mark.weex(modules=[Camera])
def test_end(call):
    page = call("twice", name="end.js")
    page.failures.clear()
"""
    result = run(project, test_it=CAMERA + test)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["camera.destroy failed: OSError: no such device"])


def test_error_while_the_bundle_is_loaded_fails_the_test(project: pytest.Pytester) -> None:
    result = run_page(project, f"source={HELLO + 'boom();'!r}")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["uncaught ReferenceError: *boom* (in loading bundle.js)"])


def test_error_of_an_ended_page_fails_the_test(project: pytest.Pytester) -> None:
    result = run_page(project, "bundle='fragile.js'", f"{TAP}; weex_page.destroy()")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["    in page 1 (fragile.js, Vue, ended)"])


def test_js_error_while_the_page_ends_is_a_teardown_error(project: pytest.Pytester) -> None:
    source = VUE + (
        "new Vue({ el: 'body', beforeDestroy: function () { late(); }, "
        "render: function (h) { return h('div'); } });"
    )
    result = run_page(project, f"source={source!r}")
    result.assert_outcomes(passed=1, errors=1)
    assert uncaught(result) == 1


def test_failed_test_keeps_its_failure_and_shows_the_js_error(
    project: pytest.Pytester,
) -> None:
    result = run_page(project, "bundle='fragile.js'", f"{TAP}; assert not 'mine'")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*assert not 'mine'"])
    assert "boom" in shown(result, "weex errors and lost handlers")


@pytest.mark.parametrize("when", ["call", "setup"])
def test_skipped_test_does_not_fail_for_js_errors(project: pytest.Pytester, when: str) -> None:
    source = f"""
import pytest
@pytest.fixture
def late(weex_page):
    if {when == "setup"}: pytest.skip("so")
@pytest.mark.weex(source={HELLO + "boom();"!r})
def test_page(weex_page, late): pytest.skip("so")
"""
    run(project, test_it=source).assert_outcomes(skipped=1)


def test_xfail_test_with_a_js_error_is_reported_as_xfailed(project: pytest.Pytester) -> None:
    source = OPEN.format(marker="bundle='fragile.js'", body=TAP)
    source = source.replace("def test", "@pytest.mark.xfail(strict=True)\ndef test")
    run(project, test_it=source).assert_outcomes(xfailed=1)


def test_report_shows_the_first_of_many_errors(project: pytest.Pytester) -> None:
    result = run_page(project, "bundle='fragile.js'", f"[{TAP} for _ in range(12)]")
    assert uncaught(result) == 10
    result.stdout.fnmatch_lines(["... and 2 more"])


# Tests of reports.


def test_failure_report_has_the_screen_console_calls_sockets_and_pending_work(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        test_it=f"""
import pytest
from weex_runtime import expect
from weex_runtime.servers import EchoServer

ECHO = {HELLO!r} + '''
var socket = weex.requireModule('webSocket');
socket.WebSocket(weex.config.url, '');
socket.onopen(function () {{ socket.send('ping'); }});
socket.onmessage(function (event) {{
  for (var i = 1; i <= 25; i++) console.log('line ' + i + ': ' + event.data);
}});
setTimeout(function () {{}}, 60000);
'''

def test_page(new_weex_page, weex_runtime):
    with EchoServer() as server:
        page = new_weex_page(source=ECHO, name="echo.js", config={{"url": server.url}})
        new_weex_page("hello.js", config={{"greeting": "second"}})
        weex_runtime.run_until(lambda: page.console)
        assert False
""",
    )
    result.assert_outcomes(failed=1)
    assert shown(result, "weex screen") == (
        'page 1 (echo.js, Vue)\n  "hello"\npage 2 (hello.js, Vue)\n  "second"'
    )
    busy = shown(result, "weex busy").splitlines()
    assert busy[0].startswith("page 1 (echo.js, Vue): the page is busy: timer 3 due in ")
    assert busy[1] == "page 2 (hello.js, Vue): the page is not busy"
    lines = [f"  log   line {i}: ping" for i in range(6, 26)]
    console = shown(result, "weex console, last 20 lines")
    assert console.splitlines() == ["page 1 (echo.js, Vue)", *lines]
    calls = shown(result, "weex module calls, last 20")
    assert '  callNativeModule["1","webSocket","send",["ping"]' in calls
    assert calls.splitlines()[-2:] == [
        "page 2 (hello.js, Vue)",
        "  the tree was built by 3 calls: 1 callCreateBody, 1 callUpdateAttrs, 1 callCreateFinish",
    ]
    sockets = shown(result, "weex sockets and requests, last 20 lines")
    lines = [line.split(" s page 1 socket ")[1] for line in sockets.splitlines()]
    assert lines[0].startswith("connecting to ws://127.0.0.1:")
    assert lines[1:] == [
        "open",
        "→ text, 4 bytes: 'ping'",
        "← text, 4 bytes: 'ping'",
    ]


def test_report_shortens_long_module_calls(project: pytest.Pytester) -> None:
    source = HELLO + "weex.requireModule('storage').getItem('x'.repeat(500));"
    result = run_page(project, f"source={source!r}", "assert False")
    lines = shown(result, "weex module calls, last 20").splitlines()
    assert any(line.endswith("xxx... (551 characters)") for line in lines), lines


def test_report_about_a_page_that_could_not_be_opened_has_no_weex_sections(
    project: pytest.Pytester,
) -> None:
    result = run_page(project, "bundle='no.js'")
    result.assert_outcomes(errors=1)
    assert "weex screen" not in result.stdout.str()


def test_report_of_a_passed_test_has_no_weex_sections(project: pytest.Pytester) -> None:
    result = run_page(project, "bundle='hello.js'", "pass", "-rA")
    result.assert_outcomes(passed=1)
    assert "weex screen" not in result.stdout.str()


# Tests of servers.

TALK = '''
import pytest
from weex_runtime import expect
from weex_runtime.testing import HttpResponse, Script

SOURCE = """// { "framework": "Vue" }
var socket = weex.requireModule('webSocket');
new Vue({
  el: 'body',
  data: { heard: '' },
  created: function () {
    var self = this;
    weex.requireModule('stream').fetch({ url: weex.config.api + 'me' }, function (answer) {
      socket.WebSocket(weex.config.url, '');
      socket.onopen(function () { socket.send('I am ' + (answer.data || 'nobody')); });
      socket.onmessage(function (event) { self.heard = event.data; });
    });
  },
  render: function (h) { return h('text', [this.heard]); },
});
"""

@pytest.fixture
def open_page(new_weex_page, ws_server, http_server):
    config = {"url": ws_server.url, "api": http_server.url}
    return lambda: new_weex_page(source=SOURCE, config=config)
'''


def test_page_gets_responses_of_the_fixtures_ws_server_and_http_server(
    project: pytest.Pytester,
) -> None:
    test = """
def test_script(http_server, ws_server, open_page):
    http_server.route("GET", "/me", HttpResponse(text="Ada"))
    ws_server.script(Script().expect("I am Ada").send("hello Ada"))
    expect(open_page().get_by_text("hello Ada")).to_be_visible()
    ws_server.check()
    http_server.check()
"""
    run(project, test_it=TALK + test).assert_outcomes(passed=1)


def test_page_trusts_the_certificates_of_server_fixtures_if_the_marker_sets_tls(
    project: pytest.Pytester,
) -> None:
    test = """
@pytest.mark.weex(tls=True)
def test_script(http_server, ws_server, open_page):
    assert (ws_server.url[:6], http_server.url[:6]) == ("wss://", "https:")
    http_server.route("GET", "/me", HttpResponse(text="Ada"))
    ws_server.script(Script().expect("I am Ada").send("hello Ada"))
    expect(open_page().get_by_text("hello Ada")).to_be_visible()

def test_plain(http_server, ws_server):
    assert (ws_server.url[:5], http_server.url[:5]) == ("ws://", "http:")
"""
    run(project, test_it=TALK + test).assert_outcomes(passed=2)


def test_failed_server_check_is_reported_at_the_line_of_the_test(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        test_it="""
from weex_runtime.testing import Script
def test_script(ws_server, http_server):
    ws_server.script(Script(), Script())
    ws_server.check(0)
""",
    )
    result.stdout.fnmatch_lines(
        [
            "ws_server = WsServer (ws://127.0.0.1:*/, connections: 0)",
            "http_server = HttpServer (http://127.0.0.1:*/, requests: 0)",
            ">       ws_server.check(0)",
            "test_it.py:4: AssertionError",
        ]
    )


def test_failure_report_lists_unexpected_messages_received_by_server_fixtures(
    project: pytest.Pytester,
) -> None:
    test = """
def test_script(ws_server, open_page, weex_runtime):
    ws_server.script(Script().expect("I am Ada"))
    open_page()
    weex_runtime.run_until(lambda: ws_server.failures)
    assert False
"""
    result = run(project, test_it=TALK + test)
    result.assert_outcomes(failed=1)
    lines = shown(result, "weex servers").splitlines()
    assert lines[0].startswith("ws_server: connections[0] /, step 1: expect('I am Ada')"), lines
    assert lines[-1].startswith("http_server: no route for GET /me"), lines


# Tests of traces.

TWO_TESTS = """
import pytest
@pytest.mark.weex(bundle="hello.js")
def test_passes(weex_page): pass
@pytest.mark.weex(bundle="hello.js")
def test_fails(weex_page): assert False
@pytest.fixture
def outer():
    yield
    assert False
@pytest.mark.weex(bundle="hello.js")
def test_fails_late(outer, weex_page): pass
def test_plain(): pass
"""


def traces(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """{test: lines}."""
    found = {}
    for path in folder.glob("*.jsonl"):
        head, *lines = map(json.loads, path.read_text(encoding="ascii").splitlines())
        found[head["test"]] = lines
    return found


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("off", []),
        ("on", ["test_fails", "test_fails_late", "test_passes"]),
        ("retain-on-failure", ["test_fails", "test_fails_late"]),
    ],
)
def test_trace_option_selects_which_trace_files_are_kept(
    project: pytest.Pytester, mode: str, kept: list[str]
) -> None:
    run(project, "--weex-trace", mode, test_it=TWO_TESTS)
    titles = [html_trace(path)["title"] for path in project.path.glob("weex-output/*.html")]
    assert sorted(titles) == [f"test_it.py::{name}" for name in kept]


def test_trace_of_a_failure_is_removed_when_the_test_passes_later(
    project: pytest.Pytester,
) -> None:
    for body, kept in [("assert False", 1), ("pass", 0)]:
        run_page(project, "bundle='hello.js'", body)
        assert len(list(project.path.glob("weex-output/*.html"))) == kept


def test_summary_lists_the_snapshots_that_were_written(project: pytest.Pytester) -> None:
    body = "__import__('weex_runtime').expect(weex_page).to_match_snapshot('hello')"
    for text in ("wrote snapshots/hello.txt", ""):
        result = run_page(project, "bundle='hello.js'", body)
        result.assert_outcomes(passed=1)
        assert ("wrote snapshots" in result.stdout.str()) is bool(text)
        result.stdout.fnmatch_lines([text] if text else ["*1 passed*"])


def html_trace(path: Path) -> dict[str, Any]:
    """Return the data of a trace for the browser."""
    data = re.search(r'type="application/json">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert data
    trace: dict[str, Any] = json.loads(data[1])
    return trace


def test_trace_of_a_failed_test_has_its_steps_with_screens_and_events(
    project: pytest.Pytester,
) -> None:
    result = run(
        project,
        test_it="""
from weex_runtime import expect
import pytest
@pytest.mark.weex(bundle="hello.js")
def test_it(weex_page):
    print(weex_page.outline())
    expect(weex_page.get_by_text("hello")).to_be_visible()
    expect(weex_page.get_by_text("</script><script>alert(1)")).to_be_visible(timeout=0)
""",
    )
    [path] = project.path.glob("weex-output/*.html")
    result.stdout.fnmatch_lines([f"*{path}"])
    trace = html_trace(path)
    opened, passed, failed = trace["steps"]
    assert opened["text"].startswith("runtime.open(")
    # A fixture of the plugin opened the page, so no line of the test belongs to this step.
    assert opened["place"] is None
    assert (passed["error"], failed["place"]) == ("", "test_it.py:7")
    assert trace["first"] == 2
    assert "did not hold" in failed["error"]
    assert "did not hold" in trace["error"]
    assert failed["source"].startswith("expect(")
    assert opened["end"] <= passed["start"] <= passed["end"]
    assert opened["screens"] == failed["screens"] == {"1": 0}
    assert ">hello</text>" in trace["screens"][0]
    kinds = {kind for _, _, _, kind, _, step in trace["events"] if step == 0}
    assert "call" in kinds
    assert (
        path.read_text(encoding="utf-8").count("<script") == 2
    )  # one script has the data, the other script has the viewer


def test_trace_of_a_failed_test_in_js_has_a_step_for_each_call_with_its_line(
    project: pytest.Pytester,
) -> None:
    lines = [
        "it('fails', async () => {",
        "  await openPage('hello.js');",
        "  await expect(page.getByText('hello')).toHaveText('bye', { timeout: 0.2 });",
        "});",
    ]
    (project.path / "it.test.js").write_text("\n".join(lines))
    run(project, "it.test.js")
    [path] = project.path.glob("weex-output/*.html")
    trace = html_trace(path)
    assert [step["place"] for step in trace["steps"]] == ["it.test.js:2", "it.test.js:3"]
    assert "did not hold" in trace["steps"][1]["error"]
    assert all(step["screens"] == {"1": 0} for step in trace["steps"])


@pytest.mark.parametrize(
    ("bundle", "action", "first"),
    [("fragile.js", "get_by_text('hello').click()", 1), ("hello.js", "go_back()", 2)],
)
def test_trace_opens_at_the_step_that_caused_the_error_or_at_the_last_step(
    project: pytest.Pytester, bundle: str, action: str, first: int
) -> None:
    body = [action, "runtime.run_until_idle()", "errors[0]"]
    run_page(project, f"bundle={bundle!r}", "; ".join(f"weex_page.{part}" for part in body))
    [path] = project.path.glob("weex-output/*.html")
    assert html_trace(path)["first"] == first


def test_trace_file_has_a_line_for_each_bridge_call(project: pytest.Pytester) -> None:
    options = ["--weex-trace=on", "--weex-trace-format=jsonl", "--weex-output=out/of"]
    result = run(project, *options, test_it=TWO_TESTS)
    found = traces(project.path / "out" / "of")["test_it.py::test_fails"]
    assert found[0].keys() == {"at", "page", "kind", "text"}
    assert [(line["page"], line["kind"], line["text"]) for line in found[:2]] == [
        ("1", "call", 'callCreateBody["1",{"ref":"_root","type":"text"}]'),
        ("1", "call", 'callUpdateAttrs["1","_root",{"value":"hello"}]'),
    ]
    assert f"{project.path}/out/of/test_it.py-test_fails-" in result.stdout.str()


def test_ini_keys_set_which_traces_are_kept_and_where(project: pytest.Pytester) -> None:
    ini = "[pytest]\nweex_trace = on\nweex_trace_format = jsonl\nweex_output = kept\n"
    project.makeini(ini)
    run(project, test_it=TWO_TESTS)
    assert len(traces(project.path / "kept")) == 3


def test_xdist_workers_write_a_trace_for_each_test_and_platform(
    project: pytest.Pytester,
) -> None:
    project.makepyfile(test_one=TWO_TESTS, test_two=TWO_TESTS)
    result = project.runpytest_subprocess(
        *["-n", "2", "--weex-trace=on", "--weex-trace-format=jsonl", "--weex-output=out"],
        *["--weex-platform=android", "--weex-platform=web"],
    )
    result.assert_outcomes(passed=10, failed=4, errors=4)
    found = traces(project.path / "out")
    assert len(found) == 12
    assert all(lines[0]["kind"] == "call" for lines in found.values())
    result.stdout.fnmatch_lines(["*- weex screen -*", "page 1 (hello.js, Vue on *", '  "hello"'])


# Tests of the plugin together with other plugins.


def test_run_without_weex_fixtures_does_not_import_the_engine(project: pytest.Pytester) -> None:
    project.makepyfile(
        test_it="""
import sys
def test_plain(request):
    assert request.config.pluginmanager.has_plugin("weex_runtime")
    loaded = {name for name in sys.modules if "quickjs" in name or name.startswith("weex_runtime")}
    assert {name for name in loaded if "pytest_plugin" not in name} == {"weex_runtime"}
"""
    )
    project.runpytest_subprocess("--weex-trace=on").assert_outcomes(passed=1)


def test_weex_runtime_works_without_pytest() -> None:
    code = (
        "import sys; sys.modules['pytest'] = None; import weex_runtime as weex; "
        "[getattr(weex, name) for name in weex.__all__]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_fixtures_are_listed_with_a_description(project: pytest.Pytester) -> None:
    fixtures = ["http_server", "new_weex_page", "weex_page", "weex_platform", "weex_runtime"]
    fixtures.append("ws_server")
    result = project.runpytest_inprocess("--fixtures")
    for name in fixtures:
        result.stdout.fnmatch_lines([f"{name} -- *"])
    result.stdout.fnmatch_lines(["*A Weex device. At the end of the test the device is closed*"])


def test_example_of_the_documentation_passes(project: pytest.Pytester) -> None:
    root = Path(__file__).parents[2]
    text = (root / "docs" / "pytest.md").read_text(encoding="utf-8")
    code = text.split("```python\n")[1].split("```")[0]
    project.path.joinpath("bundles").symlink_to(root / "bundles")
    result = run(project, test_it=code)
    result.assert_outcomes(passed=3)


def test_weex_marker_is_registered_and_listed(project: pytest.Pytester) -> None:
    run_page(project, "bundle='hello.js'", "pass", "--strict-markers").assert_outcomes(passed=1)
    project.runpytest_inprocess("--markers").stdout.fnmatch_lines(["@pytest.mark.weex(bundle, *"])


def test_report_suggests_the_equivalent_of_a_playwright_name(project: pytest.Pytester) -> None:
    body = "weex_page.get_by_text('hello').click(position={})"
    result = run_page(project, "bundle='hello.js'", body)
    result.stdout.fnmatch_lines(
        [
            "*unexpected keyword argument 'position'*",
            "*weex hint*",
            "leave it out: a tap meets the whole element",
        ]
    )
    result = run_page(project, "bundle='hello.js'", "weex_page.clock.tick(1)")
    result.stdout.fnmatch_lines(["*no attribute 'tick'*", "*weex hint*", "use clock.run_for(*"])
    own = "from weex_runtime import Runtime\n"
    own += "def test_own():\n    with Runtime() as runtime:\n        runtime.clock.tick(1)\n"
    run(project, test_it=own).stdout.fnmatch_lines(["*weex hint*", "use clock.run_for(*"])
    result = run_page(project, "bundle='hello.js'", "weex_page.outline(position=1)")
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*weex hint*")


CONNECT = """
import pytest
from websockets.sync.client import connect
from weex_runtime.testing import Script

def visit(server, times):
    for _ in range(times):
        with connect(server.url):
            pass

@pytest.mark.weex(bundle="hello.js"{marker})
def test_script(ws_server, weex_page):
    ws_server.script(Script(), Script())
    {body}
"""


@pytest.mark.parametrize(
    ("marker", "connections", "passed"),
    [("", 0, False), ("", 1, False), ("", 2, True), (", allow_errors=True", 0, True)],
)
def test_script_without_a_connection_fails_the_test(
    project: pytest.Pytester,
    marker: str,
    connections: int,
    passed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(WsServer.unconnected, "__defaults__", (0.05,))  # timeout in seconds
    body = f"visit(ws_server, {connections})"
    result = run(project, test_it=CONNECT.format(marker=marker, body=body))
    result.assert_outcomes(passed=int(passed), failed=int(not passed))
    told = [line for line in result.outlines if line.startswith("ws_server: script")]
    numbers = range(connections + 1, 3) if not passed else ()
    assert told == [f"ws_server: script {n} of 2: no connection came" for n in numbers]


def test_end_of_a_test_waits_until_a_client_connects_to_its_scripted_server(
    project: pytest.Pytester,
) -> None:
    body = """
    import threading
    threading.Thread(target=visit, args=(ws_server, 2)).start()
"""
    result = run(project, test_it=CONNECT.format(marker="", body=body.strip()))
    result.assert_outcomes(passed=1)


def test_echo_server_without_a_connection_does_not_fail_the_test(project: pytest.Pytester) -> None:
    body = "ws_server.echo()"
    run(project, test_it=CONNECT.format(marker="", body=body)).assert_outcomes(passed=1)


def test_request_without_a_route_fails_the_test(project: pytest.Pytester) -> None:
    test = """
def ask(open_page, http_server, weex_runtime):
    open_page()
    weex_runtime.run_until(lambda: http_server.unexpected)
def test_unexpected(http_server, open_page, weex_runtime):
    ask(open_page, http_server, weex_runtime)
def test_expected(http_server, open_page, weex_runtime):
    ask(open_page, http_server, weex_runtime)
    http_server.unexpected.clear()
"""
    result = run(project, test_it=TALK + test)
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "http_server: no route for GET /me",
            "if the test expects these errors, change the route *",
        ]
    )


@pytest.mark.parametrize("allowed", [False, True])
def test_message_that_the_server_script_does_not_expect_fails_the_test(
    project: pytest.Pytester, allowed: bool
) -> None:
    result = run(
        project,
        test_it=f"""
import pytest
from weex_runtime.testing import Script
@pytest.mark.weex(bundle="hello.js", allow_errors={allowed})
def test_script(ws_server, weex_page):
    from websockets.sync.client import connect
    ws_server.script(Script().expect("ping"))
    with connect(ws_server.url) as client:
        client.send("pong")
        weex_page.runtime.run_until(lambda: ws_server.failures)
""",
    )
    result.assert_outcomes(passed=int(allowed), failed=int(not allowed))
    if not allowed:
        result.stdout.fnmatch_lines(["ws_server: connections[[]0] /, step 1: expect('ping')*"])
