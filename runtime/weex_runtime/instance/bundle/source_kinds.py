"""Recognise the kind of text that is not a bundle, and the framework of a bundle that names none,
to explain errors.
"""

from __future__ import annotations

import re

from weex_runtime.engine.isolation import Isolation
from weex_runtime.json_values import parse

_BUILD = "build the project, for example with `npm run build`, and open the .js file of the build"
_AS_SOURCE = 'name the file like chat.vue, or give --framework Vue or open(framework="Vue")'
_DOTWE = re.compile(r"//(?:www\.)?dotwe\.org/(?:vue/|weex/|raw/htmlVue/)?(\w*)", re.IGNORECASE)

# The pattern can match a comment in one way only; otherwise the time of a search could grow
# exponentially.
_COMMENT = "<!--[^-]*(?:-(?!->)[^-]*)*-->"
_MARKUP = re.compile(rf"\s*(?:{_COMMENT}\s*)*<(!doctype\b|[\w-]+)", re.IGNORECASE)
_COMPONENT_TAGS = ("template", "script", "style", "element", "we-element", "import", "i18n")
_ES_MODULE = re.compile(
    r"^[ \t]*(?:import\b\s*[\w$*{'\"]|"
    r"export\b\s*(?:[*{]|(?:default|const|let|var|function|class|async|interface|type)\b))",
    re.MULTILINE,
)
_IMPORT = re.compile(r"^[ \t]*import\b\s*[\w$*{'\"]", re.MULTILINE)
# matches a `require` of a file of the project
_REQUIRE = re.compile(r"\brequire\(\s*['\"](?:\.\.?|@)/")
_JSX = re.compile(
    r"(?:[(=,?:>&|]|\breturn)\s*<(?:>|[A-Za-z][\w.]*(?:\s*/?>|\s+[\w-]+\s*=\s*[{\"']))"
)
_TYPESCRIPT = re.compile(
    r"^[ \t]*(?:interface|enum|declare)\s+\w+|^[ \t]*type\s+\w+\s*=|"
    r"[\w)]\s*:\s*(?:number|string|boolean|any|void|unknown)\b\s*[;,=){]",
    re.MULTILINE,
)
_COMMON_JS = re.compile(
    r"^(?:module\.)?exports\b|^(?:var|let|const)\s[^=\n]+=\s*require\(|^require\(", re.MULTILINE
)
_LOADER = re.compile(r"__webpack_require__|webpackBootstrap|\b(?:define|__weex_define__)\s*\(")

# weex-loader and weex-transformer write these texts into the bundle of a .we component.
_LEGACY = re.compile(r"__weex_\w+__|\bbootstrap\s*\(|\bdefine\s*\(\s*['\"]@weex-component")
_FRAMEWORKS = (
    ("Rax", re.compile(r"""['"](?:@weex-rax/|@?rax\b|weex-rax)""")),
    ("Vue", re.compile(r"\bnew Vue\b|\bVue\.(?:component|extend|use|mixin|config|directive)\b")),
    ("Vanilla", re.compile(r"\bdocument\.(?:createElement|createBody|documentElement|body)\b")),
)


def dotwe_advice(url: str) -> str:
    """Explain how to open a demo of dotwe.org that cannot be fetched; "" for another address."""
    if not _DOTWE.search(url):
        return ""
    return (
        "; save the source of the demo as a .vue file and open this file, or map the address to "
        f"this file: --map {url}=chat.vue"
    )


