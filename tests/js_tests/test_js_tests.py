"""Tests in JS: collection of their files by pytest, and the API that they use."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path

import pytest

from weex_runtime.js_tests import runner as js_run
from weex_runtime.testing import WsServer

from ..support.pytest_project import empty_project as empty_project
from ..support.pytest_project import lines_of_failure, matches, reports

VUE = '// { "framework": "Vue" }\n'
COUNTER = """// { "framework": "Vue" }
new Vue({
  el: 'body',
  data: { count: 0, name: '' },
  methods: {
    more: function () { this.count++; },
    later: function () {
      var self = this;
      setTimeout(function () { self.count += 10; }, 20);
    },
  },
  render: function (h) {
    var self = this;
    return h('list', [
      h('cell', { attrs: { testId: 'count' } }, [h('text', ['count: ' + this.count])]),
      h('cell', { on: { click: this.more } }, [h('text', ['more'])]),
      h('cell', { on: { click: this.later } }, [h('text', ['later'])]),
      h('cell', { on: { click: function () {
        boom();
      } } }, [h('text', ['break'])]),
      h('input', {
        attrs: { placeholder: 'name', value: this.name },
        on: { input: function (event) { self.name = event.value; } },
      }),
      h('text', { style: { color: '#ff0000' } }, ['hello ' + this.name]),
    ]);
  },
});
"""

# A page that logs its storage, a response and a socket.
CALLER = """// { "framework": "Vue" }
var storage = weex.requireModule('storage');
var stream = weex.requireModule('stream');
var socket = weex.requireModule('webSocket');
new Vue({
  el: 'body',
  methods: {
    load: function () {
      storage.getItem('name', function (event) { console.log('stored ' + event.data); });
    },
    fetch: function () {
      stream.fetch({ url: weex.config.api + 'me', type: 'json' }, function (answer) {
        console.log('fetched ' + JSON.stringify(answer.data));
      });
    },
    talk: function () {
      socket.WebSocket(weex.config.url, '');
      socket.onopen(function () { socket.send('{"type":"hi"}'); });
      socket.onmessage(function (event) { console.log('heard ' + event.data); });
      socket.onclose(function (event) { console.log('closed ' + event.code); });
    },
  },
  render: function (h) {
    var self = this;
    return h('div', ['load', 'fetch', 'talk'].map(function (name) {
      return h('text', { on: { click: self[name] } }, [name]);
    }));
  },
});
"""


@pytest.fixture
def project(empty_project: pytest.Pytester) -> pytest.Pytester:
    """A folder with bundles."""
    for name, source in (("counter", COUNTER), ("caller", CALLER)):
        empty_project.path.joinpath(f"{name}.js").write_text(source, encoding="utf-8")
    return empty_project


def write(project: pytest.Pytester, source: str, name: str = "it.test.js") -> None:
    """Write a test file."""
    project.path.joinpath(name).write_text(source, encoding="utf-8")


def run(project: pytest.Pytester, source: str = "", *args: str) -> pytest.RunResult:
    """Run all tests of the project, in this process."""
    if source:
        write(project, source)
    return project.runpytest_inprocess(*args)


def run_body(project: pytest.Pytester, body: str, *args: str) -> pytest.RunResult:
    """Run one test with a body that starts at line 2."""
    return run(project, f"it('works', async () => {{\n{body}\n}});\n", *args)


def passes(project: pytest.Pytester, body: str) -> None:
    """Assert that a test with this body passes."""
    run_body(project, body).assert_outcomes(passed=1)


def failures(project: pytest.Pytester, bodies: Iterable[str]) -> list[str]:
    """The failure messages of tests with these bodies, which start at line 2 of their files."""
    sources = [f"it('works', async () => {{\n{body}\n}});\n" for body in bodies]
    return [lines_of_failure(report) for report in reports(project, sources, ".test.js")]


def failure(project: pytest.Pytester, body: str, *args: str) -> str:
    """The failure message of a test with this body."""
    result = run_body(project, body, *args)
    result.assert_outcomes(failed=1)
    return lines_of_failure(result.stdout.str())


# Tests of files and pytest items.


def test_each_js_test_is_a_pytest_item_inside_its_suites(project: pytest.Pytester) -> None:
    write(project, "it('alone', () => {}); describe('a', () => { test('b', () => {}); });")
    write(
        project,
        "describe('x', () => { describe('y', () => { it('z', () => {}); }); });",
        "a.spec.js",
    )
    write(project, "boom();", "a.js")
    result = project.runpytest_inprocess("--collect-only", "-q")
    assert result.outlines[:3] == ["a.spec.js::x::y::z", "it.test.js::alone", "it.test.js::a::b"]
    run(project).assert_outcomes(passed=3)


def test_ini_key_weex_js_files_sets_the_names_of_test_files(project: pytest.Pytester) -> None:
    write(project, "it('one', () => {});", "one_check.js")
    run(project, "", "-o", "weex_js_files=*_check.js").assert_outcomes(passed=1)
    assert run(project, "it('x', () => {});", "-o", "weex_js_files=").ret == 5


def test_pytest_item_has_the_line_where_the_js_test_is_declared(project: pytest.Pytester) -> None:
    source = """// a comment about it('other')
describe('a', () => {
  it('one', () => {
    expect(1).toBe(1);
  });
  for (const n of [1, 2]) {
    it(`number ${n}`, () => {
    });
  }
});
"""
    write(project, source)
    items, _ = project.inline_genitems("-p", "no:cacheprovider")
    assert [(item.name, item.location[1]) for item in items] == [
        ("one", 2),
        ("number 1", 6),
        ("number 2", 6),
    ]


def test_syntax_error_is_a_collection_error_with_file_and_line(project: pytest.Pytester) -> None:
    result = run(project, "it('a', () => {\n  const x = ;\n});\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([">*const x = ;", "E   SyntaxError: *", "it.test.js:2: *"])


def test_exception_while_a_test_file_loads_is_a_collection_error(project: pytest.Pytester) -> None:
    result = run(project, "describe('a', () => {\n  boom(\n  );\n});\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E   ReferenceError: *boom*", "it.test.js:[23]: *"])


def test_async_describe_and_duplicate_titles_are_collection_errors(
    project: pytest.Pytester,
) -> None:
    write(project, "describe('a', async () => { it('b', () => {}); });")
    write(project, "it('a', () => {});\nit('a', () => {});\n", "b.test.js")
    result = run(project)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines_random(
        ['E*describe("a"): expected a function that is not async', "E*Duplicate*"]
    )


def test_globals_of_the_device_throw_when_used_while_the_file_loads(
    project: pytest.Pytester,
) -> None:
    uses = ["wsServer.url", "page.url", "openPage()", "mockModule()"]
    sources = [f"const url = {use};\nit('a', () => {{}});\n" for use in uses]
    for use, report in zip(uses, reports(project, sources, ".test.js"), strict=True):
        name = use.rstrip("()").partition(".")[0]
        assert matches(report, f"E   {name} exists while a test runs: use it in it(), *")


def test_dot_only_deselects_the_other_tests_of_its_file(project: pytest.Pytester) -> None:
    write(project, "it('other', () => {});", "b.test.js")
    source = """
describe('a', () => {
  it.only('one', () => {});
  it('two', () => { fail(); });
});
describe.only('b', () => { it('three', () => {}); });
it('four', () => { fail(); });
"""
    result = run(project, source)
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["it.test.js:3: .only skips the other tests of the file"])


def test_dot_only_is_an_error_in_ci(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    result = run(project, "\nit.only('one', () => {});")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*it.test.js:2: .only skips the other tests of the file, *"])


def test_report_shows_the_reason_of_a_skipped_test(project: pytest.Pytester) -> None:
    source = """
