"""weex_runtime.engine.stack: JS, Python and engines inside each other share a thread's stack.

A crash would take this process with it: each runs in one of its own.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from weex_runtime.engine.stack import stack_of_thread

MB = 1 << 20

PROGRAM = """
import sys, threading
from weex_runtime import Module, Runtime, js_method

DEEPER = '''// { "framework": "Vanilla" }
var depth = 0;
function deeper() { depth++; deeper(); }
try { deeper(); } catch (e) { console.log(/stack/.test(e.message) && depth > 50); }
'''
# Calls native ever nearer to the end of the stack; the last outcome counts.
AT_THE_END = '''// { "framework": "%s" }
var deepest = '';
function at(depth, act) { return depth ? at(depth - 1, act) : act(); }
try {
  for (var depth = 50; depth < 1e5; depth = Math.floor(depth * 1.02) + 1) {
    at(depth, function () { deepest = weex.requireModule('deep').METHOD(); });
  }
} catch (e) { console.log(/stack/.test(e.message), deepest); }
'''
NESTED = '''// { "framework": "Vue" }
var Level = { props: ['left'], render: function (h) {
  return h('div', this.left ? [level(h, this.left - 1)] : []);
} };
function level(h, left) { return h(Level, { props: { left: left } }); }
new Vue({ el: 'body', render: function (h) { return h('div', [level(h, %d)]); } });
'''


class Deep(Module):
    name = "deep"

    @js_method(sync=True)
    def recurse(self) -> str:
        def deeper(n):
            return sorted([n], key=deeper)

        try:
            deeper(0)
        except RecursionError:
            return "recursion"

    @js_method(sync=True)
    def open(self) -> str:
        page = self.page.runtime.open(source=DEEPER)
        shown = page.console[-1].text
        page.destroy()
        return shown


def act() -> None:
    what, *more = sys.argv[2:]
    with Runtime(modules=[Deep]) as runtime:
        if what == "components":
            page = runtime.open(source=NESTED % int(more[0]))
            print([error.message for error in page.errors])
        else:
            source = (AT_THE_END % more[0]).replace("METHOD", what)
            page = runtime.open(source=source)
            print(*[line.text for line in page.console if "COMPAT" not in line.text])


size = sys.argv[1]
if size == "main":
    act()
else:
    threading.stack_size(int(size))
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
"""


def run(stack: str, *args: str) -> str:
    """What the program writes.

    Args:
        stack: "main", or the size of another thread's stack in bytes, "0" for the default.
    """
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, stack, *args], capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


# A stack of 8 MiB is too small for Python 3.13 (engine/stack.py).
_WITH_ROOM = ["main", "0", str(8 * MB)] if sys.version_info < (3, 13) else []


@pytest.mark.parametrize(
    ("stack", "framework"),
    [
        *((stack, "Vanilla") for stack in [*_WITH_ROOM, str(64 * MB)]),
        *((str(64 * MB), framework) for framework in ("Vue", "Rax", "Weex")),
    ],
)
def test_method_called_near_the_js_stack_limit_can_recurse_to_the_recursion_limit_of_python(
    stack: str, framework: str
) -> None:
    assert run(stack, "recurse", framework) == "true recursion"


@pytest.mark.parametrize("stack", ["main", str(2 * MB)])
def test_stack_overflow_in_a_page_opened_near_the_stack_limit_is_an_error(stack: str) -> None:
    assert run(stack, "open", "Vanilla") == "true true"


@pytest.mark.parametrize("stack", ["main", "0", str(8 * MB)])
def test_deeply_nested_components_render(stack: str) -> None:
    """`quickjs-ng` takes 23 KB of stack for a component of Vue, `quickjs` 9.5 KB; Python 3.13
    takes twice as much for itself as those before."""
    assert run(stack, "components", "200" if sys.version_info < (3, 13) else "150") == "[]"


@pytest.mark.parametrize("stack", ["main", "0", str(512 * 1024)])
def test_rendering_components_that_are_nested_too_deeply_is_an_error(stack: str) -> None:
    assert "stack" in run(stack, "components", "3000")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a limit of glibc")
def test_thread_of_a_process_without_a_stack_limit_has_a_small_stack() -> None:
    """glibc gives them 2 MiB then (pthread_create(3))."""
    done = subprocess.run(
        ["sh", "-c", 'ulimit -s unlimited && exec "$@"', "sh", sys.executable, "-c", PROGRAM]
        + ["0", "open", "Vanilla"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode == 2 and "limit" in done.stderr:
        pytest.skip("the system does not allow a stack of this size")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "true true", "")


def test_nested_engines_share_the_stack_of_the_thread() -> None:
    stack = stack_of_thread()
    before = list(stack.entered)
    assert stack.left(stack.size) == stack.size
    try:
        stack.entered.append(stack.quarter)
        assert stack.left(stack.size) == stack.size - stack.quarter
        stack.entered.append(stack.size)
        assert stack.left(stack.size) == stack.quarter
    finally:
        stack.entered[:] = before
