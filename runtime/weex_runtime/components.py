"""The built-in components by type: what the JS runtime is told at the start.

Source: spec/components.md, section 0 and the methods of section 3.
"""

from __future__ import annotations

from weex_runtime.values import JSONValue

_PLAIN = (
    "a canvas cell cell-slot container cycleslider div embed footer header image img indicator "
    "loading loading-indicator refresh richtext slider slider-neighbor switch text video"
)
_SCROLLABLE = "hlist list recycler scroller simplelist vlist waterfall"
_EDITS = "input textarea"
_EDIT_METHODS = ["focus", "blur", "setSelectionRange", "getSelectionRange", "setTextFormatter"]
_APPEND_TREE = frozenset(
    "list recycler waterfall vlist cell slider cycleslider slider-neighbor indicator embed "
    "cell-slot".split()
)
_METHODS: dict[str, list[str]] = {
    **{name: ["resetLoadmore"] for name in _SCROLLABLE.split()},
    **dict.fromkeys(_EDITS.split(), _EDIT_METHODS),
    "image": ["save"],
    "img": ["save"],
    "web": ["goBack", "goForward", "reload", "postMessage"],
    "recycle-list": (
        "setListData appendData insertData appendRange insertRange updateData removeData moveData "
        "scrollTo scrollToElement queryElement queryElementAll closest resetLoadmore"
    ).split(),
}


def registrations() -> list[JSONValue]:
    """[type | {"type", "append"?, "methods"?}], as `registerComponents` takes it."""
    types = dict.fromkeys(f"{_PLAIN} {_SCROLLABLE} {_EDITS} web recycle-list".split())
    found: list[JSONValue] = []
    for name in types:
        entry: dict[str, JSONValue] = {"type": name}
        if name in _APPEND_TREE:
            entry["append"] = "tree"
        if name in _METHODS:
            entry["methods"] = list(_METHODS[name])
        found.append(entry if len(entry) > 1 else name)
    return found