it.skip('a', () => { fail(); });
describe.skip('b', () => { it('c', () => { fail(); }); });
xit('d', () => { fail(); });
it('e');
it.todo('f');
it('g', async () => { await null; pending('for later'); });
"""
    result = run(project, source, "-rs")
    result.assert_outcomes(skipped=6)
    result.stdout.fnmatch_lines_random(
        [
            "SKIPPED*it.skip",
            "SKIPPED*describe.skip",
            "SKIPPED*todo: the test has no function",
            "SKIPPED*for later",
        ]
    )


def test_js_tests_can_be_selected_by_id_and_by_title(project: pytest.Pytester) -> None:
    source = "describe('a', () => { it('b c', () => {}); it('d', () => {}); });"
    write(project, source)
    run(project, "", "it.test.js::a::d").assert_outcomes(passed=1)
    run(project, "", "-k", "d").assert_outcomes(passed=1, deselected=1)
    run(project, "", "--weex-grep", "^a b c$").assert_outcomes(passed=1, deselected=1)
    assert run(project, "", "--weex-grep", "(").ret == pytest.ExitCode.USAGE_ERROR


# Tests of the order in which tests and hooks run, and of how a test ends.


def test_hooks_of_js_tests_run_in_the_order_of_jasmine(project: pytest.Pytester) -> None:
    source = """
const order = [];
beforeAll(async () => { order.push('all'); });
beforeEach((done) => { setTimeout(() => { order.push('each'); done(); }, 1); });
afterEach(() => { order.push('after'); });
afterAll(() => { expect(order.join(' ')).toBe('all each inner it after'); });
describe('a', () => {
  beforeEach(function () { this.mine = 1; order.push('inner'); });
  it('b', function () { expect(this.mine).toBe(1); order.push('it'); });
});
describe('c', () => {
  beforeEach(() => { order.push('not for b'); });
  it.skip('d', () => {});
});
"""
    run(project, source).assert_outcomes(passed=1, skipped=1)


def test_exception_in_a_hook_fails_the_js_test(project: pytest.Pytester) -> None:
    hooks = ["beforeAll", "beforeEach", "afterEach", "afterAll"]
    sources = [f"{hook}(() => {{\n  boom(\n  );\n}});\nit('a', () => {{}});" for hook in hooks]
    for report in reports(project, sources, ".test.js"):
        assert matches(report, "E   ReferenceError: *boom*", "*.test.js:[23]: ReferenceError")


def test_each_js_test_has_its_own_js_context(project: pytest.Pytester) -> None:
    source = """
let count = 0;
globalThis.shared = globalThis.shared || 0;
for (const name of ['a', 'b']) {
  it(name, () => { expect(++count).toBe(1); expect(++globalThis.shared).toBe(1); });
}
"""
    run(project, source).assert_outcomes(passed=2)


def test_js_test_has_the_same_built_ins_as_a_bundle(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  expect(new Date('2017/02/05')).toEqual(new Date(2017, 1, 5));
  expect(Date.parse('nothing')).toBeNaN();
  jasmine.clock().install().mockDate(new Date(5));
  expect([Date.now(), new Date().getTime()]).toEqual([5, 5]);
  jasmine.clock().uninstall();
  expect(JSON.stringify({ a: { toJSON: () => 1 }, b: 2 }, ['b', 'a'])).toBe('{"b":2,"a":1}');
  expect([1, 2].at(-1)).toBe(2);
""",
    )


def test_js_tests_can_use_spies_and_matchers_of_jasmine(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const cart = { add: (n) => n, total: 3 };
  spyOn(cart, 'add').and.returnValue(7);
  expect(cart.add(1)).toBe(7);
  expect(cart.add).toHaveBeenCalledOnceWith(1);
  expect({ a: 1, b: [1, { c: 2 }] }).toEqual({ a: jasmine.any(Number), b: [1, { c: 2 }] });
  expect(() => { throw new TypeError('no'); }).toThrowError(TypeError, /no/);
  expect([1, 2]).not.toContain(3);
  await expectAsync(Promise.reject(new Error('x'))).toBeRejectedWithError('x');
  const done = jasmine.createSpy('done');
  jasmine.clock().install();
  setTimeout(done, 60000);
  jasmine.clock().tick(60001);
  jasmine.clock().uninstall();
  expect(done).toHaveBeenCalled();
""",
    )


def test_function_require_loads_files_of_the_project(project: pytest.Pytester) -> None:
    folder = project.mkdir("lib")
    folder.joinpath("index.js").write_text("exports.two = require('./two').two;")
    folder.joinpath("two.js").write_text(
        "exports.two = 2;\nexports.self = () => require('./index.js');\nexports.dir = __dirname;\n"
    )
    folder.joinpath("data.json").write_text('{"a": [1]}')
    passes(
        project,
        """
  expect(require('./lib').two).toBe(2);
  expect(require('./lib/two.js')).toBe(require('./lib/two'));
  expect(require('./lib/two.js').self().two).toBe(2);
  expect(require('./lib/data').a).toEqual([1]);
  expect(() => require('./none')).toThrowError(/cannot import '.\\/none'/);
  expect(() => require('lodash')).toThrowError(/install the package with npm/);
""",
    )


def test_function_read_file_returns_the_text_of_a_file(project: pytest.Pytester) -> None:
    folder = project.mkdir("tests")
    folder.joinpath("near.txt").write_text("n\u00e9ar", encoding="utf-8")
    source = """
const near = readFile('near.txt');
it('a', () => {
  expect(near).toBe('n\\u00e9ar');
  expect(readFile('counter.js')).toMatch(/new Vue/);
  expect(() => readFile('none.txt')).toThrowError(/no such file beside the test or in/);
});
"""
    write(project, source, "tests/it.test.js")
    run(project).assert_outcomes(passed=1)


def test_console_lines_of_a_js_test_are_captured_by_pytest(project: pytest.Pytester) -> None:
    result = run_body(
        project, "console.log('hello', { a: [1] }, 2); console.error('bad'); fail('x');"
    )
    result.stdout.fnmatch_lines(["*Captured stdout*", "hello {", "  a: [[]", "*stderr*", "bad"])


def test_timers_of_the_test_run_in_real_time_although_the_pages_have_a_virtual_clock(
    project: pytest.Pytester,
) -> None:
    source = """
test.use({ clock: 'virtual' });
it('a', async () => {
  const seen = [];
  const every = setInterval(() => seen.push('every'), 1);
  const none = setTimeout(() => seen.push('none'), 2);
  clearTimeout(none);
  await new Promise((resolve) => setTimeout(resolve, 30, 1));
  clearInterval(every);
  expect(seen).toContain('every');
  expect(seen).not.toContain('none');
});
"""
    run(project, source).assert_outcomes(passed=1)


def test_js_tests_have_common_globals_of_js_engines(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const value = { a: [1, undefined, { b: new Date(5) }], m: new Map([[1, new Set([2])]]) };
  value.self = value;
  const copy = structuredClone(value);
  expect(copy).not.toBe(value);
  expect(copy.self).toBe(copy);
  expect(copy.a).toEqual([1, undefined, { b: new Date(5) }]);
  expect(copy.m.get(1).has(2)).toBe(true);
  expect(() => structuredClone(() => {})).toThrow();
  expect(Object.hasOwn({ a: 1 }, 'a')).toBe(true);
  const order = [];
  setImmediate(() => order.push('immediate'));
  queueMicrotask(() => order.push('micro'));
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(order).toEqual(['micro', 'immediate']);
  expect(process.env.PATH).toBeTruthy();
  expect(globalThis).toBe(global);
""",
    )


# Tests of the messages of failures.


