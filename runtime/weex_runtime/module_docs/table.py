"""Write docs/module-table.md: the methods of the built-in modules, and their platforms."""

from __future__ import annotations

from weex_runtime.module_api.registry import Registry
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.model import DEVICES, Docs, Method
from weex_runtime.module_docs.reader import read
from weex_runtime.module_docs.signatures import how_often, javascript
from weex_runtime.module_docs.typescript import typescript_type

_ORIGIN = "entry point of weex-runtime"
_YES, _NO = "yes", "–"

_HEAD = """\
# Modules, method by method

`weex-runtime modules table` prints this page from the registered modules, and
`weex-runtime modules show NAME` prints the page of one module.

The column "callbacks" has the maximum number of calls of each callback. The column "documented" has
"yes" for the methods in Weex's documentation. The columns of the platforms, and the column "here"
of this runtime, have "yes", a difference from the documentation, or "–" for a platform without the
method. A page that is opened without a platform has all methods.

| module | method | callbacks | documented | Android | iOS | H5 | here |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def table() -> str:
    """Return docs/module-table.md as Markdown, without the modules of other packages."""
    modules = [read(entry) for _, entry in Registry().items() if entry.source == _ORIGIN]
    lines = [_HEAD, *(_row(docs, method) for docs in modules for method in docs.methods)]
    lines += ["", "Differences of all methods of a module:", ""]
    for docs in modules:
        lines += [f"- {docs.name}, {line}" for line in docs.difference_lines()]
    lines += ["", "Events of `module.addEventListener`, with their data:", ""]
    for docs in modules:
        for event in docs.events:
            lines.append(f"- {docs.name}: `{event.name}` with `{typescript_type(event.type)}`")
    inherited = " and ".join(f"`{javascript(method)}`" for method in modules[0].inherited)
    lines += ["", f"Every module also has {inherited}, on Android, on iOS and here."]
    return "\n".join(lines)


def _row(docs: Docs, method: Method) -> str:
    often = ", ".join(f"{c.name}: {how_often(c)}" for c in method.callbacks)
    documented = _YES if method.documented else _NO
    cells = [docs.name, f"`{javascript(method)}`", often, documented]
    places: tuple[Place, ...] = (*DEVICES, "here")
    for place in places:
        has_it = place == "here" or place in method.devices
        difference = method.differences.get(place, _YES).replace("|", "\\|")
        cells.append(difference if has_it else _NO)
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
