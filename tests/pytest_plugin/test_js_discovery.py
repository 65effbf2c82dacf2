"""weex_runtime.pytest_plugin.js.discovery: Weex tests among files of other runners."""

from __future__ import annotations

import pytest

from weex_runtime.pytest_plugin.js.discovery import uses_weex

from ..support.pytest_project import empty_project as empty_project

JEST = """import { sum } from './sum';

test('adds', () => {
  expect(sum(1, 2)).toBe(3);
});
"""
WEEX = """it('opens', async () => {
  await openPage({ source: '// { "framework": "Vanilla" }' });
});
"""


@pytest.fixture
def project(empty_project: pytest.Pytester) -> pytest.Pytester:
    """A repository with a Jest suite, a Weex suite and one in Python, without an ini file."""
    empty_project.path.joinpath("tox.ini").unlink()
    for name, source in {
        "src/sum.test.js": JEST,
        "src/__tests__/list.spec.js": JEST,
        "weex/page.test.js": WEEX,
        "node_modules/lib/lib.test.js": WEEX.replace("openPage", "boom(openPage)"),
    }.items():
        path = empty_project.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    empty_project.makepyfile(test_sum="def test_adds(): assert 1 + 2 == 3")
    return empty_project


def run(project: pytest.Pytester, *args: str) -> pytest.RunResult:
    return project.runpytest_inprocess(*args)


def test_js_test_file_of_another_test_runner_is_not_collected(project: pytest.Pytester) -> None:
    result = run(project)
    result.assert_outcomes(passed=2)
    result.stdout.no_fnmatch_line("*another test runner*")


def test_verbose_option_lists_files_of_other_test_runners(project: pytest.Pytester) -> None:
    result = run(project, "-v")
    result.assert_outcomes(passed=2)
    [line] = [line for line in result.outlines if "another test runner" in line]
    assert line.startswith("2 files belong to another test runner and are not run: src/")
    paths = line.split(": ", 1)[1].split(";")[0].split(", ")
    assert sorted(paths) == ["src/__tests__/list.spec.js", "src/sum.test.js"]


@pytest.mark.parametrize("name", ["src/sum.test.js", "src/sum.test.js::adds"])
def test_js_file_on_the_command_line_is_collected_without_reading_its_text(
    project: pytest.Pytester, name: str
) -> None:
    project.path.joinpath("src/sum.test.js").write_text("test('adds', () => {});")
    run(project, name).assert_outcomes(passed=1)
    run(project, "src").assert_outcomes()


def test_files_that_match_the_ini_key_are_collected_without_reading_their_text(
    project: pytest.Pytester,
) -> None:
    result = run(project, "-o", "weex_js_files=*.test.js")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E   cannot import './sum': *"])
    run(project, "-o", "weex_js_files=").assert_outcomes(passed=1)


def test_ini_key_weex_js_files_selects_tests_by_folder(project: pytest.Pytester) -> None:
    project.path.joinpath("weex/sum.test.js").write_text("test('adds', () => {});")
    run(project, "-o", "weex_js_files=weex/*.test.js").assert_outcomes(passed=3)


def test_files_in_node_modules_are_not_collected(project: pytest.Pytester) -> None:
    run(project, "-o", "norecursedirs=.git").assert_outcomes(passed=2)
    run(project, "node_modules").assert_outcomes()


def test_file_that_is_not_utf_8_is_not_collected(project: pytest.Pytester) -> None:
    project.path.joinpath("src/latin.test.js").write_bytes(b"// caf\xe9\nrequire('./a')")
    run(project).assert_outcomes(passed=2)


def test_weex_test_with_a_syntax_error_is_a_collection_error(project: pytest.Pytester) -> None:
    project.path.joinpath("weex/page.test.js").write_text("const page = await openPage('a.js');")
    run(project).assert_outcomes(errors=1)


@pytest.mark.parametrize(
    "source",
    [
        "await openPage('a.js');",
        "it('a', async ({ page, wsServer }) => { wsServer.echo(); });",
        "test('a', async function ({ httpServer }) {});",
        "const config = { url: `${wsServer.url}chat` };",
        "expect([...wsServer.received]).toEqual([]);",
        "const mock = mockModule('storage', {});",
        "const a = /[/'\"`]/; const b = 4 / 2; openPage('a.js'); // it's",
        "import { other } from './other.js';\nawait openPage('a.js');",
        "import other from './other.js'\nopenPage('a.js')",
        "const script = new Script()\nwsServer.script(script)",
        "if (wsServer.received.length) { check(); }",
        "waitUntil(() => httpServer.requests.length);",
    ],
)
def test_script_with_a_global_of_weex_tests_is_a_weex_test(source: str) -> None:
    assert uses_weex(source)


@pytest.mark.parametrize(
    "source",
    [
        JEST,
        "",
        "// openPage is tested elsewhere\nit('a', () => {});",
        "/* openPage\n * wsServer */ it('a', () => {});",
        "it('calls openPage', () => {});",
        'it("calls \\"openPage", () => {});',
        "it(`calls openPage`, () => {});",
        "expect(text).toMatch(/openPage/);",
        "const homePage = new HomePage(); await homePage.openPage();",
        "await homePage?.openPage();",
        "reopenPage(); openPages(); $openPage(); openPage$;",
        "import { openPage } from '../src/navigation';\nopenPage();",
        "import openPage, { other } from '../src/navigation'\nopenPage()",
        "import {\n  other,\n  openPage,\n} from '../src/navigation';\nopenPage();",
        "const { openPage } = require('../src/navigation');\nopenPage();",
        "const openPage = jest.fn();\nopenPage();",
        "let io, httpServer, client;\nbeforeAll(() => { httpServer = createServer(); });",
        "const httpServer = createServer(app).listen();\nrequest(httpServer);",
        "function openPage() {}\nopenPage();",
        "function listen(httpServer) { httpServer.listen(); }",
        "const listen = (app, httpServer) => httpServer.listen();",
        "jest.unstable_mockModule('./a', () => ({}));",
    ],
)
def test_script_without_a_global_of_weex_tests_is_not_a_weex_test(source: str) -> None:
    assert not uses_weex(source)


def test_minified_file_is_scanned_in_linear_time() -> None:
    """A backtracking pattern would exceed the time limit of the whole run."""
    declarations = "const " + ",".join(f"a{i}=f({i},'x',[1,2])" for i in range(20_000))
    assert not uses_weex(f"{declarations};/* openPage */" + "(((" * 10_000)
