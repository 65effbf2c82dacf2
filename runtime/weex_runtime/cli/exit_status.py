"""Exit statuses of `weex-runtime`; docs/running.md describes them.

`weex-runtime test` exits with pytest's statuses: see cli/test.py.
"""

DONE = 0
JS_ERROR = 1  # an uncaught JS error, an exception in a module, or a step that the page cannot do
USAGE = 2
TEST_USAGE = 4  # wrong usage of `weex-runtime test`: pytest's status for wrong usage
THRESHOLD_MISSED = 4  # the figures of `weex-runtime load` miss a threshold
TIMED_OUT = 3  # a step waited for an element or state until its timeout
INTERRUPTED = 130  # 128 + SIGINT, the status that shells report
OUTPUT_LOST = 141  # 128 + SIGPIPE, the status that shells report
