"""Bundler: finds the modules that a source file imports, and joins them into one bundle."""

from __future__ import annotations

import json

from weex_runtime.engine.isolation import Isolation
from weex_runtime.errors import SourceError
from weex_runtime.naming import did_you_mean
from weex_runtime.sources.compiled import Compiled, Lines
from weex_runtime.sources.component import COMPONENT, component_module
from weex_runtime.sources.files import ProjectFiles, RemoteFiles
from weex_runtime.sources.modules import ASSET, FileCompiler
from weex_runtime.sources.part import Import, Module, Part
from weex_runtime.sources.resolver import EMPTY, Resolver
from weex_runtime.sources.settings import Settings

_HEADER = '// { "framework": "Vue" }\n'
_START = """\
(function (modules) {
  var loaded = {};
  function require(id) {
    if (!loaded[id]) {
      if (!modules[id]) throw new Error("Cannot find module '" + id + "'");
      loaded[id] = { exports: {} };
      modules[id].call(loaded[id].exports, loaded[id], loaded[id].exports, require);
    }
    return loaded[id].exports;
  }
  require(%s);
})({
"""
_END = "});\n"

_SHOWN = 8  # maximum number of names of exports that a warning lists

# {name of a package: JS expression that replaces the package}
_REPLACED = {
    "vue": "Vue",
    # The renderer for browsers. Entry scripts of projects that are also built for the web call its
    # `weex.init(Vue)`, which has no effect on a device.
    "weex-vue-render": "Object.assign(Object.create(weex), { init: function () {} })",
}

# Older bundles require a native module of the app by this prefix and the module's name.
_NATIVE = "@weex-module/"