def markup_problem(source: str, name: str, url: str) -> str:
    """Return a message that names the markup language of a text, and the file to open instead; ""
    for text that is not markup.
    """
    match = _MARKUP.match(source)
    if not match or source.lstrip().startswith("<!--") and not name.endswith((".vue", ".we")):
        return ""  # `<!--` also begins a comment in JS
    tag = match.group(1).lower()
    dotwe = _DOTWE.search(url) or (tag not in _COMPONENT_TAGS and _DOTWE.search(source))
    if dotwe:
        bundle = f"http://dotwe.org/raw/dist/{dotwe.group(1) or 'ID'}.bundle.wx"
        return (
            f"this is a page of dotwe.org, not a bundle: open the address of the page's bundle, "
            f"{bundle}, or save the source on the page as a .vue file and open this file"
        )
    if tag in _COMPONENT_TAGS:
        is_legacy = "module.exports" in source and "export default" not in source
        kind = ".we" if name.endswith(".we") or is_legacy else ".vue"
        how = _BUILD if kind == ".we" else _AS_SOURCE
        return f"this is the source of a {kind} component, not a bundle: {how}"
    return "this is a web page, not a bundle: open the address of the page's .js file"


def source_problem(source: str, name: str) -> str:
    """Return a sentence with the language of a text that is not a JS bundle, and the file to open
    instead; "" for JS and for unknown text. Comments count as code.
    """
    if _is_json(source):
        return "this is JSON, not a bundle: open a .js file"
    if _TYPESCRIPT.search(source) and (name.endswith((".ts", ".tsx")) or _ES_MODULE.search(source)):
        kind = "TypeScript"
    elif _JSX.search(source):
        kind = "JSX"
    elif _ES_MODULE.search(source):
        kind = "an ES module"
    else:
        return ""
    component = "open the .vue file that it imports, or " if ".vue" in source else ""
    return f"this is {kind}, not a bundle: {component}{_BUILD}"


def is_entry_script(source: str, name: str) -> bool:
    """Return whether a text without a header is an entry script like `entry.js` of a Vue project: a
    script that imports the project's components.
    """
    if is_legacy(source) or not (_IMPORT.search(source) or _REQUIRE.search(source)):
        return False
    if _LOADER.search(source):  # the text is a bundle of webpack
        return False
    _, rax = _FRAMEWORKS[0]
    is_mistyped = _TYPESCRIPT.search(source) and not name.endswith(".ts")
    return not (is_mistyped or _JSX.search(source) or rax.search(source))


def is_legacy(source: str) -> bool:
    """Return whether a bundle that names no framework looks like a legacy bundle."""
    return bool(_LEGACY.search(source))


def unnamed_problem(source: str, name: str, isolation: Isolation) -> str:
    """Return the problem and the fix for a text that names no framework and is not a legacy bundle;
    "" for other texts.
    """
    if error := _syntax_error(source, name, isolation):
        if name.endswith(".js"):
            return source_problem(source, name)  # the page will report the syntax error
        return source_problem(source, name) or f"this is not JS: {error}; open a .js file"
    if _COMMON_JS.search(source) and not _LOADER.search(source):
        return f"this is a CommonJS module, not a bundle: {_BUILD}"
    for framework, pattern in _FRAMEWORKS:
        if pattern.search(source):
            return advice_on_framework(framework)
    return ""


def _syntax_error(source: str, name: str, isolation: Isolation) -> str:
    """Return the syntax error in a function's body, with the position; "" if the body is valid."""
    from weex_runtime.engine.isolation import open_engine
    from weex_runtime.errors import JSError

    engine = open_engine(isolation, memory_limit=256 << 20, time_limit=5.0)
    try:
        engine.run(f"(function () {{{source}\n}})", name)
    except JSError as error:
        return " ".join([error.message, *error.stack.split("\n")[:1]]).replace("    ", "")
    finally:
        engine.close()
    return ""


def advice_on_framework(framework: str = "Vue") -> str:
    """Return advice on how to name the framework of a bundle."""
    return (
        "the bundle's first line names no framework, so devices take the bundle for one of the "
        f'legacy framework (.we): make the first line // {{ "framework": "{framework}" }}, or give '
        f'--framework {framework} or open(framework="{framework}")'
    )


def _is_json(source: str) -> bool:
    if source.lstrip()[:1] not in ("{", "["):
        return False
    try:
        parse(source)
    except ValueError:
        return False
    return True
