"""The bundles of the demos, which `make bundles` builds from the `.vue` files next to them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from weex_runtime.cli.main import main

BUNDLES = Path(__file__).parents[2] / "bundles"
SOURCES = sorted(BUNDLES.glob("*.vue"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_bundle_of_a_demo_equals_the_build_of_its_source(source: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.js"
    assert main(["build", str(source), "-o", str(built)]) == 0
    bundle = source.with_suffix(".js")
    assert built.read_text(encoding="utf-8") == bundle.read_text(encoding="utf-8"), (
        f"{bundle.name} is outdated: run `make bundles`"
    )


def test_each_bundle_of_a_demo_has_a_source() -> None:
    bundles = {bundle.stem for bundle in BUNDLES.glob("*.js")}
    assert bundles == {source.stem for source in SOURCES}


# Packages that few pages need. The import of each package takes at least a tenth of the start time.
SLOW = (
    *("asyncio", "dataclasses", "hashlib", "http.client", "inspect", "logging", "pathlib", "ssl"),
    *("tomllib", "urllib.request", "weex_runtime.layout", "websockets"),
)


@pytest.mark.parametrize("suffix", [".js", ".vue"])
def test_opening_a_demo_does_not_import_slow_packages(suffix: str) -> None:
    program = (
        "import sys\nfrom weex_runtime import Runtime\n"
        "with Runtime() as runtime:\n"
        "    assert runtime.open(sys.argv[1]).document.root.children\n"
        "    print(*sys.modules)"
    )
    bundle = str(BUNDLES / f"chat{suffix}")
    # With -S, Python reads no .pth files, so installed packages import no modules at the start.
    options = ["-S", "-c", f"import sys; sys.path += {sys.path!r}\n{program}", bundle]
    done = subprocess.run([sys.executable, *options], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert set(SLOW) & set(done.stdout.split()) == set()