class Bundler:
    """Compiler and linker for the bundle of one source file.

    Args:
        files: The files of the source file's project.
        settings: The project's settings.
        es5: Lower scripts to ES5, for devices.
        isolation: The kind of process that runs the compilers.
    """

    def __init__(
        self,
        files: ProjectFiles | RemoteFiles,
        settings: Settings,
        es5: bool,
        isolation: Isolation,
    ) -> None:
        self._files = files
        self._settings = settings
        self._resolver = Resolver(files, settings.aliases)
        self._compiler = FileCompiler(files, self._resolver, es5, isolation)
        # {id of a module: (code, source lines of the code)}
        self._modules: dict[str, tuple[str, list[Lines]]] = {}
        # {id of a module: names of its exports; None: unknown}
        self._exports: dict[str, list[str] | None] = {}

        # all imports: (name of the importing file, id of the imported module, the import)
        self._imports: list[tuple[str, str, Import]] = []
        self._makes_root = False  # whether a script of the project calls `new Vue`
        self._reached: set[str] = set()  # ids of the modules that the bundle contains
        self._waiting: list[str] = []  # paths of files that still must be compiled

    def bundle(self, text: str) -> Compiled:
        """Compile the entry file and its imports to one bundle.

        Args:
            text: The text of the entry file.

        Raises:
            SourceError: A file does not compile, or an import leads nowhere.
        """
        entry = self._files.entry
        self._reach(entry)
        while self._waiting:
            path = self._waiting.pop(0)
            is_entry = path == entry
            for module in self._compiler.modules(
                path, text if is_entry else None, is_root=is_entry
            ):
                self._add(module)
        if any(f"require({json.dumps(COMPONENT)})" in code for code, _ in self._modules.values()):
            self._add(component_module())
        self._check_imports()
        name = self._files.show(entry)
        # only scripts are in `_exports` under their file names, so a component gets no warning
        if name in self._exports and not self._makes_root:
            self._compiler.notes.append(
                f"{name}: no script calls new Vue, so nothing is rendered; open the .vue file of "
                "the page, like src/index.vue"
            )
        return self._joined(self._files.show(entry))

    def _reach(self, path: str) -> str:
        """Return the id of a file's module, and queue the file for compilation if it is new."""
        module_id = self._files.show(path)
        if module_id not in self._reached:
            self._reached.add(module_id)
            self._waiting.append(path)
        return module_id

    def _add(self, module: Module) -> None:
        ids: dict[str, str] = {}  # {name passed to `require`: id of the required module}

        def id_of(name: str, line: int) -> str:
            return ids.setdefault(name, self._required(module.path, name, line))

        self._modules[module.id] = module.code(id_of), module.lines
        if isinstance(module.content, Part):
            is_own = "node_modules" not in module.path
            self._makes_root |= is_own and module.content.makes_root
            self._exports[module.id] = module.content.exports
            file = module.content.place.name
            self._imports += [
                (file, ids[one.module], one) for one in module.content.imports if one.module in ids
            ]

    def _check_imports(self) -> None:
        """Warn about imported names that are undefined, since the module does not export them."""
        for file, module_id, (_, name, line) in self._imports:
            exports = self._exports.get(module_id)
            if exports is None or name in exports:
                continue
            known = f"the file exports {', '.join(exports[:_SHOWN])}"
            self._compiler.notes.append(
                f"{file}:{line}: {name} is undefined, since {module_id} does not export it; "
                + did_you_mean(name, exports, known)
            )

    def _required(self, base: str, name: str, line: int) -> str:
        """Return the id, in the bundle, of the module that code requires by a name."""
        if name in _REPLACED:
            return self._generated(f"({name})", _REPLACED[name])
        if name.startswith(ASSET):
            return self._picture(name.removeprefix(ASSET), base)
        if name.startswith(_NATIVE):
            native = json.dumps(name.removeprefix(_NATIVE))
            return self._generated(f"({name})", f"weex.requireModule({native})")
        try:
            found = self._resolver.find_module(name, base, line)
            return self._generated(EMPTY, "{}") if found == EMPTY else self._reach(found)
        except SourceError as error:
            if "node_modules" not in base:
                raise
            # Do not refuse an unknown module that a package requires, like `http` of Node.js:
            # perhaps the package does not use the module on a device.
            base_name = self._files.show(base)
            problem = f"Cannot find module {name!r}, required by {base_name}: {error.problem}"
            module_id = f"({base_name}: {name})"
            self._modules[module_id] = f"throw new Error({json.dumps(problem)});", []
            return module_id

    def _picture(self, name: str, base: str) -> str:
        """Return the id of a module that exports a picture's address. If the picture's file does
        not exist, the exported address is the text `name`.
        """
        path = self._resolver.path(name, base)
        if self._files.is_picture(path):
            return self._reach(path)
        return self._generated(f"({name})", json.dumps(name))

    def _generated(self, module_id: str, value: str) -> str:
        """Add a generated module that exports the value of a JS expression, and return the id of
        the module.
        """
        self._modules[module_id] = f"module.exports = {value};", []
        return module_id

    def _joined(self, entry_id: str) -> Compiled:
        texts: list[str] = [_HEADER, self._environment(), _START % json.dumps(entry_id)]
        line = 1 + sum(text.count("\n") for text in texts)
        lines: list[Lines] = []
        for module_id, (code, own) in self._modules.items():
            head = f"{json.dumps(module_id)}: function module(module, exports, require) {{\n"
            text = f"{head}{code}\n}},\n"
            if own:
                lines += [part._replace(first=line + part.first) for part in own]
                # The lines after a module's code come from no source file.
                lines.append(Lines(line + text.count("\n") - 1, "", 0))
            texts.append(text)
            line += text.count("\n")
        texts.append(_END)
        files = {self._files.show(path): path for path in self._compiler.read}
        return Compiled("".join(texts), tuple(lines), files, tuple(self._compiler.notes))

    def _environment(self) -> str:
        """Return JS that defines `process.env` and the constants of the settings; "" if unused."""
        codes = [code for code, _ in self._modules.values()]
        is_used = self._settings.defines or any("process.env" in code for code in codes)
        return self._settings.script() if is_used else ""
