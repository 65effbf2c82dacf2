"""The command `weex-runtime` in this process."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from weex_runtime.cli.main import main

ROOT = Path(__file__).parents[2]


def weex(*args: str, stdin: str = "", cwd: Path = ROOT) -> tuple[int, str, str]:
    """Run the command in a folder; default: the root of the project.

    Returns:
        The exit status, standard output and standard error.
    """
    out, err = StringIO(), StringIO()
    given = TextIOWrapper(BytesIO(stdin.encode()), encoding="utf-8")
    before = os.getcwd()
    os.chdir(cwd)
    try:
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch.object(sys, "stdin", given),
            # Restore sys.path, to which the option --module appends a folder.
            patch.object(sys, "path", [*sys.path]),
        ):
            status = main(args)
    finally:
        os.chdir(before)
    return status, out.getvalue(), err.getvalue()
