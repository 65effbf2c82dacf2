"""Compile the blocks of one single-file component."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, NamedTuple

from weex_runtime.errors import SourceError
from weex_runtime.naming import did_you_mean
from weex_runtime.sources.cache import FileResults
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.part import Part

# Values of `lang` that each kind of block supports; "" means no `lang` attribute.
_SCRIPT_LANGUAGES = ("", "js", "javascript", "babel", "es6", "ts", "typescript")
_TEMPLATE_LANGUAGES = ("", "html")
_STYLE_LANGUAGES = ("", "css", "postcss", "scss", "sass")
_SASS = ("scss", "sass")
_BLOCKS = ("template", "script", "style")
# {extension of a block's `src`: language of the block if it has no `lang`}
_OF_EXTENSIONS = {
    **{
        f".{lang}": lang for lang in (*_SASS, "less", "stylus", "pug", "ts", "tsx", "jsx", "coffee")
    },
    ".styl": "stylus",
    ".jade": "pug",
}

_FUNCTIONAL = (
    "`functional` of a <template> is ignored, as by weex-loader; write a render function with "
    "functional: true"
)

# Type of a function that takes the `src` of a block and the block's place, and returns the place
# and the text of the file `src`.
Include = Callable[[str, Place], tuple[Place, str]]
# Type of a function that takes the place, the text and the `lang` of an SCSS block, and returns
# CSS.
ToCSS = Callable[[Place, str, str], str]


class Component(NamedTuple):
    """The compiled blocks of a single-file component.

    Attributes:
        styles: A JS expression for each <style> block.
        scope: The id of the component for scoped styles, like "data-v-1a2b3c4d".
        notes: Warnings of the compilers.
    """

    script: Part | None
    template: Part | None
    styles: list[str]
    scope: str
    notes: list[str]

    @property
    def makes_root(self) -> bool:
        """Whether the script of the component calls `new Vue`."""
        return bool(self.script and self.script.makes_root)


def compile_component(
    file: Place, text: str, include: Include, to_css: ToCSS, results: FileResults, es5: bool
) -> Component:
    """Compile the text of a `.vue` file.

    Args:
        es5: Lower the script of the component to ES5, for devices.

    Raises:
        SourceError: A block has a mistake or an unsupported language, or is missing.
    """
    blocks: dict[str, Any] = results.compile("parse", file, text)
    if not (blocks["template"] or blocks["script"]):
        raise SourceError(
            file.path, file.name, "expected <template> or <script> at the top level, got neither", 1
        )
    script = template = None
    if blocks["script"]:
        script = _compile_script(file, blocks["script"], include, results, es5)
    if blocks["template"]:
        template = _compile_template(file, blocks["template"], include, results)
    styles: list[str] = []
    notes = [
        f"{file.name}:{block['line']}: <{block['type']}> is ignored; "
        + did_you_mean(
            block["type"],
            _BLOCKS,
            "a component has <template>, <script> and <style>",
            show="<{}>".format,
        )
        for block in blocks["others"]
    ]
    if template and blocks["template"]["isFunctional"]:
        notes.append(f"{file.name}:{blocks['template']['line']}: {_FUNCTIONAL}")
    for block in blocks["styles"]:
        place, css, lang = _content(file, block, include)
        _require_language(place, lang, _STYLE_LANGUAGES, "style", 'CSS, and SCSS as lang="scss"')
        if block["isModule"]:
            problem = "CSS modules are not supported; use classes of a scoped <style>"
            raise SourceError(place.path, place.name, problem, place.line)
        is_sass = lang in _SASS
        if is_sass:
            css = to_css(place, css, lang)
        result = results.compile("styles", place, css)
        styles.append(result["code"])
        for note in result["notes"]:
            # Lines of CSS compiled from SCSS differ from lines of the SCSS, so warnings name the
            # line of the block.
            line = place.line + (0 if is_sass else max(0, note["line"] - 1))
            notes.append(f"{place.name}:{line}: {note['text']}")
    scope = results.compile("scope", file, file.name)["value"]
    return Component(script, template, styles, str(scope), notes)


def _compile_script(
    file: Place, block: dict[str, Any], include: Include, results: FileResults, es5: bool
) -> Part:
    place, text, lang = _content(file, block, include)
    _require_language(place, lang, _SCRIPT_LANGUAGES, "script", 'JS, and TypeScript as lang="ts"')
    if block["isSetup"]:
        problem = "<script setup> is of Vue 3, and Weex has Vue 2; write export default { … }"
        raise SourceError(file.path, file.name, problem, place.line)
    is_typescript = lang in ("ts", "typescript")
    compiled = results.compile("script", place, text, is_typescript, False, es5)
    return Part(compiled, text, place, is_for_page=not es5)


def _compile_template(
    file: Place, block: dict[str, Any], include: Include, results: FileResults
) -> Part:
    place, text, lang = _content(file, block, include)
    _require_language(place, lang, _TEMPLATE_LANGUAGES, "template", "HTML")
    compiled = results.compile("template", place, text, block["isRecyclable"])
    return Part(compiled, text, place, keeps_lines=False)


def _content(file: Place, block: dict[str, Any], include: Include) -> tuple[Place, str, str]:
    """Return the place, the text and the language of a block of a component."""
    place, lang = file._replace(line=block["line"]), block["lang"]
    if not block["src"]:
        return place, block["text"], lang
    place, text = include(block["src"], place)
    return place, text, lang or _OF_EXTENSIONS.get(os.path.splitext(place.path)[1].lower(), "")


def _require_language(
    place: Place, lang: str, known: tuple[str, ...], kind: str, supported: str
) -> None:
    if lang not in known:
        problem = f'<{kind} lang="{lang}"> is not supported; supported: {supported}'
        raise SourceError(place.path, place.name, problem, place.line)
