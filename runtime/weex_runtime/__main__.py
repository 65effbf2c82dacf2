"""Entry point of the command line: `weex-runtime`, or `python -m weex_runtime`."""

import sys

# equal to INTERRUPTED of cli/exit_status.py, whose import would slow down the start
_INTERRUPTED = 130


def main() -> int:
    """Run the command. Ctrl-C ends the command without a traceback, even during imports or if
    pressed twice.

    Returns:
        The exit status.
    """
    try:
        try:
            from weex_runtime.cli import main as run

            return run()
        finally:
            _restore_default_handler()
    except KeyboardInterrupt:  # the KeyboardInterrupt may also come from the `finally` block
        _restore_default_handler()
        return _INTERRUPTED


def _restore_default_handler() -> None:
    # Let a later Ctrl-C end the process without a traceback.
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # After a KeyboardInterrupt inside exec(), as in `namedtuple`, CPython ends the process with
    # SIGINT and ignores the exit status. Another call of exec() resets this state.
    exec("")


if __name__ == "__main__":
    sys.exit(main())
