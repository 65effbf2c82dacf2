"""The process of the command line: `weex-runtime`, or `python -m weex_runtime`."""

import sys

_INTERRUPTED = 130  # exit status; cli/terminal.py has it too


def main() -> int:
    """Run the command, which Ctrl-C ends without a traceback at every moment: also while it is
    imported, and at a second Ctrl-C.

    Returns:
        The exit status.
    """
    try:
        from weex_runtime.cli import main as run

        return run()
    except KeyboardInterrupt:
        return _INTERRUPTED
    finally:
        _let_signal_end_process()


def _let_signal_end_process() -> None:
    # From here on the interpreter only ends, and would report the exception.
    import signal

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
