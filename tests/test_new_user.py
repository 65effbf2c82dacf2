"""The built wheel in a new virtual environment runs a new user's first test."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from .support.first_test import BUNDLE, TEST

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the wheel."""
    folder = tmp_path_factory.mktemp("new_user")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        wheel = folder / build_wheel(str(folder))
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    target = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    options = ["--no-index", "--no-deps", "--disable-pip-version-check", "--no-compile"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", *options,
         "--target", target.stdout.strip(), str(wheel)],
        check=True,
        timeout=120,
    )  # fmt: skip
    return python


def environment() -> dict[str, str]:
    """Variables that add this environment's dependencies, without its editable installation: Python
    does not follow `.pth` files in folders of PYTHONPATH."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "CI" and not name.startswith("PYTEST")
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(site.getsitepackages())}


def run_pytest(python: Path, folder: Path, *args: str) -> tuple[int, str]:
    """Run pytest in a folder: exit status and output."""
    done = subprocess.run(
        [python, "-m", "pytest", "-W", "error", *args],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_first_test_of_a_new_user_passes(python: Path, tmp_path: Path) -> None:
    (tmp_path / "chat.js").write_text(BUNDLE, encoding="utf-8")
    (tmp_path / "test_chat.py").write_text(TEST, encoding="utf-8")
    status, output = run_pytest(python, tmp_path)
    assert status == 0, output
    assert "1 passed" in output


def test_python_tests_run_in_a_project_that_also_has_jest_tests(
    python: Path, tmp_path: Path
) -> None:
    """Installing the plugin changes nothing for a repository with Jest files and no Weex test."""
    for name, text in {
        "package.json": '{"type": "module", "scripts": {"test": "jest"}}',
        "src/sum.js": "export const sum = (a, b) => a + b;\n",
        "src/sum.test.js": "import { sum } from './sum';\ntest('adds', () => sum(1, 2));\n",
        "src/view.spec.js": "test('renders', () => { render(<View />); });\n",
        "node_modules/jest/build/jest.test.js": "export default {};\n",
        "tests/test_sum.py": "def test_adds():\n    assert 1 + 2 == 3\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    status, output = run_pytest(python, tmp_path, "-v")
    assert status == 0, output
    assert "1 passed" in output
    assert "2 files belong to another test runner and are not run: src/" in output


def test_packages_are_imported_from_the_installed_wheel_and_not_from_the_checkout(
    python: Path,
) -> None:
    where = "import weex_modules, weex_runtime; print(weex_modules.__file__, weex_runtime.__file__)"
    done = subprocess.run(
        [python, "-c", where], check=True, env=environment(), capture_output=True, text=True
    )
    assert all(path.startswith(str(python.parents[1])) for path in done.stdout.split())
