"""Prepare a page's JS until a bundle can run: the JS halves of this runtime, the Weex JS runtime
and the bundle's framework. JS half: js/70_instance.js."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, cast

from weex_runtime.engine import frameworks
from weex_runtime.engine.engine import JSFunction
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import engine_scripts, scripts_in
from weex_runtime.instance.bridge import Bridge
from weex_runtime.json_values import JSONInput, JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime.instance.bundle.bundle import Bundle
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.polyfill import Polyfill

# Matches a `class` binding in a render function, unless the binding is a list of one string
# literal.
_CLASS_BINDING = r"""\bclass['"]?\s*:\s*(?!\[\s*(?:'[^'\s]*'|"[^"\s]*")\s*\])"""

# A bundle that reads RegExp.$1 or a similar property contains at least one of these texts
# (js/42_regexp_statics.js).
_MATCH_NAMES = (
    *("RegExp.$", "RegExp.input", "RegExp[", ".$1", "{ $1", "{$1"),
    *("lastMatch", "lastParen", "leftContext", "rightContext"),
)

# The functions of js/70_instance.js that native calls, by name.
_ENTRIES = """
    addPolyfill definePolyfills formatText received followClock receiveBytes start createContext
    createInstance finishVanilla refresh registerModule registerComponent destroy callback
    longCallback fireEvent componentHook timer vueClasses broadcast polyfill polyfillScalars
    currentOrigin lastMissing track watch reportRejections
"""

# Matches a call that requires a module; the group is the module's name.
_REQUIRED = r"""(?:@weex-module/|requireModule\(['"])([\w./@-]+)"""


def run_scripts(
    page: Instance, bundle: Bundle, environment: Mapping[str, JSONInput]
) -> dict[str, JSFunction]:
    """Define the native functions, then run the scripts.

    Returns:
        {name: function that native calls in the page's JS}.
    """
    engine = page.engine
    bridge = Bridge(page)
    engine.define("__callPython", bridge.call, parameters=5, results=bridge.results)
    engine.define("__pushBytes", page.binary.push, parameters=1)
    run = engine.function(bundle.framework, _scripts(bundle.framework), has_lines=False)
    engine.call(run, to_text(environment))
    entries = engine.take("__entries", _ENTRIES.split())
    if page.clock.has_own_time:
        engine.call(entries["followClock"])
    return entries


def add_polyfill(page: Instance, cls: type[Polyfill], add: JSFunction) -> Polyfill:
    """Create the page's object of a polyfill, and run the polyfill's scripts."""
    polyfill = cls.__new__(cls)
    polyfill.page = page
    polyfill.__init__()  # type: ignore[misc]
    paths = tuple(polyfill.scripts())
    last = os.path.basename(paths[-1]).removesuffix(".js")
    # Each framework has its own file of bytecode, since the line numbers in the bytecode depend on
    # the framework.
    run = page.engine.function(f"{page.framework}_{last}", _polyfill_scripts(paths))
    page.engine.call(run, add, cls.name)
    return polyfill


def start(page: Instance, bundle: Bundle, entries: Mapping[str, JSFunction]) -> None:
    """Start the JS runtime with the modules, the components and the settings of the page's
    platform.
    """
    source = bundle.source
    if page.registry.stub_patterns:
        # Rax and the legacy framework need all modules before the bundle runs.
        for name in re.findall(_REQUIRED, source):
            page.registry.stub(name, page.platform.name)
    # Platforms of a module are known only after it is loaded, when a page requires it. Pages with a
    # platform, and pages of the legacy framework, need the methods of all modules before the bundle
    # runs.
    modules: Mapping[str, list[str] | None]
    if page.platform.name is None and bundle.framework != "Weex":
        modules = dict.fromkeys([*page.registry.names(), *page.registry.stubs()])
    else:
        modules = known = page.registry.methods(page.platform.name)
        if bundle.framework == "Weex":
            _let_legacy_see_stubs(page, bundle, known)
    facts = {
        "id": page.id,
        "framework": bundle.framework,
        "keepsMatches": "RegExp" in source and any(name in source for name in _MATCH_NAMES),
        "watchesClasses": bundle.framework == "Vue"
        and "class" in source
        and re.search(_CLASS_BINDING, source) is not None,
        "modules": modules,
        "stubs": page.registry.stubs(page.platform.name),
        "hasStubPatterns": bool(page.registry.stub_patterns),
        "mendsDefects": page.platform.mends_defects,
        "freezesBuiltIns": page.platform.freezes_built_ins,
        "origin": f"loading {bundle.name}",
    }
    components = page.runtime.components.registrations(page.platform.name)
    page.engine.call(entries["start"], to_text(cast(JSONValue, facts)), components)
    page.engine.call(entries["definePolyfills"])
    if "Promise" in source or "async" in source:
        if page.engine.watch_rejections(entries["track"]):
            page.engine.call(entries["watch"])


def _let_legacy_see_stubs(page: Instance, bundle: Bundle, methods: dict[str, list[str]]) -> None:
    # The legacy framework reads the methods of a module from its registration, and treats an
    # unknown module as an empty one. So a stub gets as methods each name that the bundle calls or
    # quotes (`this.$call('stream', 'fetch')`), and three names that the framework itself calls.
    named = re.findall(r"""(?:\.|['"])([A-Za-z_$][\w$]*)(?:\s*\(|['"])""", bundle.source)
    called = sorted({*named, "openURL", "setTitle", "sendHttp"} - {"then", "toJSON"})
    for name in page.registry.stubs(page.platform.name):
        methods[name] = called
    for name in re.findall(_REQUIRED, bundle.source):
        if name not in methods:
            page.warn_unknown_module(name)


@cache
def _scripts(framework: str) -> list[Script]:
    # The first script keeps references to the original built-ins, which are faster than their
    # replacements.
    first, *others = scripts_in(os.path.join(os.path.dirname(__file__), "js"))
    scripts = [first, *engine_scripts(), *others]
    file = frameworks.FRAMEWORKS[framework]
    scripts.append(_maker("makeRuntime", frameworks.JS_RUNTIME))
    if file:
        scripts.append(_maker("makeFramework", file))
    return scripts


@cache
def _polyfill_scripts(paths: tuple[str, ...]) -> list[Script]:
    """Return scripts that pass a polyfill's function and name to addPolyfill
    (js/45_polyfills.js).
    """
    return [
        Script(os.path.basename(path), f"arguments[0]({frameworks.read(path)}, arguments[1]);")
        for path in paths
    ]


def _maker(name: str, file: str) -> Script:
    # The parameter `console` hides the global one, so that frameworks write to a separate console.
    maker = f"function (console) {{ return {frameworks.source_of(file)}\n; }}"
    return Script(file, f"__entries.{name} = {maker};")
