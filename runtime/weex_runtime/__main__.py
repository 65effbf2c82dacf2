"""The process of the command line: `weex-runtime`, or `python -m weex_runtime`."""

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
    # From here on a KeyboardInterrupt would be printed as a traceback.
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # If KeyboardInterrupt ended an `exec` of text, as in `namedtuple`, CPython would end the
    # process with SIGINT instead of the exit status. The next `exec` makes CPython forget that.
    exec("")


if __name__ == "__main__":
    sys.exit(main())
