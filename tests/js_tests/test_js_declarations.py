"""weex-test.d.ts: accepted by the TypeScript compiler, with the names that tests find."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Access, Limits, Runtime
from weex_runtime.cli.main import main
from weex_runtime.engine.engine import Engine
from weex_runtime.js_tests import declarations, exposed_api
from weex_runtime.js_tests.context import Context
from weex_runtime.module_api.network import Network
from weex_runtime.module_docs import docstrings
from weex_runtime.naming import camel_case
from weex_runtime.testing import HttpResponse, Script

from ..support.node_peer import node_command

DOCS = Path(__file__).parents[2] / "docs" / "js-tests.md"
DEMOS = sorted((Path(__file__).parents[1] / "demos").glob("*.test.js"))

Check = Callable[..., "list[str]"]

USE = """
test.use({ platform: ['ios', 'web'], clock: 'virtual', allowErrors: true });
describe('a', () => {
  beforeEach(async () => { await openPage('chat.js', { config: { url: wsServer.url } }); });
  it('b', async ({ page: given }) => {
    await given.getByText('connect', { exact: true }).click({ timeout: 1 });
    const text: string = await page.getByRole('button', { name: /^Se/ }).first().textContent();
    await expect(page.getByText(text)).not.toHaveText(['x', /y/], { timeout: 1 });
    await expect(page).toMatchSnapshot();
    const opened = page.waitForWebSocket('**/chat');
    const ws = await opened;
    await expect(ws).toHaveSent([{ type: 'join' }]);
    await expect(ws).toBeClosed({ code: 1000 });
    expect(await ws.expectMessage('x')).toBe('x');
    wsServer.script(new Script({ accept: false }).accept().expect(/x/).send({ a: 1 }));
    wsServer.script(new Script().delay(2).close(4000, 'so'));
    httpServer.route('GET', '/me', { json: 1 }, new HttpResponse({ status: 503 })).check();
    page.route(/me$/, (route) => route.fulfill({ json: route.request.postDataJson }));
    const mock = mockModule('storage', { getItem(key, done) { done({ data: 'Ada' }); } });
    const names: string[] = mock.calls.map((call) => call.method);
    runtime.routeWebSocket('**', (socket) => socket.onMessage((data) => socket.send(data)));
    await setOffline(true);
    await clock.install(new Date());
    await clock.runFor(60);
    const count: number = await waitUntil(() => wsServer.received.length);
    page.errors.clear();
    const line: string = (await page.waitForConsoleMessage(/^closed/, { timeout: 1 })).text;
    page.on('console', (event) => console.log(event.text));
    expect(weexPlatform === 'ios' && process.env.CI && names && count && line).toBeTruthy();
    const lib = require('./lib.js');
    setTimeout(() => lib.x(readFile('a.txt')), 5);
  }, 60);
  it.only('c', (done) => done());
  it('d', { timeout: 3 }, async () => {});
  it.each([[1, 'a'], [2, 'b']] as const)('%d', (n: number, s: string) => { s.at(n); }, 5);
  it.each([{ n: 1 }])('$n', ({ n }) => { n.toFixed(); });
  it.only.each`a | b
    ${1} | ${2}`('$a', ({ a, b }) => { a + b; });
  describe.each(['x'])('%s', (x) => { x.trim(); });
  it('e', async () => {
    await expect.poll(() => wsServer.received.length, { timeout: 1 }).toBeGreaterThan(1);
    await expect.poll(() => 1, 'so').not.toBe(2);
    page.debug();
  });
});
"""

MISTAKES = """
page.getByTxt('x');
page.getByText('x').clik();
page.getByText('x').click({ timout: 1 });
page.getByText('x').fill();
expect(page.getByText('x')).toHaveTxt('x');
expect(page).toBeVisible();
expect(page.getByText('x')).not.toBeHidden();
expect(1).toHaveLength(1);
new Script().exepct('x');
test.use({ platform: 'androd' });
openPage('a.js', { confg: {} });
waitUntill(() => true);
page.url = 'x';
httpServer.sockets();
"""


@pytest.fixture
def check(node_modules: Path, tmp_path: Path) -> Check:
    """Run the compiler on files beside the declarations; returns a line for each error."""

    def check(options: dict[str, object], **files: str) -> list[str]:
        (tmp_path / "weex-test.d.ts").write_text(declarations(), encoding="utf-8")
        for name, source in files.items():
            (tmp_path / name.replace("_", ".")).write_text(source, encoding="utf-8")
        compiler = {
            "noEmit": True,
            "skipDefaultLibCheck": True,
            "lib": ["es2022"],
            "target": "es2022",
            "types": [],
            **options,
        }
        compiler["moduleDetection"] = "force"
        config = tmp_path / "tsconfig.json"
        config.write_text(json.dumps({"compilerOptions": compiler, "include": ["*"]}))
        tsc = str(node_modules / "typescript" / "bin" / "tsc")
        command = [*node_command(), tsc, "--project", str(config)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        return [line for line in done.stdout.splitlines() if not line.startswith(" ")]

    return check


def test_typescript_declarations_accept_tests_and_report_each_mistake(check: Check) -> None:
    """With the compiler options of docs/js-tests.md."""
    demos = {path.name.replace(".", "_"): path.read_text(encoding="utf-8") for path in DEMOS}
    block = re.search(r"```json\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    options = {**json.loads(block[1])["compilerOptions"], "allowJs": True}
    errors = check(options, use_ts=USE, wrong_test_js=MISTAKES, **demos)
    places = [re.match(r"([\w.]+)\((\d+),", error) for error in errors]
    assert {place and place[1] for place in places} == {"wrong.test.js"}, errors
    lines = {int(place[2]) for place in places if place}
    assert lines == set(range(2, len(MISTAKES.splitlines()) + 1)), errors
    assert any("getByText" in error for error in errors)


def test_typescript_declarations_are_compatible_with_those_of_a_browser(check: Check) -> None:
    options = {"strict": True, "lib": ["es2022", "dom"], "noImplicitAny": True}
    assert check(options, use_ts=USE) == []


def test_declared_globals_are_the_globals_of_a_js_test(tmp_path: Path) -> None:
    """Globals that one of the engines has itself are not declared."""
    test = tmp_path / "it.test.js"
    test.write_text(
        "globalThis.names = Object.getOwnPropertyNames(globalThis);\n"
        "globalThis.local = ['require', 'module', 'exports', '__filename', '__dirname']"
        ".filter((name) => eval(`typeof ${name}`) !== 'undefined');\n"
    )
    context = Context(test, tmp_path)
    bare = Engine(memory_limit=1 << 28, time_limit=5.0)
    try:
        context.load()
        given = set(str(context.engine.run("[...names, ...local].join()", "<test>")).split(","))
        known = set(
            str(bare.run("Object.getOwnPropertyNames(globalThis).join()", "<test>")).split(",")
        )
    finally:
        context.close()
        bare.close()
    text = declarations()
    declared = set(re.findall(r"^declare (?:const|var|function) (\w+)", text, re.MULTILINE))
    assert declared - given == set()
    assert {name for name in given - known if name != "__entries"} - declared == set()


def test_declared_jasmine_matchers_equal_the_existing_matchers(tmp_path: Path) -> None:
    test = tmp_path / "it.test.js"
    test.write_text(
        "const names = (object) => {\n"
        "  const found = [];\n"
        "  for (const name in object) if (/^(to|nothing)/.test(name)) found.push(name);\n"
        "  return found.filter((name) => {\n"
        "    try { return object[name]; } catch (_) { return false; }\n"
        "  });\n"
        "};\n"
        "it('a', () => {\n"
        "  globalThis.found = [names(expect(1)), names(expectAsync(null))];\n"
        "});\n"
    )
    context = Context(test, tmp_path)
    try:
        context.load()
        context.enter("run", "a")
        while context.result is None:
            context.engine.run_jobs()
            context.fire_timers()
        values, promises = json.loads(str(context.engine.run("JSON.stringify(found)", "<test>")))
    finally:
        context.close()
    text = declarations()
    for name, found in (("Matchers", values), ("AsyncMatchers", promises)):
        body = text.split(f"  interface {name} {{", 1)[1].split("\n  }\n", 1)[0]
        declared = set(re.findall(r"^    (?:readonly )?(\w+)[(:]", body, re.MULTILINE))
        assert declared - {"not", "already", "withContext"} == set(found)


def test_types_option_prints_the_declarations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "--types"]) == 0
    assert capsys.readouterr().out == declarations() + "\n"


def members(interface: str, text: str) -> set[str]:
    """Names that an interface declares, or inherits from another one."""
    head = re.search(rf"^  interface {interface}(?: extends (\w+))? \{{$", text, re.MULTILINE)
    assert head, interface
    body = text[head.end() :].split("\n  }\n", 1)[0]
    own = set(re.findall(r"^    (?:readonly )?(\w+)\??[(:]", body, re.MULTILINE))
    return own | members(head[1], text) if head[1] else own


@pytest.mark.parametrize("path", exposed_api.TYPES)
def test_each_exposed_method_and_matcher_is_declared(path: str) -> None:
    text, cls = declarations(), exposed_api.class_of(path)
    name = path.rpartition(".")[2]
    methods = set(exposed_api.methods_of(path))
    declared = members(name, text)
    assert methods <= declared
    attributes = set(dir(cls)).union(
        *(getattr(base, "__annotations__", ()) for base in cls.__mro__),
        *(docstrings.parse(base.__doc__).arguments for base in cls.__mro__[:-1]),
    )
    assert declared - methods - {"goto"} <= {camel_case(name) for name in attributes}
    if exposed_api.TYPES[path].assertions:
        own = members(f"{name}Assertions", text) - members("Matchers", text)
        assert own == set(exposed_api.assertions_of(path))


@pytest.mark.parametrize(
    ("name", "function", "left_out"),
    [
        ("ScriptOptions", Script, set()),
        ("HttpResponseOptions", HttpResponse, set()),
        ("NetworkOptions", Network, set()),
        ("AccessOptions", Access, set()),
        ("LimitOptions", Limits, set()),
        ("PageOptions", Runtime.open, set()),
        ("RuntimeOptions", Runtime, {"modules", "components", "tracer"}),
    ],
)
def test_declared_options_equal_the_arguments_of_the_python_functions(
    name: str, function: Callable[..., object], left_out: set[str]
) -> None:
    declared = re.search(rf"  type {name} = \{{(.*?)\}};\n", declarations(), re.DOTALL)
    assert declared
    expected = {n for n in inspect.signature(function).parameters if n not in {"self", *left_out}}
    assert set(re.findall(r"(\w+)\?:", declared[1])) == {camel_case(n) for n in expected}
