"""Names of Jest, Mocha, Playwright and browsers: what tests have in their place."""

from __future__ import annotations

import re

from weex_runtime.js_tests import declarations

_SPIES = (
    "spies are Jasmine's, jasmine.createSpy('name') and spyOn(object, 'method'); modules of a page "
    "are replaced with mockModule('storage', {…}), timers of a page moved with "
    "clock.runFor(seconds)"
)
_NO_DOM = "there is no DOM: page.getByText('…') and expect(page.getByText('…')) look at the screen"
_IN_SEQUENCE = "tests run one after another; pytest -n 4 shares them out"

_GLOBALS = {
    "jest": _SPIES,
    "vi": _SPIES,
    "sinon": _SPIES,
    "cy": _NO_DOM,
    "document": _NO_DOM,
    "window": _NO_DOM,
    "screen": _NO_DOM,
    "render": "await openPage('bundle.js') opens a bundle",
    "mount": "await openPage('bundle.js') opens a bundle",
    "before": "it is called beforeAll here",
    "after": "it is called afterAll here",
    "context": "suites are declared with describe",
    "suite": "suites are declared with describe",
    "specify": "tests are declared with it or test",
    "setup": "it is called beforeEach here",
    "teardown": "it is called afterEach here",
    "assert": "claims are expect(value).toBe(…), toEqual(…), toBeTruthy()",
    "chai": "claims are expect(value).toBe(…), toEqual(…), toBeTruthy()",
    "fetch": "requests are the page's: httpServer.route(…) answers them, or page.route(…)",
    "browser": "openPage('bundle.js') opens a page",
    "request": "requests are the page's: httpServer.requests has them, page.route(…) takes them",
}
_ANY = "it is jasmine's: jasmine.any(Number), jasmine.objectContaining({…}), stringMatching(/…/)"
_MEMBERS = {
    "expect.resolves": "expect(await promise).toBe(…)",
    "expect.rejects": "await expectAsync(promise).toBeRejectedWithError('…')",
    "expect.toStrictEqual": "toEqual(…) compares all members and types",
    "expect.toMatchObject": "toEqual(jasmine.objectContaining({…})) compares a part",
    "expect.toHaveProperty": "expect(object.name).toBe(…)",
    "expect.toContainEqual": "toContain(…) compares members by value",
    "expect.toMatchInlineSnapshot": "toEqual(…); snapshots are of pages: expect(page)",
    "expect.toMatchSnapshot": "toEqual(…); snapshots are of pages: expect(page)",
    "expect.toHaveBeenLastCalledWith": "expect(spy.calls.mostRecent().args).toEqual([…])",
    "expect.toHaveBeenNthCalledWith": "expect(spy.calls.argsFor(0)).toEqual([…])",
    "expect.toHaveReturnedWith": "expect(spy.calls.mostRecent().returnValue).toBe(…)",
    "expect.toBeInTheDocument": "toBeVisible(), or toBeAttached() of what is hidden too",
    "expect.toHaveTextContent": "toHaveText('…'), or toContainText('…') for a part",
    "expect.any": _ANY,
    "expect.anything": _ANY,
    "expect.objectContaining": _ANY,
    "expect.arrayContaining": _ANY,
    "expect.stringContaining": _ANY,
    "expect.stringMatching": _ANY,
    "expect.soft": "each expect ends the test when it fails; compare several values at once: "
    "expect([a, b]).toEqual([1, 2])",
    "expect.toPass": "await expect.poll(() => …).toBe(…) asks again until it holds",
    "expect.assertions": "a promise that is awaited is an assertion that was made",
    "expect.hasAssertions": "a promise that is awaited is an assertion that was made",
    "expect.extend": "beforeEach(() => jasmine.addMatchers({…})) adds matchers",
    "test.step": "what a step does stands in the test itself, or in a function of the file",
    "test.setTimeout": "the time limit comes last, in seconds: it('…', async () => {…}, 60)",
    "test.slow": "the time limit comes last, in seconds: it('…', async () => {…}, 60)",
    "test.concurrent": _IN_SEQUENCE,
    "describe.configure": _IN_SEQUENCE,
    "describe.serial": _IN_SEQUENCE,
    "describe.parallel": _IN_SEQUENCE,
    "test.fixme": "test.skip('…', …), or test.todo('…')",
    "test.fail": "a test that is to fail claims what is wrong: expect(…).not.toBe(…)",
    "test.failing": "a test that is to fail claims what is wrong: expect(…).not.toBe(…)",
    "test.extend": "fixtures are functions of the file, or beforeEach",
}
_NOT_DEFINED = re.compile(r"ReferenceError: '?([\w$]+)'? is not defined")
_OF_SPIES = re.compile(
    r"\.mock(?:Return|Implementation|Resolved|Rejected|Clear|Reset|Restore)?\w*\b"
)
_OF_TYPESCRIPT = re.compile(
    r"\w\??\s*:\s*(?:number|string|boolean|any|void|unknown)\b|^\s*(?:interface|type|enum)\s+\w+"
    r"|\bas\s+(?:const|any|string|number)\b|\w<\w+>\("
)


def instead_of_member(owner: str, name: str) -> str:
    """What there is instead of `expect(…).resolves`, `test.each` and their like; "" if unknown.

    Args:
        owner: Like "expect(locator)", "expect", "test", "it" or "describe".
    """
    owner = "expect" if owner.startswith("expect") else owner
    return _MEMBERS.get(f"{'test' if owner == 'it' else owner}.{name}", "")


def instead_of_fixture(name: str) -> str:
    """What there is instead of a fixture of Playwright's; "" if unknown."""
    return "runtime has the routes and the network" if name == "context" else _GLOBALS.get(name, "")


def _near_global(name: str) -> str:
    """The global that a slip of the pen meant, as a question; "" for none."""
    from difflib import get_close_matches

    known = re.findall(r"^declare (?:function|const|var) (\w+)", declarations(), re.MULTILINE)
    near = get_close_matches(name, known, 1, cutoff=0.8)
    return f"did you mean {near[0]}?" if near else ""


def advice(message: str, line: str) -> str:
    """What to do about an error of JS that says little; "" if that is not known.

    Args:
        line: Of the file, where it happened.
    """
    if match := _NOT_DEFINED.match(message):
        name = match.group(1)
        return _GLOBALS.get(name) or _near_global(name)
    if "could not load module" in message:
        return "there is no import: files of your own come with require('./file.js')"
    if message.startswith("TypeError") and _OF_SPIES.search(line):
        return (
            "spies are Jasmine's: spy.and.returnValue(1), spy.and.callFake(() => 1), "
            "spy.calls.reset()"
        )
    if message.startswith("SyntaxError"):
        if _OF_TYPESCRIPT.search(line):
            return (
                "test files are JS: types go into comments, /** @type {number} */, which an editor "
                "checks with `weex-runtime test --types`"
            )
    return ""
