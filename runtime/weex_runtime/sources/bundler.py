"""Bundler: compiles a source file and its imports, and joins the modules to one bundle.

The module of a component has the layout that loader.js of weex-vue-loader 0.7.0 writes.
"""

from __future__ import annotations

import json
import os
import re
from typing import NamedTuple

from weex_runtime.engine.frameworks import read
from weex_runtime.errors import SourceError
from weex_runtime.sources.cache import FileResults
from weex_runtime.sources.compiled import Compiled, Lines
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.component import compile_component
from weex_runtime.sources.files import ProjectFiles, RemoteFiles
from weex_runtime.sources.part import Part
from weex_runtime.sources.resolver import ASSETS, Resolver
from weex_runtime.sources.settings import Settings

_HEADER = '// { "framework": "Vue" }\n'
_START = """\
(function (modules) {
  var loaded = {};
  function require(id) {
    if (!loaded[id]) {
      if (!modules[id]) throw new Error("Cannot find module '" + id + "'");
      loaded[id] = { exports: {} };
      modules[id].call(loaded[id].exports, loaded[id], loaded[id].exports, require);
    }
    return loaded[id].exports;
  }
  require(%s);
})({
"""
_END = "});\n"

# Ids of two built-in modules: `vue`, and bundle/component.js, which joins a component's parts.
_VUE = "(vue)"
_COMPONENT = "(component)"

_ES_MODULE = r"\b(?:import|export)\b"

# Prefix with which older bundles require a native module of the app.
_NATIVE = "@weex-module/"

# Prefix that js/20_template.js puts before the static `src` of an <image>.
_ASSET = "asset:"


class _Module(NamedTuple):
    id: str
    body: str
    lines: tuple[Lines, ...]  # `first` is 1 for the body's first line


