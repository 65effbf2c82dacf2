"""`weex-runtime modules new`: write a module, its demo and its test from templates/."""

from __future__ import annotations

import keyword
import os
import re
import shlex
import sys
from importlib.machinery import PathFinder
from pathlib import Path
from string import Template
from typing import NamedTuple

from weex_runtime.errors import WeexError
from weex_runtime.module_api.registry import Registry
from weex_runtime.module_docs.signatures import class_name
from weex_runtime.naming import camel_case

_TEMPLATES = Path(__file__).parent / "templates"


class Scaffold(NamedTuple):
    """The files that `scaffold` wrote.

    Attributes:
        files: The paths of the module, of its demo and of its test.
        commands: Commands to run next.
        warnings: Warnings to show to the author, for example that an installed module has the same
            name.
    """

    files: list[Path]
    commands: list[str]
    warnings: list[str]


def scaffold(name: str, into: str = ".") -> Scaffold:
    """Write a working module for its author to change.

    Args:
        name: The argument of `weex.requireModule`.
        into: The folder, which is created if necessary.

    Raises:
        WeexError: The name cannot be a module's, or a file exists already; nothing was written.
    """
    _check(name)
    folder = Path(into)
    stem = _stem(name, folder)
    contents = {
        folder / f"{stem}.py": "module.py.template",
        folder / f"{stem}_demo.vue": "demo.vue.template",
        folder / f"test_{stem}.py": "test.py.template",
    }
    in_the_way = [str(path) for path in contents if path.exists()]
    if in_the_way:
        raise WeexError(
            f"expected no file at {' and '.join(in_the_way)}, since existing files are not "
            "overwritten: move these files, or choose another NAME or --into"
        )
    facts = {
        "name": name,
        "cls": class_name(name, "Module"),
        "stem": stem,
        "demo": f"{stem}_demo.vue",
        "variable": f"{camel_case(name)}Module",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, template in contents.items():
            text = (_TEMPLATES / template).read_text(encoding="utf-8")
            with path.open("x", encoding="utf-8") as file:
                file.write(Template(text).substitute(facts))
    except OSError as error:
        raise WeexError(f"cannot write into {folder}: {error}") from error
    module, demo, test = (shlex.quote(str(path)) for path in contents)
    commands = [
        f"weex-runtime run {demo} --module {module} --do 'tap greet' --do 'wait hello'",
        f"pytest {test}",
        f"weex-runtime modules show {name} --module {module}",
    ]
    warnings = []
    if installed := Registry().get(name):
        warnings.append(
            f"a module {name!r} is installed ({installed.source}): the new one replaces it in "
            "runtimes that load its file"
        )
    return Scaffold(list(contents), commands, warnings)


def _check(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*", name):
        raise WeexError(
            f"expected a module name of letters and digits that begins with a letter, with - "
            f"between words, like dark-scheme; got {name!r}"
        )
    if name.startswith(("test", "Test")):
        raise WeexError(
            f"pytest would collect {name!r} as a test, as it begins with 'test': choose another "
            f"NAME, then write name = {name!r} in the class"
        )
    if name == "dom":
        raise WeexError("'dom' is the JS framework's own module: choose another NAME")


def _stem(name: str, folder: Path) -> str:
    """Return a file name (without a suffix) that Python can import, and that does not hide a Python
    module. For example `calendar.py` would hide a module of the standard library.
    """
    stem = name.replace("-", "_")
    here = {"", os.getcwd(), str(folder.absolute())}
    is_taken = keyword.iskeyword(stem) or stem in sys.stdlib_module_names
    others = [path for path in sys.path if path not in here]
    return f"{stem}_module" if is_taken or PathFinder.find_spec(stem, others) else stem