def test_failure_of_a_js_test_shows_file_line_and_code(project: pytest.Pytester) -> None:
    result = run_body(project, "  const a = 1;\n  expect(a).toBe(2);\n  fail('not reached');")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ works _*",
            "      const a = 1;",
            ">     expect(a).toBe(2);",
            "E   Expected 1 to be 2.",
            "it.test.js:3: expectation",
            "FAILED it.test.js::works - Expected 1 to be 2.",
        ]
    )


def test_unequal_objects_are_shown_as_a_diff(project: pytest.Pytester) -> None:
    lines = failure(project, "expect({ b: [1, 2], a: 'x' }).toEqual({ a: 'y', b: [1, 2] });")
    assert lines.splitlines()[1:] == [
        "  - expected, + received",
        "    {",
        '  -   a: "y",',
        '  +   a: "x",',
        "      b: [",
        "        1,",
        "        2,",
    ]


def test_unequal_multiline_texts_are_shown_as_a_diff(project: pytest.Pytester) -> None:
    lines = failure(project, "expect('one\\ntwo').toBe('one\\n2');")
    assert lines.splitlines() == [
        "the text is not the expected one",
        "  - expected, + received",
        "    one",
        "  - 2",
        "  + two",
    ]


def test_error_for_a_wrong_option_of_function_open_page_uses_the_js_name(
    project: pytest.Pytester,
) -> None:
    assert "location: expected a path or URL, got 5" in failure(project, "await openPage(5);")
    body = "await openPage('counter.js', { websocketAdapter: true });"
    assert "websocketAdapter: expected the name of an adapter" in failure(project, body)


def test_failed_locator_assertion_shows_method_names_in_camel_case(
    project: pytest.Pytester,
) -> None:
    lines = failure(
        project,
        """  await openPage('counter.js');
  const more = page.getByText('more', { exact: true });
  await expect(more).not.toHaveText('more', { timeout: 0.01 });""",
    )
    head = 'expect(getByText("more", {exact: true})).not.toHaveText("more") did not hold within'
    assert lines.startswith(head)
    assert '"count: 0"' in lines


def test_report_of_a_js_test_has_the_same_sections_as_for_a_python_test(
    project: pytest.Pytester,
) -> None:
    body = (
        "await openPage('counter.js');\nawait page.getByText('nowhere').click({ timeout: 0.01 });"
    )
    result = run_body(project, body)
    result.stdout.fnmatch_lines(
        [
            'E   getByText("nowhere").click: no element matches within 0.01 s',
            "it.test.js:3: timeout",
            "*- weex module calls, last 20 -*",
            "page 1 (counter.js, Vue)",
            "  the tree was built by * calls: *",
        ]
    )


def test_report_of_a_js_test_has_all_failures(project: pytest.Pytester) -> None:
    source = "afterEach(() => {\n  fail('second');\n});\nit('a', () => {\n  fail('first');\n});"
    result = run(project, source)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E   Error: first", "E   Error: second"])


def test_error_in_a_required_file_shows_its_callers(project: pytest.Pytester) -> None:
    source = "exports.check = (value) => {\n  expect(value).toBe(2);\n  return 1;\n};\n"
    project.path.joinpath("lib.js").write_text(source)
    result = run(
        project,
        "const lib = require('./lib.js');\nit('a', () => {\n  lib.check(1);\n  return;\n});",
    )
    result.stdout.fnmatch_lines(
        [">     lib.check(1);", "*", ">     expect(value).toBe(2);", "E *", "lib.js:2: expectation"]
    )


WRONG_CALLS = [
    ("page.getByText('more').clik();", "locator has no clik; did you mean click?"),
    ("page.pdf();", "page has no pdf: *page.screenshot(path)*"),
    ("page.waitForFunction();", "page has no waitForFunction: use waitUntil(() => …)*"),
    ("expect(page.getByText('x')).toHaveClass('x');", "expect(locator) has no toHaveClass: *"),
    ("page.getByTxt('more');", "page has no getByTxt; did you mean getByText?"),
    (
        "page.getByText('more').click({ timout: 1 });",
        "locator.click has no option timout; did you mean timeout?",
    ),
    (
        "page.getByText('more').click({ timeout: 5000 });",
        "locator.click: a timeout is in seconds, not milliseconds: 5000 is more than five "
        "minutes; did you mean 5?",
    ),
    (
        "page.getByText('more').click({ timeout: 301 });",
        "locator.click: a timeout is in seconds, not milliseconds: 301 is more than five "
        "minutes; did you mean 0.301?",
    ),
    (
        "page.getByText('more').click({ timeout: '5s' });",
        "locator.click: timeout: expected a number of seconds, 0 or more, got '5s'",
    ),
    (
        "waitUntil(() => true, { timeout: -1 });",
        "waitUntil: timeout: expected a number of seconds, 0 or more, got -1",
    ),
    (
        "page.getByPlaceholder('name').fill();",
        "locator.fill: missing a required argument: 'text'; expected (text, {timeout})",
    ),
    (
        "expect(page.getByText('more')).toBeVisble();",
        "expect(locator) has no toBeVisble; did you mean toBeVisible?",
    ),
    ("expect(1).toHaveLength(1);", "expect has no toHaveLength; did you mean toHaveSize?"),
    (
        "expect('more').toBeVisible();",
        "expect has no toBeVisible: expected a locator: use expect(p*",
    ),
    ("expect(page).toHaveURL('x');", "expect(page) has no toHaveURL: *use page.waitForPage(url)"),
    ("page.on('popup', () => {});", "page.on has no event 'popup': use page.waitForPage()"),
    ("page.locator('>>').click();", "expected a CSS selector, got '>>': *"),
    ("(page.name = 'x');", "page.name cannot be set"),
    ("page.getByText(Promise.resolve('more'));", "TypeError: expected a value, got a promise*"),
    ("page.engine.run('1');", "a test in JS cannot use an object of Engine*"),
]


def test_calls_with_wrong_names_and_arguments_are_errors(project: pytest.Pytester) -> None:
    bodies = [f"  await openPage('counter.js');\n  await {line}" for line, _ in WRONG_CALLS]
    for (line, message), lines in zip(WRONG_CALLS, failures(project, bodies), strict=True):
        first, *others = message.split("*")
        assert lines.startswith(first), line
        assert all(part in lines for part in others), line
        assert others or lines == message


FOREIGN_CALLS = [
    ("jest.fn();", "spies are Jasmine's: jasmine.createSpy('name')"),
    ("jest.useFakeTimers();", "clock.runFor(seconds) advances the clock"),
    ("document.querySelector('x');", "there is no DOM"),
    ("expect({ a: 1 }).toMatchObject({});", "toEqual(jasmine.objectContaining({…}))"),
    ("expect(Promise.resolve(1)).resolves.toBe(1);", "expect(await promise).toBe(…)"),
    ("expect(page.getByText('x')).toBeInTheDocument();", "toBeVisible(), or toBeAttached()"),
    ("expect(1).toEqual(expect.any(Number));", "use jasmine.any(...)"),
    (
        "expect(page.getByText('more').count()).toBeTruthy();",
        "toBeTruthy: expected a value, got a p",
    ),
    ("expect(mockModule('storage', {})).toHaveBeenCalled();", "is in mock.calls: "),
    ("jasmine.createSpy('a').mockReturnValue(1);", "spy.and.returnValue(1)"),
    ("await page.waitForTimeout(1);", "page.clock.runFor(seconds) advance the clock"),
    ("await page.locator('text').click();", "with .nth(0), .first(), .filter(...)"),
    ("await page.locator('//div').click();", "and filter({has: ...})"),
    ("expect(page.getByText('more')).toBe('more');", "await expect(locator).toHaveText("),
    ("expect(page.getByText('more').textContent).toBe('more');", "It is a function: call it"),
    (
        "await expect(page.getByText('more')).toHaveText(5);",
        "expected a text or a regular expression, got 5",
    ),
    (
        "await page.getByRole('buton', { name: 'x', exact: true }).click({ timeout: 0 });",
        'getByRole("buton", {name: "x", exact: true}).click: no element matches',
    ),
    ("await openPag('counter.js');", "did you mean openPage?"),
    ("wsSever.echo();", "did you mean wsServer?"),
    ("await page.getByText(waitUntill);", "did you mean waitUntil?"),
    ("test.step('x', () => {});", "it has no step: write the step in the test itself"),
    ("test.skip();", "test.skip() inside a test: pending('why') skips a test that runs"),
    ("it('inner', () => {});", "it() inside a test: declare tests in describe()"),
    ("describe('inner', () => {});", "describe() inside a test: declare tests"),
    ("expect(1 === 2);", "expect(…) has no matcher: write one"),
    ("expect(1).toBe;", "expect(…) has no matcher: write one"),
    ("expect(page.getByText('more')).toBeVisible;", "expect(…) has no matcher"),
]


