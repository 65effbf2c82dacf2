"""js/55_each.js and expect.poll: tables of tests, and matchers that are retried."""

from __future__ import annotations

import re

import pytest

from ..support.pytest_project import empty_project as empty_project
from ..support.pytest_project import reports


def run(empty_project: pytest.Pytester, source: str, *args: str) -> pytest.RunResult:
    empty_project.path.joinpath("it.test.js").write_text(source, encoding="utf-8")
    return empty_project.runpytest_inprocess("-v", *args)


def titles(result: pytest.RunResult) -> list[str]:
    """Titles of the tests that ran, in order."""
    return [
        re.split(" (PASSED|SKIPPED)", line.split("::", 1)[1])[0]
        for line in result.outlines
        if "::" in line and ("PASSED" in line or "SKIPPED" in line) and "[" in line
    ]


TITLES = [
    ("[[1, 2], [3, 4]]", "%d before %i", ["1 before 2", "3 before 4"]),
    ("[1, 2]", "value %s", ["value 1", "value 2"]),
    ("['a', 'b']", "%p", ['"a"', '"b"']),
    ("[['12px', 2]]", "%f %# %%", ["12 0 %"]),
    ("[[{ a: [1] }]]", "%j", ['{"a":[1]}']),
    ("[{ name: 'Ada', of: { age: 36 } }]", "$name is $of.age, $#", ["Ada is 36, 0"]),
    ("[{ name: 'Ada' }]", "$other %x", ["$other %x"]),
    ("[1, 2]", "same", ["same", "same (2)"]),
]


def test_function_it_each_puts_the_values_of_a_row_into_the_title(
    empty_project: pytest.Pytester,
) -> None:
    lines = [f"it.each({table})({title!r}, () => {{}});" for table, title, _ in TITLES]
    result = run(empty_project, "\n".join(lines))
    expected = [title for _, _, row in TITLES for title in row]
    result.assert_outcomes(passed=len(expected))
    assert titles(result) == expected


@pytest.mark.parametrize("declare", ["it", "test"])
def test_function_it_each_passes_the_values_of_a_row_to_the_test(
    empty_project: pytest.Pytester, declare: str
) -> None:
    source = f"""
    {declare}.each([[1, 2, 3], [2, 3, 5]])('%d + %d', async (a, b, sum) => {{
      expect(a + b).toBe(sum);
    }});
    {declare}.each([{{ n: 1 }}])('$n', ({{ n }}) => {{ expect(n).toBe(1); }});
    {declare}.each`a | b
      ${{1}} | ${{2}}
      ${{3}} | ${{4}}
    `('$a < $b', ({{ a, b }}) => {{ expect(a).toBeLessThan(b); }});
    {declare}.each([1])('done %d', (n, done) => {{ setTimeout(done, 1); }});
    """
    result = run(empty_project, source)
    result.assert_outcomes(passed=6)
    assert titles(result)[3:5] == ["1 < 2", "3 < 4"]


def test_function_describe_each_makes_a_suite_for_each_row(empty_project: pytest.Pytester) -> None:
    source = """
    describe.each([['a', 1], ['b', 2]])('suite %s', (name, value) => {
      it('has its value', () => { expect(value).toBe(name === 'a' ? 1 : 2); });
    });
    describe.skip.each([1])('skipped %d', () => { it('is not run', () => { fail(); }); });
    it.skip.each([1])('skipped too %d', () => { fail(); });
    """
    run(empty_project, source).assert_outcomes(passed=2, skipped=2)


def test_failure_of_a_test_made_by_it_each_has_the_line_of_the_table(
    empty_project: pytest.Pytester,
) -> None:
    source = "it.each([1, 2])('is one: %d', (n) => {\n  expect(n).toBe(1);\n});\n"
    result = run(empty_project, source)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*Expected 2 to be 1*", "*it.test.js:2*"])


WRONG_TABLES = [
    ("it.each([])('x', () => {});", "expected a table with rows"),
    ("it.each(5)('x', () => {});", "got 5"),
    ("it.each([1])(() => {});", "expected a title and a function"),
    ("describe.each([1])('x');", "expected a title and a function"),
    ("it.each`a | b\n ${1}`('x', () => {});", "expected 2 values in each row"),
]


def test_function_it_each_refuses_a_value_that_is_not_a_table(
    empty_project: pytest.Pytester,
) -> None:
    found = reports(empty_project, [source for source, _ in WRONG_TABLES], ".test.js")
    for (_, words), report in zip(WRONG_TABLES, found, strict=True):
        assert words in report


def test_function_expect_poll_retries_until_the_matcher_passes(
    empty_project: pytest.Pytester,
) -> None:
    source = """
    it('polls', async () => {
      let n = 0;
      await expect.poll(() => ++n).toBe(3);
      await expect.poll(async () => ({ n: ++n }), { timeout: 2, intervals: [1] }).toEqual({ n: 6 });
      await expect.poll(() => ++n, 'counts').not.toBeLessThan(9);
      expect(n).toBe(9);
    });
    """
    run(empty_project, source).assert_outcomes(passed=1)


FAILING_POLLS = [
    (
        "await expect.poll(() => 1, { timeout: 0.01, message: 'so' }).toBe(2);",
        "so: expect.poll",
    ),
    (
        "await expect.poll(() => 1, { timeout: 0.01 }).not.toBe(1);",
        "did not hold within 0.01 s",
    ),
    ("await expect.poll(() => { throw new Error('broken'); }).toBe(2);", "broken"),
    ("await expect.poll(5).toBe(2);", "expected a function"),
    ("await expect.poll(() => 1, { timeout: 5000 }).toBe(2);", "seconds, not milliseconds"),
    ("expect.poll(() => 1);", "has no matcher"),
    ("await expect(() => {}).toPass();", "expect.poll"),
]


def test_failure_of_expect_poll_states_the_cause(empty_project: pytest.Pytester) -> None:
    sources = [f"it('polls', async () => {{\n{line}\n}});\n" for line, _ in FAILING_POLLS]
    found = reports(empty_project, sources, ".test.js")
    for (_, words), report in zip(FAILING_POLLS, found, strict=True):
        assert words in report


def test_page_debug_prints_the_screen(empty_project: pytest.Pytester) -> None:
    empty_project.path.joinpath("a.js").write_text(
        '// { "framework": "Vanilla" }\n'
        "var text = weex.document.createElement('text'); text.setAttr('value', 'hello');"
        "weex.document.documentElement.appendChild(text);",
        encoding="utf-8",
    )
    result = run(
        empty_project, "it('shows', async () => { (await openPage('a.js')).debug(); });", "-s"
    )
    result.assert_outcomes(passed=1)
    assert '"hello"' in result.outlines
