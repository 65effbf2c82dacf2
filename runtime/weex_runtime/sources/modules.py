"""Compile a source file to modules: functions with CommonJS code."""

from __future__ import annotations

import json
import os

from weex_runtime.engine.isolation import Isolation
from weex_runtime.json_values import parse
from weex_runtime.sources.cache import FileResults
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.component import ComponentCompiler
from weex_runtime.sources.files import ProjectFiles, RemoteFiles
from weex_runtime.sources.modern import is_above_es5, is_es_module
from weex_runtime.sources.part import Module, Part
from weex_runtime.sources.resolver import ASSETS, Resolver

# Prefix that js/20_template.js puts before the static `src` of an <image>.
ASSET = "asset:"

# Maximum number of characters of a script that Babel lowers within the compilers' time limit.
_LARGEST = 300_000
_TOO_LARGE = (
    "the script uses syntax newer than ES5, but is too large for Babel, so it is not lowered to ES5"
)


class FileCompiler:
    """Compiler for the files of a project.

    Args:
        es5: Lower scripts to ES5, for devices.
        isolation: The kind of process that runs the compilers.

    Attributes:
        read: The paths of the files that were read, as keys.
        notes: Warnings of the compilers.
    """

    def __init__(
        self,
        files: ProjectFiles | RemoteFiles,
        resolver: Resolver,
        es5: bool = False,
        isolation: Isolation = "none",
    ) -> None:
        self._files = files
        self._resolver = resolver
        self._es5 = es5
        self._isolation: Isolation = isolation
        self.read: dict[str, None] = {}
        self.notes: list[str] = []

    def modules(self, path: str, text: str | None = None, *, is_root: bool = False) -> list[Module]:
        """Compile a file to modules. The last module is the one that an import of the file returns.

        Args:
            text: The text of the file; default: read the file.
            is_root: A component becomes the root instance of the page, unless it calls `new Vue`.

        Raises:
            SourceError: The file does not compile.
            BundleError: The file cannot be read.
        """
        self.read[path] = None
        name = self._files.show(path)
        suffix = os.path.splitext(name)[1].lower()
        if suffix in ASSETS:
            return [Module(name, f"module.exports = {json.dumps(self._files.address(path))};")]
        text = self._files.read(path) if text is None else text
        if suffix == ".json":
            return [Module(name, f"module.exports = {self._json(path, text)};")]
        # An entry file that begins with a tag is a component, whatever its suffix.
        if suffix == ".vue" or (is_root and text.lstrip().startswith("<")):
            return self._component(path, text, is_root)
        return [Module(name, self._script(path, text, suffix == ".ts"))]

    def _script(self, path: str, text: str, is_typescript: bool) -> Part:
        place = Place(path, self._files.show(path))
        is_foreign = "node_modules" in path
        # Sucrase does not compile CommonJS code of npm packages, since it would make the code
        # strict.
        is_plain = is_foreign and not is_typescript and not is_es_module(text)
        is_lowered = self._es5 and not (is_plain and not is_above_es5(text))
        if is_lowered and len(text) > _LARGEST:
            self.notes.append(f"{place.name}: {_TOO_LARGE}")
            is_lowered = False
        results = FileResults(place.name, text, self._isolation)
        if is_plain:
            compiled = results.compile("split", place, text, is_lowered)
        else:
            compiled = results.compile("script", place, text, is_typescript, is_foreign, is_lowered)
        results.save()
        part = Part(compiled, text, place, is_for_page=not self._es5)
        self.notes += part.notes
        return part

    def _json(self, path: str, text: str) -> str:
        try:
            parse(text)
        except ValueError as error:
            place = Place(path, self._files.show(path))
            raise place.error(f"expected JSON: {error}", getattr(error, "lineno", 0)) from None
        return text.strip()

    def _component(self, path: str, text: str, is_root: bool) -> list[Module]:
        place = Place(path, self._files.show(path))
        results = FileResults(place.name, text, self._isolation)
        compiler = ComponentCompiler(place, results, self._included, self._to_css, self._es5)
        modules = compiler.modules(text, is_root)
        results.save()
        self.notes += compiler.notes
        return modules

    def _included(self, name: str, place: Place) -> tuple[Place, str]:
        """Return the place and the text of the file that a block includes by `src`."""
        path = self._resolver.find(name.removeprefix("~"), place.path, place.line)
        self.read[path] = None
        return Place(path, self._files.show(path)), self._files.read(path)

    def _to_css(self, place: Place, text: str, lang: str) -> str:
        # imported here, since few components have SCSS
        from weex_runtime.sources.sass_styles import compile_sass

        css, imported = compile_sass(place, text, lang, self._files)
        self.read.update(dict.fromkeys(imported))
        return css
