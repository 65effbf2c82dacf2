"""Another revision of this project, installed in an environment of its own under .bench/."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from weex_runtime.engine.engine import engine_name

_ROOT = Path(__file__).parent.parent
_INSTALLED = "installed"  # a file that is written when the environment is complete


def environment_of(revision: str) -> Path:
    """Install a commit of this project with the engine of this environment, and return its Python.

    Args:
        revision: A name that git knows: "HEAD~1", a tag, a hash.

    Raises:
        SystemExit: There is no such commit, or it cannot be installed.
    """
    commit = _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not commit:
        raise SystemExit(f"expected a commit, got {revision!r}; see `git log --oneline`")
    engine = engine_name()
    folder = _ROOT / ".bench" / f"{commit[:12]}-{engine}"
    python = folder / ".venv" / "bin" / "python"
    if not (folder / _INSTALLED).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        archive = folder / "tree.tar"
        _git("archive", f"--output={archive}", commit)
        with tarfile.open(archive) as tree:
            tree.extractall(folder)
        archive.unlink()
        command = [str(folder / ".ci" / "venv"), sys.executable, ".venv", ".[dev]", engine]
        if subprocess.run(command).returncode != 0:
            raise SystemExit(f"{revision} could not be installed in {folder}")
        (folder / _INSTALLED).touch()
    return python


def _git(*arguments: str) -> str:
    """Return the output of a git command; "" if the command fails."""
    done = subprocess.run(["git", *arguments], cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()