def test_error_for_a_name_of_another_framework_has_a_hint(project: pytest.Pytester) -> None:
    sources = [
        f"it('works', async () => {{\n  await openPage('counter.js');\n  {line}\n  return 1;\n}});"
        for line, _ in FOREIGN_CALLS
    ]
    found = reports(project, sources, ".test.js")
    for (line, message), report in zip(FOREIGN_CALLS, found, strict=True):
        assert matches(report, f">*{line.replace('[', '[[]')}", "E *", "*.test.js:3: *"), report
        assert message in report


FOREIGN_FILES = [
    ("test.describe.configure({});", "tests of a file run one after another"),
    ("jest.mock('./api');", "mockModule('storage', {…}) replaces a module"),
    ("before(() => {});", "use beforeAll or beforeEach"),
    ("it(() => {});", "it: expected a text as title, got [[]function"),
    ("beforeEach(() => {}, 5000);", "beforeEach has no time limit: set the limit of the test"),
    ("const x: number = 1;", "for a test in TypeScript, use a file name like chat.test.ts"),
    ("it('a', () => { await openPage('a.js'); });", "await needs an async function: "),
    ("module.exports = {};", "*.test.js declares no test: call it('…', () => {…})"),
]


def test_error_for_a_file_in_the_style_of_another_framework_has_a_hint(
    project: pytest.Pytester,
) -> None:
    sources = [f"// first\n{source}\n// last\n" for source, _ in FOREIGN_FILES]
    found = reports(project, sources, ".test.js")
    for (_, message), report in zip(FOREIGN_FILES, found, strict=True):
        assert matches(report, f"*{message}*"), report
        assert "declares no test" in message or matches(report, "*.test.js:2: *")


TO_THROW = [
    ("toThrow('boom')", 'toThrowError("boom") compares the message of an Error.'),
    ("toThrow(/boom/)", "toThrowError(/boom/) compares the message of an Error."),
    ("toThrow(TypeError)", "toThrowError(TypeError) compares the type of an Error."),
    ("toThrowError('bang')", ""),
]


def test_error_for_the_matcher_toThrow_of_jest_suggests_toThrowError(
    project: pytest.Pytester,
) -> None:
    bodies = [f"expect(() => {{ throw new Error('boom'); }}).{call};" for call, _ in TO_THROW]
    for (_, advice), lines in zip(TO_THROW, failures(project, bodies), strict=True):
        assert advice in lines
        assert ("toThrow compares the thrown value itself" in lines) is bool(advice)
        assert "It is a function" not in lines


SYNTAX_ERRORS = [
    ("it('a', () => {\n  await openPage('a.js');\n});", True),
    ("await openPage('a.js');\nit('a', () => {});", True),
    ("it('a', () => {\n  const page = await openPage('a.js');\n  await page.x();\n});", True),
    ("it('a', async () => {\n  await openPage('a.js';\n});", False),
    ("it('a', async () => {\n  const x = (1\n  await openPage('a.js');\n});", False),
    ("it('a', async () => {\n  const await = 1;\n});", False),
]


def test_syntax_error_has_advice_on_await_outside_of_async_functions(
    project: pytest.Pytester,
) -> None:
    found = reports(project, [source for source, _ in SYNTAX_ERRORS], ".test.js")
    for (_, is_for_await), report in zip(SYNTAX_ERRORS, found, strict=True):
        assert "SyntaxError" in report
        assert ("await needs an async function" in report) is is_for_await, report


def test_report_of_a_js_error_names_the_element_and_the_line_of_the_test(
    project: pytest.Pytester,
) -> None:
    project.path.joinpath("lib.js").write_text(
        "exports.tap = (text) => page.getByText(text).click();"
    )
    body = """  await openPage('counter.js');
  await require('./lib.js').tap('break');
  return;"""
    result = run_body(project, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            'uncaught ReferenceError: *boom* (in event click on <cell> "break")',
            "    during it.test.js:3",
            "      3 | await require('./lib.js').tap('break');",
        ]
    )


def test_server_script_without_a_connection_fails_the_js_test(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WsServer.unconnected, "__defaults__", (0.05,))  # timeout in seconds
    body = "wsServer.script(new Script().expect('hi'));"
    result = run_body(project, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "ws_server: script 1 of 1: no connection came",
            "if the test expects these errors, change the route or script, or write *",
        ]
    )
    source = f"test.use({{ allowErrors: true }}); it('a', () => {{ {body} }});"
    run(project, source).assert_outcomes(passed=1)


def test_request_without_a_route_fails_the_js_test(project: pytest.Pytester) -> None:
    body = """  await openPage('caller.js', { config: { api: httpServer.url } });
  await page.getByText('fetch').click();
  await waitUntil(() => page.console.length);"""
    result = run_body(project, body)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["http_server: no route for GET /me"])
    passes(project, f"  httpServer.route('GET', '/me', {{ status: 404 }});\n{body}")


def test_error_for_a_route_without_a_path_shows_the_value_in_place_of_the_path(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        "expect(() => httpServer.route('GET', { path: '/me' })).toThrowError(/expected a path/);"
        "expect(() => httpServer.route({ status: 200 }, '/')).toThrowError(/expected a method/);"
        "expect(() => httpServer.route('GET', '/', { statu: 1 })).toThrowError(/statu/);",
    )


def test_error_for_an_unavailable_playwright_fixture_has_a_hint(project: pytest.Pytester) -> None:
    result = run(project, "test('a', async ({ browser }) => { await browser.newPage(); });")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E   the fixture browser does not exist: use await openPage('bundle.js')"]
    )
    result = run(project, "test('a', async ({ pages }) => {});")
    result.stdout.fnmatch_lines(["E   a test has no pages; did you mean page?"])


def test_error_for_a_dynamic_import_suggests_an_import_statement(project: pytest.Pytester) -> None:
    lines = failure(project, "await import('./x.js');")
    assert "import() is not available: write an import statement" in lines


