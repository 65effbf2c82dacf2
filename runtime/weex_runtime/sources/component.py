"""Compile the blocks of one single-file component.

The module of a component has the layout that loader.js of weex-vue-loader 0.7.0 writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

from weex_runtime.engine.frameworks import read
from weex_runtime.naming import did_you_mean
from weex_runtime.sources.cache import FileResults
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.part import Module, Part

# Id of the module bundle/component.js, which joins the script, template and styles of a component.
COMPONENT = "(component)"

# {type of a block: (values of `lang`, "" for none; their names for users)}
_LANGUAGES = {
    "script": (
        ("", "js", "javascript", "babel", "es6", "ts", "typescript"),
        'JS, and TypeScript as lang="ts"',
    ),
    "template": (("", "html"), "HTML"),
    "style": (("", "css", "postcss", "scss", "sass"), 'CSS, and SCSS as lang="scss"'),
}
_SASS = ("scss", "sass")
# {extension of a block's `src`: language of the block if it has no `lang`}
_OF_EXTENSIONS = {".styl": "stylus", ".jade": "pug"} | {
    f".{lang}": lang for lang in (*_SASS, "less", "stylus", "pug", "ts", "tsx", "jsx", "coffee")
}

_FUNCTIONAL = (
    "`functional` of a <template> is ignored, as by weex-loader; write a render function with "
    "functional: true"
)

# Type of a function that loads the file in the `src` of a block. Arguments: the `src`, the place of
# the block. Result: the place and the text of the file.
Include = Callable[[str, Place], tuple[Place, str]]
# Type of a function that takes the place, the text and the `lang` of an SCSS block, and returns
# CSS.
ToCSS = Callable[[Place, str, str], str]


class ComponentCompiler:
    """Compiler for one single-file component.

    Args:
        file: The place of the component's file.
        results: The cached results for the file.
        es5: Lower the script of the component to ES5, for devices.

    Attributes:
        notes: Warnings of the compilers.
    """

    def __init__(
        self, file: Place, results: FileResults, include: Include, to_css: ToCSS, es5: bool
    ) -> None:
        self._file = file
        self._results = results
        self._include = include
        self._to_css = to_css
        self._es5 = es5
        self.notes: list[str] = []

    def modules(self, text: str, is_root: bool) -> list[Module]:
        """Compile the text of a `.vue` file. The last module is the component.

        Args:
            is_root: The component becomes the root instance of the page, unless it calls `new Vue`.

        Raises:
            SourceError: A block has a mistake or an unsupported language, or is missing.
        """
        file = self._file
        blocks: dict[str, Any] = self._results.compile("parse", file, text)
        if not (blocks["template"] or blocks["script"]):
            raise file.error("expected <template> or <script> at the top level, got neither")
        for block in blocks["others"]:
            known = "a component has <template>, <script> and <style>"
            hint = did_you_mean(block["type"], _LANGUAGES, known, show="<{}>".format)
            self._note(file, block["line"], f"<{block['type']}> is ignored; {hint}")
        parts: dict[str, Part] = {}
        if blocks["script"]:
            parts["script"] = self._script(blocks["script"])
        if blocks["template"]:
            parts["template"] = self._template(blocks["template"])
        styles = [self._style(block) for block in blocks["styles"]]
        scope = self._results.compile("scope", file, file.name)["id"]
        modules: list[Module] = []
        fields = [f"file: {json.dumps(file.name)}", f"scope: {json.dumps(scope)}"]
        for kind, part in parts.items():
            self.notes += part.notes
            modules.append(Module(f"{file.name}?{kind}", part))
            fields.append(f"{kind}: require({json.dumps(modules[-1].id)})")
        fields.append(f"styles: [{', '.join(styles)}]")
        if is_root and not ("script" in parts and parts["script"].makes_root):
            fields.append("isRoot: true")
        joined = ",\n  ".join(fields)
        body = f"require({json.dumps(COMPONENT)})(module, {{\n  {joined}\n}});"
        return [*modules, Module(file.name, body)]

    def _script(self, block: dict[str, Any]) -> Part:
        place, text, lang = self._content(block, "script")
        if block["isSetup"]:
            problem = "<script setup> needs Vue 3, but Weex has Vue 2; write export default { … }"
            raise self._file.error(problem, place.line)
        is_typescript = lang in ("ts", "typescript")
        compiled = self._results.compile("script", place, text, is_typescript, False, self._es5)
        return Part(compiled, text, place, is_for_page=not self._es5)

    def _template(self, block: dict[str, Any]) -> Part:
        place, text, _ = self._content(block, "template")
        if block["isFunctional"]:
            self._note(self._file, block["line"], _FUNCTIONAL)
        compiled = self._results.compile("template", place, text, block["isRecyclable"])
        return Part(compiled, text, place, keeps_lines=False)

    def _style(self, block: dict[str, Any]) -> str:
        """Return a JS expression for the styles of a block."""
        place, css, lang = self._content(block, "style")
        if block["isModule"]:
            raise place.error("CSS modules are not supported; use classes of a scoped <style>")
        is_sass = lang in _SASS
        if is_sass:
            css = self._to_css(place, css, lang)
        result = self._results.compile("styles", place, css)
        for note in result["notes"]:
            # libsass does not keep the line numbers of the SCSS, so the warning names the first
            # line of the <style> block.
            line = place.line + (0 if is_sass else max(0, note["line"] - 1))
            self._note(place, line, note["text"])
        return str(result["code"])

    def _content(self, block: dict[str, Any], kind: str) -> tuple[Place, str, str]:
        """Return the place, the text and the language of a block.

        Raises:
            SourceError: The language is not supported, or the `src` of the block leads nowhere.
        """
        place, text, lang = self._file._replace(line=block["line"]), block["text"], block["lang"]
        if block["src"]:
            place, text = self._include(block["src"], place)
            lang = lang or _OF_EXTENSIONS.get(os.path.splitext(place.path)[1].lower(), "")
        known, supported = _LANGUAGES[kind]
        if lang not in known:
            raise place.error(f'<{kind} lang="{lang}"> is not supported; supported: {supported}')
        return place, text, lang

    def _note(self, place: Place, line: int, text: str) -> None:
        self.notes.append(f"{place.name}:{line}: {text}")


def component_module() -> Module:
    """Return the module that joins the script, template and styles of a component."""
    path = os.path.join(os.path.dirname(__file__), "bundle", "component.js")
    return Module(COMPONENT, read(path).rstrip())
