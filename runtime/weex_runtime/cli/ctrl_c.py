"""Interrupt JS with Ctrl-C.

Python calls a signal handler only after JS has returned. JS in an endless loop returns at its time
limit. So a thread reads the wake-up socket of the signal and interrupts JS at once.

Source: Python, `signal.set_wakeup_fd`; quickjs.h, JS_SetInterruptHandler.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from _thread import (
    get_ident,
    interrupt_main,
    start_new_thread,
)  # imported instead of `threading`, whose import takes a millisecond
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from weex_runtime.cli.exit_status import INTERRUPTED
from weex_runtime.engine.engine import Engine
from weex_runtime.loop.wakeup import open_pair

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# Seconds from Ctrl-C until the process exits even if JS does not stop. `quickjs` cannot interrupt a
# regular expression.
_DEADLINE = 0.7
_END = 0  # a byte that ends the thread that reads signals; no signal has this number


@contextmanager
def interrupted_by_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C end JS with KeyboardInterrupt. Does nothing outside of the main thread: other
    threads do not receive signals.
    """
    if get_ident() != _main_thread():
        yield
        return
    reader, writer = open_pair()
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def read_signals() -> None:
        import select

        with reader:
            while True:
                select.select([reader], [], [])
                signals = reader.read(64) or b""
                if signal.SIGINT in signals:
                    _interrupt()
                if _END in signals or not signals:
                    return

    start_new_thread(read_signals, ())
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if _raise_again(lost) else hook(lost)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        signal.set_wakeup_fd(before)
        with writer:
            writer.write(bytes([_END]))


def _raise_again(lost: UnraisableHookArgs) -> bool:
    """If C code has discarded the KeyboardInterrupt of a Python function, raise KeyboardInterrupt
    again. Return whether the discarded exception was a KeyboardInterrupt.
    """
    if lost.exc_type is not KeyboardInterrupt:
        return False

    def interrupt() -> None:
        time.sleep(0.001)  # wait until the C code has returned to Python, then raise
        interrupt_main()

    start_new_thread(interrupt, ())
    return True


def _main_thread() -> int:
    # If `threading` is not imported, the process has only one thread.
    threading = sys.modules.get("threading")
    return threading.main_thread().ident if threading else get_ident()


def _interrupt() -> None:
    interrupted = [engine for engine in Engine.all() if engine.interrupt()]
    end = time.monotonic() + _DEADLINE
    while any(engine.is_interrupted for engine in interrupted):
        if time.monotonic() > end:
            os.write(2, b"weex-runtime: interrupted\n")
            os._exit(INTERRUPTED)
        time.sleep(0.01)