class Bundler:
    """Compiler and linker for the bundle of one source file.

    Args:
        files: The files of the project to which the source file belongs.
        settings: The project's settings.
    """

    def __init__(self, files: ProjectFiles | RemoteFiles, settings: Settings) -> None:
        self._files = files
        self._settings = settings
        self._resolver = Resolver(files, settings.aliases)
        self._modules: dict[str, _Module] = {}
        self._reached: set[str] = set()  # ids of modules
        self._waiting: list[str] = []  # paths of files to compile
        self._read: dict[str, None] = {}
        self._notes: list[str] = []

    def bundle(self, text: str) -> Compiled:
        """Compile the entry file and its imports to one bundle.

        Args:
            text: The text of the entry file.

        Raises:
            SourceError: A file does not compile, or an import leads nowhere.
        """
        entry = self._files.entry
        self._reach(entry)
        while self._waiting:
            path = self._waiting.pop(0)
            self._read[path] = None
            self._add(path, text if path == entry else None)
        return self._joined(self._files.show(entry))

    def _reach(self, path: str) -> str:
        """Return the id of a file's module, and queue the file for compilation if it is new."""
        module_id = self._files.show(path)
        if module_id not in self._reached:
            self._reached.add(module_id)
            self._waiting.append(path)
        return module_id

    def _add(self, path: str, text: str | None) -> None:
        module_id = self._files.show(path)
        suffix = os.path.splitext(path.partition("?")[0])[1].lower()
        if suffix in ASSETS:
            address = json.dumps(self._files.address(path))
            self._keep(module_id, f"module.exports = {address};", ())
            return
        text = self._files.read(path) if text is None else text
        if suffix == ".json":
            self._keep(module_id, f"module.exports = {self._json(path, text)};", ())
        elif suffix == ".vue" or path == self._files.entry:
            self._add_component(path, text)
        elif suffix in (".js", ".ts", ".mjs"):
            self._keep_part(module_id, path, self._script(path, text, suffix == ".ts"))
        else:
            shown = self._files.show(path)
            known = ".vue, .js, .ts, .json and pictures, fonts and media"
            raise SourceError(path, shown, f"cannot import a {suffix} file; supported: {known}")

    def _script(self, path: str, text: str, is_typescript: bool) -> Part:
        place = Place(path, self._files.show(path))
        is_foreign = "node_modules" in path
        # CommonJS code in npm packages must not become strict, so Sucrase does not transform it.
        results = FileResults(place.name, text)
        if is_foreign and not is_typescript and not re.search(_ES_MODULE, text):
            compiled = results.compile("split", place, text)
        else:
            compiled = results.compile("script", place, text, is_typescript, is_foreign)
        results.save()
        return Part(compiled, text, place)

    def _json(self, path: str, text: str) -> str:
        try:
            json.loads(text)
        except ValueError as error:
            raise SourceError(
                path, self._files.show(path), f"expected JSON: {error}", getattr(error, "lineno", 0)
            ) from None
        return text.strip()

    def _add_component(self, path: str, text: str) -> None:
        name = self._files.show(path)
        results = FileResults(name, text)
        component = compile_component(
            Place(path, name), text, self._included, self._to_css, results
        )
        results.save()
        self._notes += component.notes
        fields = [f"file: {json.dumps(name)}", f"scope: {json.dumps(component.scope)}"]
        for kind, part in (("script", component.script), ("template", component.template)):
            if part:
                self._keep_part(f"{name}?{kind}", part.place.path, part)
                fields.append(f"{kind}: require({json.dumps(f'{name}?{kind}')})")
        fields.append(f"styles: [{', '.join(component.styles)}]")
        if path == self._files.entry and not component.makes_root:
            fields.append("isRoot: true")
        body = (
            f"require({json.dumps(_COMPONENT)})(module, {{\n  {f',{chr(10)}  '.join(fields)}\n}});"
        )
        self._reached.add(_COMPONENT)
        self._keep(name, body, ())

    def _included(self, name: str, place: Place) -> tuple[Place, str]:
        """Return the place and the text of the file that the `src` of a block names."""
        path = self._resolver.find(name.removeprefix("~"), place.path, place.line)
        self._read[path] = None
        return Place(path, self._files.show(path)), self._files.read(path)

    def _to_css(self, place: Place, text: str, lang: str) -> str:
        from weex_runtime.sources.sass_styles import (
            compile_sass,
        )  # imported late: few components have SCSS

        css, imported = compile_sass(place, text, lang, self._files)
        self._read.update(dict.fromkeys(imported))
        return css

    def _keep_part(self, module_id: str, path: str, part: Part) -> None:
        code = part.code(lambda name, line: self._required(name, path, line))
        self._keep(module_id, code, (Lines(1, part.shown, part.line),))

    def _keep(self, module_id: str, body: str, lines: tuple[Lines, ...]) -> None:
        self._modules[module_id] = _Module(module_id, body, lines)

    def _required(self, name: str, base: str, line: int) -> str:
        """Return the id, in the bundle, of the module that code requires by a name."""
        if name == "vue":
            self._reached.add(_VUE)
            return _VUE
        if name.startswith(_ASSET):
            return self._picture(name.removeprefix(_ASSET), base)
        if name.startswith(_NATIVE):
            module_id = f"({name})"
            call = f"weex.requireModule({json.dumps(name.removeprefix(_NATIVE))})"
            self._reached.add(module_id)
            self._keep(module_id, f"module.exports = {call};", ())
            return module_id
        return self._reach(self._resolver.find(name, base, line))

    def _picture(self, name: str, base: str) -> str:
        """Return the id of a module that exports a picture's address.

        If the picture's file does not exist, the module exports `name` unchanged."""
        path = self._files.join(base, name)
        if self._files.is_picture(path):
            return self._reach(path)
        module_id = f"({name})"
        self._reached.add(module_id)
        self._keep(module_id, f"module.exports = {json.dumps(name)};", ())
        return module_id

    def _joined(self, entry_id: str) -> Compiled:
        if _VUE in self._reached:
            self._keep(_VUE, "module.exports = Vue;", ())
        if _COMPONENT in self._reached:
            path = os.path.join(os.path.dirname(__file__), "bundle", "component.js")
            self._keep(_COMPONENT, read(path).rstrip(), ())
        texts: list[str] = [_HEADER, self._environment(), _START % json.dumps(entry_id)]
        line = 1 + sum(text.count("\n") for text in texts)
        lines: list[Lines] = []
        for module in self._modules.values():
            head = f"{json.dumps(module.id)}: function module(module, exports, require) {{\n"
            lines += [part._replace(first=line + part.first) for part in module.lines]
            text = f"{head}{module.body}\n}},\n"
            if module.lines:  # the lines after a module's code are from no file
                lines.append(Lines(line + text.count("\n") - 1, "", 0))
            texts.append(text)
            line += text.count("\n")
        texts.append(_END)
        files = {self._files.show(path): path for path in self._read}
        return Compiled("".join(texts), tuple(lines), files, tuple(self._notes))

    def _environment(self) -> str:
        """Return JS that defines `process.env` and the constants of the settings; "" if unused."""
        bodies = [module.body for module in self._modules.values()]
        is_used = self._settings.defines or any("process.env" in body for body in bodies)
        return self._settings.script() if is_used else ""