def test_promise_itself_can_be_compared_by_identity_or_type(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const promise = Promise.resolve(1);
  expect(promise).toBe(promise);
  expect(promise).toBeInstanceOf(Promise);
  expect(promise).toEqual(jasmine.any(Promise));
""",
    )


def test_clock_time_in_a_js_test_is_seconds_since_1970(project: pytest.Pytester) -> None:
    body = """
      await clock.install(1700000000);
      await clock.pauseAt(1700000060);
      expect(clock.time()).toBe(1700000060);
    """
    result = run(project, f"it('a', async () => {{{body}}});")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize("call", ["new Script().delay(5000)", "new HttpResponse({ delay: 5000 })"])
def test_server_delay_that_looks_like_milliseconds_is_an_error(
    project: pytest.Pytester, call: str
) -> None:
    assert "in seconds, not milliseconds: 5000 is more than" in failure(project, f"{call};")


@pytest.mark.parametrize("missing", ["page.getByTxt('more')", "page.clik"])
def test_unknown_name_is_reported_at_its_line(project: pytest.Pytester, missing: str) -> None:
    before = "  await openPage('counter.js');\n  const more = await page.getByText('more').count();"
    result = run(
        project,
        f"it('a', async () => {{\n{before}\n\n  await {missing};\n  expect(more).toBe(1);\n}});",
    )
    result.stdout.fnmatch_lines(
        [f">   await {missing};", "E   page has no *", "*.test.js:5: Error"]
    )


def test_error_for_using_page_before_open_page_has_a_hint(project: pytest.Pytester) -> None:
    assert failure(project, "page.getByText('x');").startswith("no page is open: `await openPage(")
    missing = failure(project, "await openPage('no.js');")
    assert missing.startswith("no.js: the file does not exist: ")


def test_promise_without_await_fails_the_test(project: pytest.Pytester) -> None:
    lines = failure(
        project, "  await openPage('counter.js');\n  expect(page.getByText('x')).toBeVisible();"
    )
    assert lines == 'expect(getByText("x")).toBeVisible() was not awaited: write `await` before it'


def test_unhandled_rejection_fails_the_test(project: pytest.Pytester) -> None:
    lines = failure(project, "Promise.reject(new Error('lost')); await null;")
    assert lines == "Error: lost (in a promise without await)"


def test_error_in_a_timer_fails_the_js_test(project: pytest.Pytester) -> None:
    body = "setTimeout(() => { throw new Error('late'); }, 0);\n"
    body += "await new Promise((resolve) => setTimeout(resolve, 5));"
    assert failure(project, body) == "Error: late (in a timer of the test)"


THROWN = [
    ("'text'", 'uncaught: "text"'),
    ("undefined", "uncaught: undefined"),
    ("{ toString() { throw 1; } }", "uncaught: {\n  toString: [function toString],\n}"),
    # In one of the engines the constructor Error ignores `cause`, so the test assigns `cause`.
    (
        "Object.assign(new Error('a'), { cause: new TypeError('b') })",
        "Error: a\nCaused by: TypeError: b",
    ),
]


def test_value_thrown_by_a_js_test_is_reported_only_once(project: pytest.Pytester) -> None:
    found = failures(project, [f"throw {thrown};" for thrown, _ in THROWN])
    assert found == [message for _, message in THROWN]


def test_calling_done_ends_the_test(project: pytest.Pytester) -> None:
    source = """
it('a', (done) => { setTimeout(done, 1); });
it('b', (done) => { setTimeout(() => done.fail(new Error('so')), 1); });
it('c', (done) => { throw new Error('no'); });
"""
    result = run(project, source)
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["E   Error: so", "E   Error: no"])


def test_failure_of_an_endless_test_names_the_pending_call(project: pytest.Pytester) -> None:
    source = """
it('a', async () => {
  await openPage('counter.js');
  await page.getByText('nowhere').click({ timeout: 60 });
}, 0.5);
it('b', async () => {
  await openPage('counter.js');
  setInterval(() => {}, 1000);
  await new Promise(() => {});
}, { timeout: 0.5 });
it('c', async () => { await new Promise(() => {}); });
"""
    result = run(project, source)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            ">     await page.getByText('nowhere').click({ timeout: 60 });",
            "E   the test did not end within 0.5 s",
            'E     it awaits getByText("nowhere").click()',
            "E   the test did not end within 0.5 s",
            "E     it awaits a promise that the test made, after openPage('counter.js')",
            "E   the test cannot end: no work is left that could continue it",
        ]
    )


def test_endless_loop_in_a_js_test_is_interrupted(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("weex_runtime.js_tests.context._TIME_LIMIT", 0.1)
    bodies = [
        "for (;;);",
        "await null; for (;;);",
        "setTimeout(() => { for (;;); }, 0);\n"
        "await new Promise((resolve) => setTimeout(resolve, 50));",
    ]
    for lines in failures(project, bodies):
        assert "JS ran longer than 0.1 s and was interrupted" in lines


def test_time_limit_of_a_test_in_milliseconds_is_an_error(project: pytest.Pytester) -> None:
    result = run(project, "it('a', () => {}, 1000);")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["E   it: a time limit is in seconds, not milliseconds: 1000 *mean 1?", "it.test.js:1: *"]
    )


# Tests of pages.


def test_methods_of_pages_and_locators_have_camel_case_names(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        """
  const page = await openPage('counter.js', { config: { a: 1 }, viewport: [1080, 1920] });
  expect(page.name).toBe('counter.js');
  const more = page.getByText('more', { exact: true });
  await more.click();
  await page.getByRole('listitem', { name: /^MORE$/i }).click();
  await expect(page.getByTestId('count')).toHaveText('count: 2');
  await expect(page.locator('list > cell')).toHaveCount(4);
  await page.getByPlaceholder('name').fill('Ada');
  expect(await page.getByPlaceholder('name').inputValue()).toBe('Ada');
  const hello = page.getByText('hello');
  expect(await hello.textContent()).toBe('hello Ada');
  expect(await hello.getStyle('color')).toBe('#ff0000');
  expect(await hello.getAttribute('none')).toBe(null);
  await expect(hello).toHaveStyle('color', '#ff0000');
  await expect(hello).not.toContainText(/bob/);
  const cells = page.locator('cell');
  expect(await cells.count()).toBe(4);
  expect(await cells.first().textContent()).toBe('count: 2');
  expect(await cells.last().textContent()).toBe('break');
  expect(await cells.nth(1).textContent()).toBe('more');
  expect(await cells.filter({ hasText: 'later' }).count()).toBe(1);
  expect(await more.and(page.locator('text')).count()).toBe(1);
  expect(await more.or(hello).count()).toBe(2);
  const texts = [];
  for (const cell of await cells.all()) texts.push(await cell.textContent());
  expect(texts).toEqual(['count: 2', 'more', 'later', 'break']);
  await cells.nth(1).dispatchEvent('click', { x: 1 });
  await expect(page.getByTestId('count')).toHaveText('count: 3', { timeout: 1 });
  expect(String(more)).toBe('getByText("more", {exact: true})');
  expect(page.busy()).toEqual([]);
""",
    )


def test_assertions_wait_until_their_condition_is_true(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  await openPage('counter.js');
  await page.getByText('later').click();
  await expect(page.getByText('count: 10')).toBeVisible();
""",
    )


def test_undefined_is_left_out_in_objects_and_becomes_null_in_lists_as_in_json(
    project: pytest.Pytester,
) -> None:
    bundle = VUE + "console.log(JSON.stringify(weex.config.given));"
    passes(
        project,
        f"""
  const given = {{ a: undefined, b: [undefined, NaN, -0], $: 1 }};
  await openPage({{ source: {bundle!r}, config: {{ given }}, viewport: undefined }});
  expect(page.console[0].text).toBe('{{"b":[null,null,0],"$":1}}');
""",
    )


