"""Run the scripts of a page in order: the JS halves of this runtime, the Weex JS runtime, the
framework, then the bundle. JS half: js/70_instance.js.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from weex_runtime.engine import frameworks
from weex_runtime.engine.positions import Script
from weex_runtime.engine.scripts import engine_scripts, scripts_in
from weex_runtime.errors import CreateInstanceFailed
from weex_runtime.instance.bridge import RESULTS, Bridge
from weex_runtime.json_values import JSONInput, to_text

if TYPE_CHECKING:
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
    addPolyfill formatText received followClock receiveBytes start createContext
    createInstance finishVanilla refresh registerModule registerComponent destroy callback
    longCallback fireEvent componentHook timer vueClasses broadcast polyfill polyfillScalars
    currentOrigin lastMissing track watch reportRejections
"""

# The number of lines before the bundle's code when the framework runs the bundle: the lines of
# `new Function`, of the framework's wrapper, and of the header that names the framework.
_LINES_BEFORE = {"Rax": 4, "Weex": 7}

# Matches a call that requires a module; the group is the module's name.
_REQUIRED = r"""(?:@weex-module/|requireModule\(['"])([\w./@-]+)"""


def boot(page: Instance, polyfills: Iterable[type[Polyfill]]) -> None:
    """Prepare the JS context of a page so that its bundle can run."""
    engine = page.engine
    engine.define("__callPython", Bridge(page).call, parameters=5, results=RESULTS)
    engine.define("__pushBytes", page.binary.push, parameters=1)
    run = engine.function(page.framework, _scripts(page.framework), has_lines=False)
    engine.call(run, to_text(page.environment))
    entries = page.js.entries = engine.take("__entries", _ENTRIES.split())
    if page.clock.has_own_time:
        engine.call(entries["followClock"])
    for cls in polyfills:
        page.modules.polyfills[cls.name] = _add_polyfill(page, cls)
    _start(page)


def run_bundle(page: Instance, data: JSONInput) -> None:
    """Run the bundle of a page (createInstance).

    Args:
        data: Data of the root component.

    Raises:
        BundleError: The source is not JS.
        CreateInstanceFailed: The framework refused the bundle.
    """
    js, framework = page.js, page.framework
    options: dict[str, JSONInput] = {"bundleUrl": page.url, "bundleType": framework}
    options |= {"env": page.environment, **page.config}
    text = to_text({"options": options, "data": data})

    def locate(line: int, column: int) -> str | None:
        return js.positions.locate(line, column)

    lines_before = _LINES_BEFORE.get(framework)
    if lines_before is None:
        problem = js.enter("createContext", text)
        if not problem:
            js.run(partial(js.engine.run, locate=locate), page.source, page.name, origin=js.loading)
            if framework == "Vanilla":
                js.enter("finishVanilla")
    else:
        placed = js.engine.place(page.source, page.name, lines_before, locate)
        code = f'// {{"framework":"{framework}"}}\n{placed}'
        problem = js.enter("createInstance", text, to_text([code]), origin=js.loading)
    if problem:
        raise CreateInstanceFailed(f"{page.name}: {problem}")


def _add_polyfill(page: Instance, cls: type[Polyfill]) -> Polyfill:
    polyfill = cls.__new__(cls)
    polyfill.page = page
    polyfill.__init__()  # type: ignore[misc]
    paths = tuple(polyfill.scripts())
    last = os.path.basename(paths[-1]).removesuffix(".js")
    # Each framework has its own file of bytecode, since the line numbers in the bytecode depend on
    # the framework.
    run = page.engine.function(f"{page.framework}_{last}", _polyfill_scripts(paths))
    page.engine.call(run, page.js.entries["addPolyfill"], cls.name)
    return polyfill


def _start(page: Instance) -> None:
    """Start the JS runtime with the modules, the components and the settings of the page's
    platform.
    """
    source, registry, platform, entries = page.source, page.registry, page.platform, page.js.entries
    if registry.stub_patterns:
        # Rax and the legacy framework need all modules before the bundle runs.
        for name in re.findall(_REQUIRED, source):
            registry.stub(name, platform.name)
    # Platforms of a module are known only after it is loaded, when a page requires it. Pages with a
    # platform, and pages of the legacy framework, need the methods of all modules before the bundle
    # runs.
    modules: Mapping[str, list[str] | None]
    if platform.name is None and page.framework != "Weex":
        modules = dict.fromkeys([*registry.names(), *registry.stubs()])
    else:
        modules = known = registry.methods(platform.name)
        if page.framework == "Weex":
            _let_legacy_see_stubs(page, known)
    facts: dict[str, JSONInput] = {
        "id": page.id,
        "framework": page.framework,
        "keepsMatches": "RegExp" in source and any(name in source for name in _MATCH_NAMES),
        "watchesClasses": page.framework == "Vue"
        and "class" in source
        and re.search(_CLASS_BINDING, source) is not None,
        "modules": modules,
        "stubs": registry.stubs(platform.name),
        "hasStubPatterns": bool(registry.stub_patterns),
        "mendsDefects": platform.mends_defects,
        "freezesBuiltIns": platform.freezes_built_ins,
        "origin": page.js.loading,
    }
    components = page.runtime.components.registrations(platform.name)
    page.engine.call(entries["start"], to_text(facts), components)
    del entries["start"]  # the last reference: JS itself has deleted `native.start`
    if "Promise" in source or "async" in source:
        if page.engine.watch_rejections(entries["track"]):
            page.engine.call(entries["watch"])


def _let_legacy_see_stubs(page: Instance, methods: dict[str, list[str]]) -> None:
    # The legacy framework reads the methods of a module from its registration, and treats an
    # unknown module as an empty one. So each name that the bundle calls or quotes
    # (`this.$call('stream', 'fetch')`) becomes a method of the stub. Three names that the framework
    # itself calls become methods, too.
    named = re.findall(r"""(?:\.|['"])([A-Za-z_$][\w$]*)(?:\s*\(|['"])""", page.source)
    called = sorted({*named, "openURL", "setTitle", "sendHttp"} - {"then", "toJSON"})
    for name in page.registry.stubs(page.platform.name):
        methods[name] = called
    for name in re.findall(_REQUIRED, page.source):
        if name not in methods:
            page.warn_unknown_module(name)


@cache
def _scripts(framework: str) -> list[Script]:
    # The first script runs before the engine's scripts replace built-ins, so that it keeps the
    # original built-ins, which are faster.
    folder = os.path.join(os.path.dirname(__file__), "js")
    first, *others = scripts_in(folder)
    scripts = [first, *engine_scripts(), *others]
    if framework in os.listdir(folder):
        scripts += scripts_in(os.path.join(folder, framework))
    file = frameworks.FRAMEWORKS[framework]
    scripts.append(_maker("makeRuntime", frameworks.JS_RUNTIME))
    if file:
        scripts.append(_maker("makeFramework", file))
    return scripts


@cache
def _polyfill_scripts(paths: tuple[str, ...]) -> list[Script]:
    """Return the scripts of a polyfill. Each script passes its function and the polyfill's name to
    addPolyfill (js/45_polyfills.js).
    """
    return [
        Script(os.path.basename(path), f"arguments[0]({frameworks.read(path)}, arguments[1]);")
        for path in paths
    ]


def _maker(name: str, file: str) -> Script:
    # The function's parameter `console` hides the global `console`, so that frameworks write to a
    # console of their own.
    maker = f"function (console) {{ return {frameworks.source_of(file)}\n; }}"
    return Script(file, f"__entries.setup.{name} = {maker};")
