"""The bundles of the demos, which `make bundles` builds from the `.vue` files beside them."""

from __future__ import annotations

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