def test_a_test_can_wait_for_several_promises_at_once(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const one = await openPage('counter.js');
  const two = await openPage('counter.js');
  async function use(page) {
    await page.getByText('later').click();
    await expect(page.getByText('count: 10')).toBeVisible();
    await page.getByText('more').click();
  }
  const early = expect(two.getByText('count: 12')).toBeVisible();
  await Promise.all([use(one), use(two)]);
  await two.getByText('more').click();
  await early;
""",
    )


def test_function_waitUntil_calls_the_condition_after_each_turn_of_the_loop(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        """
  await openPage('counter.js');
  await page.getByText('later').click();
  const count = page.getByTestId('count');
  expect(await waitUntil(async () => (await count.textContent()) === 'count: 10')).toBe(true);
""",
    )
    lines = failure(project, "await waitUntil(() => false, { timeout: 0.01 });")
    assert lines == "waitUntil(() => false) did not hold within 0.01 s"


def test_unexpected_js_error_fails_the_test(project: pytest.Pytester) -> None:
    tap = "await openPage('counter.js');\nawait page.getByText('break').click();\n"
    result = run_body(project, tap)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["uncaught ReferenceError: *boom*", "*at click (counter.js:*", "*clear() of page.errors*"]
    )
    passes(
        project,
        f"{tap}expect(page.errors[0].message).toMatch(/boom/); page.errors.clear();\n"
        "expect(page.errors).toEqual([]);",
    )
    run(
        project,
        f"test.use({{ allowErrors: true }});\nit('a', async () => {{\n{tap}}});",
    ).assert_outcomes(passed=1)


def test_exception_in_a_module_fails_the_js_test(project: pytest.Pytester) -> None:
    source = """from weex_runtime import Module, js_method

class Camera(Module):
    name = "camera"

    @js_method
    def shoot(self) -> None:
        raise OSError("no such device")
"""
    project.path.joinpath("camera.py").write_text(source)
    bundle = '// { "framework": "Vanilla" }\nweex.requireModule("camera").shoot();'
    use = "test.use({ modules: ['camera.py'] });"
    opens = f"await openPage({{ source: {bundle!r} }});"
    result = run(project, f"{use}\nit('a', async () => {{ {opens} }});")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "camera.shoot failed: OSError: no such device",
            "    at shoot (camera.py:8)",
            '      8 | raise OSError("no such device")',
            "if the test expects these errors, call clear() of page.errors, page.failures *",
        ]
    )
    look = """
  expect(page.failures.map((failure) => failure.origin)).toEqual(['camera.shoot']);
  expect(page.failures[0].error.message).toBe('no such device');
  page.failures.clear();
"""
    run(project, f"{use}\nit('a', async () => {{ {opens} {look} }});").assert_outcomes(passed=1)
    use = use.replace("{ m", "{ allowErrors: true, m")
    run(project, f"{use}\nit('a', async () => {{ {opens} }});").assert_outcomes(passed=1)


def test_function_test_use_takes_the_options_of_the_marker(project: pytest.Pytester) -> None:
    source = """
test.use({ bundle: 'counter.js', clock: 'virtual', config: { greeting: 'hi' } });
describe('a', () => {
  test.use({ platform: 'ios' });
  it('b', async () => {
    await openPage();
    expect(page.environment.platform).toBe('iOS');
    await page.getByText('later').click();
    await clock.fastForward(0.02);
    await expect(page.getByTestId('count')).toHaveText('count: 10', { timeout: 0 });
  });
});
it('c', async () => { expect((await openPage()).environment.platform).not.toBe('iOS'); });
"""
    run(project, source).assert_outcomes(passed=2)


WRONG_OPTIONS = [
    ("colour: 'red'", "has no argument 'colour'; it takes access, aliases, allowErrors, *"),
    ("allowErors: true", "has no argument 'allowErors'; did you mean 'allowErrors'?"),
    ("allowErrors: 'no'", "allowErrors: expected true or false, got 'no'"),
    ("urlMap: []", "urlMap: expected a dict of addresses, *"),
    ("viewport: [750]", "viewport: expected (width, *, got [[]750]"),
    ("network: { proxi: '' }", "network: has no argument 'proxi'; did you mean 'proxy'?"),
    ("network: { caFil: '' }", "network: has no argument 'caFil'; did you mean 'caFile'?"),
]


def test_error_for_a_wrong_option_shows_the_name_of_the_option_in_camel_case(
    project: pytest.Pytester,
) -> None:
    sources = [f"test.use({{ {options} }});\nit('a', () => {{}});" for options, _ in WRONG_OPTIONS]
    found = reports(project, sources, ".test.js")
    for (_, message), report in zip(WRONG_OPTIONS, found, strict=True):
        assert matches(report, f"test.use() {message}"), report


def test_function_test_use_without_options_is_an_error(project: pytest.Pytester) -> None:
    result = run(project, "test.use('ios');\nit('a', () => {});")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*test.use: expected an object of options, got *ios*"])


def test_function_test_use_inside_a_test_is_an_error(project: pytest.Pytester) -> None:
    lines = failure(project, "test.use({ platform: 'ios' });")
    assert "test.use() inside a test: call it in describe(), or at the top" in lines


def test_function_test_use_takes_all_options_of_a_runtime(project: pytest.Pytester) -> None:
    project.path.joinpath("dial.py").write_text(
        "from weex_runtime import Component\nclass Dial(Component):\n    type = 'dial'\n"
    )
    source = """
test.use({
  components: ['dial.py'], stubs: ['torch'], polyfills: ['websocket'], hints: false,
  urlMap: { 'ws://a.example': wsUrl() }, network: { origin: 'https://a.example', maxRedirects: 2 },
  env: { appVersion: '7' }, data: { a: 1 }, timeLimit: 9, memoryLimit: 67108864, name: 'mine.js',
});
function wsUrl() { return 'ws://127.0.0.1:1'; }
it('a', async () => {
  await openPage('counter.js', { env: { appName: 'b' }, network: { origin: 'https://b.example' } });
  expect(page.name).toBe('mine.js');
  expect(page.environment.appVersion + page.environment.appName).toBe('7b');
  expect(page.network.origin).toBe('https://b.example');
  await openPage('counter.js');
  expect(page.network.origin).toBe('https://a.example');
});
"""
    run(project, source).assert_outcomes(passed=1)


def test_function_test_use_loads_modules_from_python_files(project: pytest.Pytester) -> None:
    source = """from weex_runtime import Module, js_method

class Sky(Module):
    name = "sky"

    @js_method(sync=True)
    def colour(self) -> str:
        return "blue"
"""
    project.path.joinpath("sky.py").write_text(source)
    bundle = '// { "framework": "Vue" }\nconsole.log(weex.requireModule("sky").colour());'
    test = f"""
test.use({{ modules: ['sky.py'] }});
it('a', async () => {{
  await openPage({{ source: {bundle!r} }});
  expect(page.console[0].text).toBe('blue');
}});
"""
    run(project, test).assert_outcomes(passed=1)
    result = run(project, test.replace("sky.py", "sea.py"))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["test.use() modules: *sea.py: no such file*"])


def test_js_test_runs_once_for_each_platform(project: pytest.Pytester) -> None:
    source = """
it('a', async () => {
  const page = await openPage('counter.js');
  expect(page.environment.platform.toLowerCase()).toBe(weexPlatform);
});
describe('own', () => { test.use({ platform: 'web' }); it('b', () => {}); });
"""
    args = ("--weex-platform=android", "--weex-platform=ios", "-v")
    result = run(project, source, *args)
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        [
            "it.test.js::a?android? PASSED*",
            "it.test.js::a?ios? PASSED*",
            "it.test.js::own::b PASSED*",
        ]
    )


def test_screens_can_be_drawn_and_compared_as_pictures(project: pytest.Pytester) -> None:
    body = """
  await openPage('counter.js');
  expect(page.screenshot().length > 100).toBe(true);
  await page.locator('list').screenshot({ path: 'list.svg' });
  await expect(page).toMatchScreenshot('start');
  const box = await page.locator('list').boundingBox();
  expect(box.width).toBe(750);
  await expect(page.locator('list')).toBeInViewport({ ratio: 0.5 });
"""
    passes(project, body)
    assert (project.path / "list.svg").exists()
    assert (project.path / "snapshots" / "start.svg").exists()


def test_snapshot_without_a_name_is_named_after_the_js_test(project: pytest.Pytester) -> None:
    body = """
  await openPage('counter.js');
  await expect(page).toMatchSnapshot('start');
  await expect(page).toMatchSnapshot();
"""
    passes(project, body)
    folder = project.path / "snapshots"
    assert sorted(path.name for path in folder.iterdir()) == ["it-works.txt", "start.txt"]
    passes(project, body)
    folder.joinpath("start.txt").write_text("div\n")
    lines = failure(project, body.replace("'start'", "'start', { timeout: 0.01 }"))
    assert "-div\n+list" in lines


def test_function_of_a_test_can_take_fixtures_as_in_playwright(
    project: pytest.Pytester,
) -> None:
    source = """
test.describe('a', () => {
  test.beforeEach(async () => { await openPage('counter.js'); });
  test('b', async ({ page, wsServer }) => {
    await page.getByText('more').click();
    expect(wsServer.url).toMatch(/^ws:/);
  });
});
"""
    run(project, source).assert_outcomes(passed=1)


def test_method_page_goto_opens_a_page_as_in_playwright(project: pytest.Pytester) -> None:
    source = """
test('a', async ({ page }) => {
  await page.goto('counter.js');
  await page.getByText('more').click();
  await expect(page.getByTestId('count')).toHaveText('count: 1');
  await expect(page).toMatchSnapshot('a');
  page.answerDialog = () => true;
  expect(page.name).toBe('counter.js');
  await page.goto('caller.js', { config: { a: 1 } });
  await expect(page.getByText('talk')).toBeVisible();
});
test('b', async () => {
  await openPage('counter.js');
  const first = page;
  expect(await page.goto('caller.js')).toBe(page);
  expect(page).not.toBe(first);
});
"""
    run(project, source).assert_outcomes(passed=2)


# Tests of modules, requests and sockets.


def test_function_mock_module_calls_functions_of_the_test(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const storage = mockModule('storage', {
    getItem(key, done) { done({ result: 'success', data: `${key} of JS` }); },
  });
  await openPage('caller.js');
  await page.getByText('load').click();
  await waitUntil(() => page.console.length === 1);
  expect(page.console).toEqual([{ level: 'log', text: 'stored name of JS' }]);
  expect(storage.calls.map((call) => call.method)).toEqual(['getItem']);
  expect(storage.calls[0].args).toEqual(['name', jasmine.any(Function)]);
  storage.undo();
  page.mockModule('storage', { getItem: (call) => { call.original('other', call.args[1]); } });
  await page.getByText('load').click();
  await waitUntil(() => page.console.length === 2);
  expect(page.console[1].text).toBe('stored undefined');
""",
    )


