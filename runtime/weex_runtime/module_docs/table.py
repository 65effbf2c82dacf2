"""docs/module-table.md: each method of the built-in modules, and the platforms that have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from weex_runtime.module_api.registry import Registry
from weex_runtime.module_docs.docstrings import Place
from weex_runtime.module_docs.model import DEVICES, TITLES, Docs, Method
from weex_runtime.module_docs.reader import read
from weex_runtime.module_docs.signatures import how_often, javascript
from weex_runtime.module_docs.typescript import typescript_type

_ORIGIN = "entry point of weex-runtime"
_YES, _NO = "yes", "–"
_PLACES: tuple[Place, ...] = (*DEVICES, "here")

_HEAD = """\
# Modules, method by method

`weex-runtime modules table` prints this page from the registered modules. "Callbacks" has how often
each function is called at most. "Documented" methods are promised by Weex's documentation; a page
without a platform has all methods. The other columns have "yes", "–" for a platform without the
method, or a difference from the documentation; "here" is this runtime. `weex-runtime modules show
NAME` prints the page of a module.

| module | method | callbacks | documented | Android | iOS | H5 | here |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def table() -> str:
    """The page, without the modules of other packages."""
    modules = [read(entry) for _, entry in Registry().items() if entry.source == _ORIGIN]
    parts = (_rows(modules), [""], _of_whole(modules), _events(modules), _inherited(modules))
    return "\n".join([_HEAD, *chain(*parts)])


def _rows(modules: Iterable[Docs]) -> Iterator[str]:
    for docs in modules:
        for method in docs.methods:
            documented = _YES if method.documented else _NO
            places = [_place(method, place) for place in _PLACES]
            often = ", ".join(f"{c.name}: {how_often(c)}" for c in method.callbacks)
            cells = [docs.name, f"`{javascript(method)}`", often, documented, *places]
            yield f"| {' | '.join(cells)} |".replace("|  |", "| |")


def _place(method: Method, place: Place) -> str:
    if place != "here" and place not in method.devices:
        return _NO
    return method.differences.get(place, _YES).replace("|", "\\|")


def _of_whole(modules: Iterable[Docs]) -> Iterator[str]:
    notes = [
        f"- {docs.name}, {TITLES[place]}: {text}"
        for docs in modules
        for place, text in docs.differences.items()
    ]
    if notes:
        yield from ["Differences of all methods of a module:", "", *notes, ""]


def _events(modules: Iterable[Docs]) -> Iterator[str]:
    notes = [
        f"- {docs.name}: `{event.name}` with `{typescript_type(event.type)}`"
        for docs in modules
        for event in docs.events
    ]
    if notes:
        yield from ["Events of `module.addEventListener`, with their data:", "", *notes, ""]


def _inherited(modules: list[Docs]) -> Iterator[str]:
    names = [f"`{javascript(method)}`" for method in modules[0].inherited]
    yield f"Every module also has {' and '.join(names)}, on Android, on iOS and here."
