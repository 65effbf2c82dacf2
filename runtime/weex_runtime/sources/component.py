"""Compile the blocks of one single-file component."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, NamedTuple

from weex_runtime.naming import did_you_mean
from weex_runtime.sources.cache import FileResults
from weex_runtime.sources.compiler import Place
from weex_runtime.sources.part import Part

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
        raise file.error("expected <template> or <script> at the top level, got neither")
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
            _LANGUAGES,
            "a component has <template>, <script> and <style>",
            show="<{}>".format,
        )
        for block in blocks["others"]
    ]
    if template and blocks["template"]["isFunctional"]:
        notes.append(f"{file.name}:{blocks['template']['line']}: {_FUNCTIONAL}")
    for block in blocks["styles"]:
        place, css, lang = _content(file, block, "style", include)
        if block["isModule"]:
            raise place.error("CSS modules are not supported; use classes of a scoped <style>")
        is_sass = lang in _SASS
        if is_sass:
            css = to_css(place, css, lang)
        result = results.compile("styles", place, css)
        styles.append(result["code"])
        for note in result["notes"]:
            # The CSS that libsass makes has other line numbers than the SCSS, so a warning has the
            # first line of the <style> block.
            line = place.line + (0 if is_sass else max(0, note["line"] - 1))
            notes.append(f"{place.name}:{line}: {note['text']}")
    scope = str(results.compile("scope", file, file.name)["id"])
    return Component(script, template, styles, scope, notes)


def _compile_script(
    file: Place, block: dict[str, Any], include: Include, results: FileResults, es5: bool
) -> Part:
    place, text, lang = _content(file, block, "script", include)
    if block["isSetup"]:
        problem = "<script setup> needs Vue 3, but Weex has Vue 2; write export default { … }"
        raise file.error(problem, place.line)
    is_typescript = lang in ("ts", "typescript")
    compiled = results.compile("script", place, text, is_typescript, False, es5)
    return Part(compiled, text, place, is_for_page=not es5)


def _compile_template(
    file: Place, block: dict[str, Any], include: Include, results: FileResults
) -> Part:
    place, text, _ = _content(file, block, "template", include)
    compiled = results.compile("template", place, text, block["isRecyclable"])
    return Part(compiled, text, place, keeps_lines=False)


def _content(
    file: Place, block: dict[str, Any], kind: str, include: Include
) -> tuple[Place, str, str]:
    """Return the place, the text and the language of a block of a component.

    Raises:
        SourceError: The language is not supported, or the `src` of the block leads nowhere.
    """
    place, text, lang = file._replace(line=block["line"]), block["text"], block["lang"]
    if block["src"]:
        place, text = include(block["src"], place)
        lang = lang or _OF_EXTENSIONS.get(os.path.splitext(place.path)[1].lower(), "")
    known, supported = _LANGUAGES[kind]
    if lang not in known:
        raise place.error(f'<{kind} lang="{lang}"> is not supported; supported: {supported}')
    return place, text, lang