def test_mock_of_a_sync_method_returns_at_once(project: pytest.Pytester) -> None:
    bundle = VUE + "console.log(weex.requireModule('locale').getLanguageSync());"
    passes(
        project,
        f"""
  mockModule('locale', {{ getLanguageSync: () => 'eo' }});
  await openPage({{ source: {bundle!r} }});
  expect(page.console[0].text).toBe('eo');
""",
    )


def test_exception_in_a_mock_fails_the_js_test(project: pytest.Pytester) -> None:
    lines = failure(
        project,
        """  mockModule('storage', { getItem() { throw new Error('of the mock'); } });
  await openPage('caller.js');
  await page.getByText('load').click();""",
    )
    assert lines == "Error: of the mock (in function getItem)"
    lines = failure(project, "  mockModule('storage', { getIten() {} });")
    assert "getItem" in lines


def test_mock_functions_of_a_js_test_are_called_until_its_pages_are_destroyed(
    project: pytest.Pytester,
) -> None:
    bundle = (
        VUE + "new Vue({ el: 'body', render: function (h) { return h('text', ['x']); }, "
        "beforeDestroy: function () { weex.requireModule('storage').setItem('a', 'b'); } });"
    )
    body = f"""
  mockModule('storage', {{ setItem(key, value) {{ console.log('late', key, value); THEN }} }});
  await openPage({{ source: {bundle!r} }});
"""
    result = run_body(project, body.replace("THEN", ""), "-s")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*late a b"])
    result = run_body(project, body.replace("THEN", "throw new Error('so')"))
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*the test's function threw Error: so*"])


