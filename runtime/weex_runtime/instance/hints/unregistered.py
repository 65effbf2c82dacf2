"""Warnings about modules and components that a page does not have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.module_api.registry import Registry
from weex_runtime.naming import similar

_NEAR = 0.8  # names with at least this similarity, from 0 to 1, count as typing errors

# Vue 2.5.16-weex.5 replaces all built-in components of Vue by Transition and TransitionGroup.
_OF_VUE = {
    **dict.fromkeys(
        ["router-view", "router-link"],
        "it is a component of vue-router: call Vue.use(VueRouter) before new Vue(...)",
    ),
    "keep-alive": "weex-vue-framework drops this component of Vue: leave it out",
    "span": "use <text>; a transition-group takes tag='div'",
}
_OF_HTML = {
    **dict.fromkeys(["p", "h1", "h2", "h3", "h4", "h5", "h6", "i", "b", "em", "strong"], "<text>"),
    **dict.fromkeys(["label", "font", "pre", "small"], "<text>"),
    **dict.fromkeys(["ul", "ol", "li", "form", "section", "footer", "nav", "button"], "<div>"),
    **dict.fromkeys(["article", "main", "table", "tr", "td"], "<div>"),
    "br": "one <text> for each line",
    "hr": "a <div> with a height and a background",
    "select": "module picker",
    "iframe": "<web>",
}


def module_warnings(
    missing: Sequence[str], registry: Registry, platform: PlatformName | None
) -> list[str]:
    """Describe missing modules and the fix: one sentence about unregistered modules, and one about
    modules that the platform lacks.

    Args:
        missing: Names of modules; at least one.
    """
    known = registry.names()
    unknown = [name for name in missing if name not in known]
    lacking = [name for name in missing if name in known]
    found = []
    if unknown:
        found.append(_of_unknown(unknown, [name for name in known if registry.has(name, platform)]))
    for name in lacking:
        if registration := registry.get(name):
            on = [name for name in ("android", "ios", "web") if registration.on(name)]
            found.append(_of_lacking(name, on, platform))
    return found


def component_hint(type_: str, known: Iterable[str]) -> str:
    """Explain why an element has no component, and how to fix this.

    Args:
        type_: The element's type.
        known: The registered types.
    """
    head = f"component {type_!r} is not registered, so it is a plain element"
    if type_ in _OF_VUE:
        return f"{head}; {_OF_VUE[type_]}"
    if type_ in _OF_HTML:
        return f"{head}; it is an element of HTML: use {_OF_HTML[type_]}"
    meant = similar(type_, known, _NEAR)
    question = f"did you mean {meant!r}? Or an app" if meant else "an app"
    how = "write the component in Python (--module FILE / Runtime(components=[...]))"
    return f"{head}; {question} brings it: {how}"


def _of_unknown(names: Sequence[str], known: Iterable[str]) -> str:
    quoted = ", ".join(map(repr, names))
    known = list(known)
    meant = [
        f"{near!r} for {name!r}" if len(names) > 1 else repr(near)
        for name in names
        if (near := similar(name, known, _NEAR))
    ]
    noun, verb = ("modules", "are") if len(names) > 1 else ("module", "is")
    question = f"did you mean {', '.join(meant)}? Or " if meant else ""
    return (
        f"{noun} {quoted} {verb} not registered, so requireModule returns undefined; {question}"
        f"write the {noun} in Python (--module FILE / Runtime(modules=[...])), or "
        + _how_to_stub(names)
    )


def _of_lacking(name: str, platforms: Iterable[str], platform: PlatformName | None) -> str:
    return (
        f"platform {platform} does not have module {name!r}, so requireModule returns undefined; "
        f"the module exists on: {', '.join(platforms)}; check weex.supports('@module/{name}') "
        "first, or " + _how_to_stub([name])
    )


def _how_to_stub(names: Sequence[str]) -> str:
    stubs = _stubs(names)
    options = " ".join(f"--stub '{name}'" if "*" in name else f"--stub {name}" for name in stubs)
    return f"use a stub, which accepts and records every call: {options} / Runtime(stubs={stubs!r})"


def _stubs(names: Sequence[str]) -> list[str]:
    """Convert module names to patterns for the option `stubs`. Several names with the same prefix
    before "/" become one pattern, like "nat/*".
    """
    stubs: dict[str, None] = {}
    for name in names:
        folder = name.rpartition("/")[0]
        family = [other for other in names if folder and other.startswith(f"{folder}/")]
        stubs[f"{folder}/*" if len(family) > 1 else name] = None
    return list(stubs)
