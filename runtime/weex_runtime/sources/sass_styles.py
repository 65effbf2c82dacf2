"""SCSS compilation with libsass, which the optional dependency group `scss` installs."""

from __future__ import annotations

import os
import re

from weex_runtime.errors import AccessRefused, SourceError
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.files import ProjectFiles, RemoteFiles

_POSITION = r"Error: (.*)\n\s+on line (\d+)(?::(\d+))? of (.*)"
_INSTALL = "is compiled by libsass, which is not installed: pip install libsass, or write plain CSS"


def compile_sass(
    place: Place, text: str, lang: str, files: ProjectFiles | RemoteFiles
) -> tuple[str, list[str]]:
    """Compile SCSS to CSS.

    Args:
        lang: "scss" or "sass". With "sass", a block with braces is compiled as SCSS, and a block
            without braces as indented Sass.

    Returns:
        The CSS, and the paths of the files that the SCSS imports.

    Raises:
        SourceError: The SCSS has a mistake, is on a server or imports a file that the access rules
            forbid, or libsass is not installed.
    """
    if isinstance(files, RemoteFiles):
        problem = (
            f'<style lang="{lang}"> of a file on a server cannot be compiled: download the project '
            "and open the file on disk"
        )
        raise place.error(problem)
    try:
        import sass
    except ImportError:
        raise place.error(f'<style lang="{lang}"> {_INSTALL}') from None
    folders = [os.path.dirname(place.path), os.path.join(files.root, "src"), files.root]
    folders += files.packages(place.path)
    imported: dict[str, None] = {}
    refused: list[AccessRefused] = []

    def check(name: str, base: str) -> None:
        # libsass finds and reads the imported file itself, without naming it. So record all files
        # that libsass might read, for --watch and access checks: all candidates in the first folder
        # that contains one.
        for folder in [os.path.dirname(base) or folders[0], *folders]:
            if found := [*filter(os.path.isfile, _candidates(os.path.join(folder, name)))]:
                break
        else:
            return
        for path in found:
            imported[os.path.normpath(path)] = None
            try:
                files.require_read(path)
            except AccessRefused as error:
                refused.append(error)
                raise

    try:
        css: str = sass.compile(
            string=re.sub(r"(@import\s+['\"])~@?/?", r"\1", text),
            include_paths=folders,
            indented="{" not in text,
            output_style="expanded",
            importers=[(0, check)],
        )
    except sass.CompileError as error:
        for refusal in refused:
            raise place.error(str(refusal)) from refusal
        raise _error(place, str(error), files) from None
    return css, [*imported]


def _candidates(path: str) -> list[str]:
    folder, name = os.path.split(path)
    names = [f"{mark}{name}{end}" for mark in ("", "_") for end in ("", ".scss", ".sass", ".css")]
    return [os.path.join(folder, name) for name in names]


def _error(place: Place, message: str, files: ProjectFiles) -> SourceError:
    found = re.search(_POSITION, message)
    if not found:
        return place.error(message.strip())
    problem, line, column, file = found.groups()
    if file != "stdin":
        path = os.path.abspath(file)
        place = Place(path, files.show(path))
    return place.error(problem, place.line + int(line) - 1, int(column or 0))