def test_routes_fulfill_and_abort_requests(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  httpServer.route('GET', '/me', { json: { name: 'Ada' } });
  await openPage('caller.js', { config: { api: httpServer.url } });
  await page.getByText('fetch').click();
  await waitUntil(() => page.console.length === 1);
  expect(httpServer.requests[0].path).toBe('/me');
  page.route('**/me', async (route) => {
    const response = route.fetch();
    await null;
    route.fulfill({ json: { ...response.json(), method: route.request.method } });
  });
  await page.getByText('fetch').click();
  await waitUntil(() => page.console.length === 2);
  page.route(/me$/, (route) => route.abort('timedout'));
  await page.getByText('fetch').click();
  await waitUntil(() => page.console.some((line) => /^fetched ".*in time"/.test(line.text)));
  expect(page.console.slice(0, 2).map((line) => line.text)).toEqual([
    'fetched {"name":"Ada"}', 'fetched {"name":"Ada","method":"GET"}',
  ]);
  httpServer.check();
""",
    )


def test_method_waitForWebSocket_called_before_the_tap_returns_the_socket_that_the_tap_opens(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        """
  const script = new Script().expect({ type: 'hi' }).send({ type: 'ho' });
  wsServer.script(script.delay(0.01).close(4001, 'so'));
  await openPage('caller.js', { config: { url: wsServer.url } });
  const opened = page.waitForWebSocket();
  await page.getByText('talk').click();
  const ws = await opened;
  expect(await ws.expectMessage({ type: 'ho' })).toBe('{"type":"ho"}');
  await expect(ws).toHaveSent([{ type: 'hi' }]);
  await expect(ws).toHaveReceived(/ho/);
  await waitUntil(() => ws.isClosed);
  expect([ws.closeCode, ws.closeReason]).toEqual([4001, 'so']);
  expect(page.webSockets).toEqual([ws]);
  expect(wsServer.received).toEqual([{ connection: 0, data: '{"type":"hi"}' }]);
  expect(wsServer.connections[0].path).toBe('/');
  wsServer.check();
""",
    )


def test_js_test_can_set_the_compression_of_a_server(project: pytest.Pytester) -> None:
    (project.path / "class.js").write_text(
        '// { "framework": "Vanilla" }\nnew WebSocket(weex.config.url);'
    )
    passes(
        project,
        """
  wsServer.script(new Script().send('ho').close(1000));
  wsServer.compression = true;
  await openPage('class.js', { platform: 'web', config: { url: wsServer.url } });
  const [ws] = page.webSockets;
  expect(await ws.expectMessage('ho')).toBe('ho');
  expect(ws.extensions).toMatch(/^permessage-deflate/);
""",
    )


WORDS = """// { "framework": "Vue" }
var stream = weex.requireModule('stream');
var socket = weex.requireModule('webSocket');
new Vue({
  el: 'body',
  methods: {
    act: function () {
      console.log('中文');
      console.log('word');
      ['me', 'routed'].forEach(function (name) {
        stream.fetch({ url: weex.config.api + name, type: 'text' }, function (answer) {
          console.log(answer.data);
        });
      });
      socket.WebSocket(weex.config.url, '');
      socket.onopen(function () { socket.send('中文'); socket.send('word'); });
    },
  },
  render: function (h) {
    return h('div', { attrs: { title: '中文' } }, [
      h('text', { attrs: { testId: '中文', 'aria-label': '中文', role: 'button' } }, ['中文']),
      h('text', { on: { click: this.act } }, ['word']),
      h('input', { attrs: { value: '中文', placeholder: '中文' } }),
    ]);
  },
});
"""


def test_regular_expressions_have_js_syntax_in_all_calls(
    project: pytest.Pytester,
) -> None:
    """In Python `\\w` matches 中文 too."""
    project.path.joinpath("words.js").write_text(WORDS, encoding="utf-8")
    passes(
        project,
        """
  const ASCII = /^\\w+$/, ANY = /^[^]{2}$/u;
  wsServer.script(new Script().expect(ANY).expect(ASCII).close(4001, '中文'));
  httpServer.route('GET', /^[^]me$/, { text: 'served' });
  await openPage('words.js', { config: { url: wsServer.url, api: httpServer.url } });
  const counts = async (find) => [await find(ASCII).count(), await find(ANY).count()];
  expect(await counts((name) => page.getByText(name))).toEqual([1, 1]);
  expect(await counts((name) => page.getByTestId(name))).toEqual([0, 1]);
  expect(await counts((name) => page.getByLabel(name))).toEqual([0, 1]);
  expect(await counts((name) => page.getByPlaceholder(name))).toEqual([0, 1]);
  expect(await counts((name) => page.getByRole('button', { name }))).toEqual([1, 1]);
  expect(await counts((hasText) => page.locator('text', { hasText }))).toEqual([1, 1]);
  expect(await counts((hasNotText) => page.locator('text', { hasNotText }))).toEqual([1, 1]);
  const first = page.locator('text').first();
  await expect(first).not.toHaveText(ASCII);
  await expect(first).toHaveText(ANY);
  await expect(page.locator('input')).not.toHaveValue(ASCII);
  await expect(page.locator('input')).toHaveValue(ANY);
  await expect(first).not.toHaveAttribute('testId', ASCII);
  await expect(first).toHaveAttribute('testId', ANY);
  page.route(/^[^]*routed$/, (route) => route.fulfill({ body: 'routed' }));
  const line = page.waitForConsoleMessage(ASCII);
  await page.getByText(ASCII).click();
  expect((await line).text).toBe('word');
  const [ws] = page.webSockets;
  await expect(ws).toHaveSent([ANY, ASCII]);
  await expect(ws).toBeClosed({ reason: ANY });
  await waitUntil(() => page.console.length === 4);
  expect(page.console.slice(2).map((line) => line.text).sort()).toEqual(['routed', 'served']);
  wsServer.check();
  httpServer.check();
""",
    )


def test_assertion_with_wrong_arguments_is_reported_as_one_failure(
    project: pytest.Pytester, caplog: pytest.LogCaptureFixture
) -> None:
    """The refused assertion is not reported as an expect without an assertion too."""
    calls = ["toBeVisibel()", "toHaveText()", "not.toBeHidden()", "toHaveCount(1, { timeot: 1 })"]
    page = "await openPage('counter.js'); await expect(page.getByText('more'))"
    assert len(failures(project, [f"{page}.{call};" for call in calls])) == len(calls)
    gc.collect()
    assert not caplog.records


def test_method_waitForConsoleMessage_returns_the_line_that_a_later_action_logs(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        """
  await openPage('caller.js', { config: { url: wsServer.url } });
  const closed = page.waitForConsoleMessage((line) => line.text.startsWith('closed'));
  wsServer.script(new Script().expect({ type: 'hi' }).drop());
  await page.getByText('talk').click();
  const line = await closed;
  expect([line.level, line.text]).toEqual(['log', 'closed 1006']);
""",
    )


def test_js_test_can_observe_sockets_and_can_route_and_disconnect_them(
    project: pytest.Pytester,
) -> None:
    passes(
        project,
        """
  runtime.routeWebSocket('ws://far.example', (ws) => {
    ws.onMessage((message) => ws.send(`re: ${message}`));
  });
  await openPage('caller.js', { config: { url: 'ws://far.example' } });
  const opened = page.waitForWebSocket('ws://far.example');
  await page.getByText('talk').click();
  const frames = [];
  (await opened).on('framereceived', (frame) => frames.push(frame));
  await waitUntil(() => page.console.length);
  expect(frames).toEqual(['re: {"type":"hi"}']);
  await setOffline(true);
  await waitUntil(() => page.console.some((line) => line.text === 'closed 1006'));
""",
    )


def test_js_test_can_put_the_app_into_the_background_and_back(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  const source = `// { "framework": "Vanilla" }
    var globalEvent = weex.requireModule('globalEvent');
    ['WXApplicationWillResignActiveEvent', 'WXApplicationDidBecomeActiveEvent'].forEach((name) => {
      globalEvent.addEventListener(name, () => { console.log(name); });
    });`;
  await openPage({ source });
  expect(runtime.isInBackground).toBe(false);
  await runtime.background();
  expect(runtime.isInBackground).toBe(true);
  await waitUntil(() => page.console.length === 1);
  await runtime.foreground();
  await waitUntil(() => page.console.length === 2);
  expect(page.console.map((line) => line.text)).toEqual([
    'WXApplicationWillResignActiveEvent', 'WXApplicationDidBecomeActiveEvent',
  ]);
  await page.activityResult(7, -1, { path: 'a.jpg' });
""",
    )


def test_js_test_sets_permissions_by_name(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  await openPage({ source: '// { "framework": "Vanilla" }' });
  expect(page.devicePermissions.camera).toBe('granted');
  page.devicePermissions.camera = 'denied';
  expect(page.devicePermissions.camera).toBe('denied');
  expect(runtime.devicePermissions.camera).toBe('denied');
  expect(() => { page.devicePermissions.camra = 'denied'; }).toThrowError(/did you mean 'camera'/);
  expect(() => { page.devicePermissions.camera = 'no'; }).toThrowError(/"granted", "denied"/);
""",
    )


def test_python_bytes_become_typed_arrays_in_js(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  wsServer.script(new Script().send(new Uint8Array([0, 200, 255])));
  await openPage('caller.js', { config: { url: wsServer.url } });
  await page.getByText('talk').click();
  const [ws] = page.webSockets;
  expect(await ws.expectMessage(new Uint8Array([0, 200, 255]).buffer)).toEqual(
    new Uint8Array([0, 200, 255]));
""",
    )


def test_server_script_cannot_use_a_function_of_a_test(project: pytest.Pytester) -> None:
    lines = failure(
        project,
        """  wsServer.script(new Script().expect((message) => true));
  await openPage('caller.js', { config: { url: wsServer.url } });
  await page.getByText('talk').click();
  await waitUntil(() => wsServer.failures.length);
  expect(wsServer.failures[0]).toBe('');""",
    )
    assert "cannot call functions of a test in JS" in lines


def test_js_test_can_move_the_clock_of_pages(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  await openPage('counter.js');
  await clock.install(new Date('2026-01-01T00:00:00Z'));
  await page.getByText('later').click();
  await clock.runFor(60);
  await expect(page.getByTestId('count')).toHaveText('count: 10', { timeout: 0 });
""",
    )


# Tests of runs with pytest-xdist.


def test_xdist_workers_run_js_tests(project: pytest.Pytester) -> None:
    write(project, "for (const n of [1, 2, 3]) it(`n ${n}`, () => { expect(n).toBe(2); });")
    result = project.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["FAILED it.test.js::n * - Expected * to be 2."])


def test_jasmine_license_is_in_the_package() -> None:
    folder = Path(js_run.__file__).parents[1] / "frameworks"
    assert "\njasmine-core 7" in (folder / "LICENSES.txt").read_text(encoding="utf-8")


def test_handler_with_more_parameters_than_arguments_is_refused(project: pytest.Pytester) -> None:
    passes(
        project,
        """
  await openPage('caller.js', { config: { api: 'http://api.example' } });
  const advice = 'takes the route, got one with 2 parameters; route.request is the request';
  expect(() => page.route('**', (route, request) => {})).toThrowError(new RegExp(advice));
  expect(() => page.on('console', (line, level) => {})).toThrowError(/2 parameters/);
  page.route('**', (route, request = 1) => {});
  page.route('**', () => {});
""",
    )
