"""Exit statuses of `weex-runtime`, which docs/running.md describes, and the error of wrong usage.

`weex-runtime test` exits with pytest's statuses: see cli/test.py.
"""

from weex_runtime.errors import WeexError

DONE = 0
JS_ERROR = 1  # an uncaught JS error, an exception in a module, or a step that the page cannot do
USAGE = 2
TEST_USAGE = 4  # wrong usage of `weex-runtime test`: pytest's status for wrong usage
THRESHOLD_MISSED = 4  # the figures of `weex-runtime load` miss a threshold
TIMED_OUT = 3  # a step waited for an element or state until its timeout
INTERRUPTED = 130  # 128 + SIGINT, the status that shells report
OUTPUT_LOST = 141  # 128 + SIGPIPE, the status that shells report


class WrongUsage(WeexError):
    """Options that contradict each other or cannot be satisfied."""
