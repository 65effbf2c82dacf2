"""The project of a test in JS: finds and compiles the files that a test imports, as for pages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from weex_runtime.access.access import Access
from weex_runtime.access.page_access import PageAccess
from weex_runtime.errors import SourceError, WeexError
from weex_runtime.sources.component import COMPONENT, component_module
from weex_runtime.sources.files import ProjectFiles
from weex_runtime.sources.modules import ASSET, FileCompiler
from weex_runtime.sources.part import Module
from weex_runtime.sources.resolver import EMPTY, Resolver
from weex_runtime.sources.settings import Settings, settings_of

_NATIVE = "@weex-module/"


class TestProject:
    """The project that contains a test file.

    Attributes:
        settings: The aliases and constants of the project's settings files.
    """

    def __init__(self, test: Path) -> None:
        # Test files are trusted, so they may also import files outside the project.
        access = PageAccess(Access(allow_read=True), lambda: "", {})
        self._files = ProjectFiles(str(test), access)
        self.settings = _settings_of(self._files.root)
        self._resolver = Resolver(self._files, self.settings.aliases)
        self._compiler = FileCompiler(self._files, self._resolver)

    def modules(self, path: Path, text: str | None = None) -> list[Module]:
        """Compile a file; see `FileCompiler.modules`."""
        return self._compiler.modules(str(path), text)

    def found(self, name: str, base: Path) -> Path | Module:
        """Return the file that `base` imports by a name; for an import without a file, a `Module`.

        Raises:
            WeexError: The import leads nowhere.
        """
        if name == COMPONENT:
            return component_module()
        if name.startswith(_NATIVE):
            raise WeexError(
                f"{name!r} exists only in pages, so a test cannot import it: test the code in a "
                f"page, where mockModule({name.removeprefix(_NATIVE)!r}, {{…}}) replaces the module"
            )
        if name.startswith(ASSET):
            name = name.removeprefix(ASSET)
            path = self._resolver.path(name, str(base))
            if not self._files.is_picture(path):
                return Module(f"({name})", f"module.exports = {json.dumps(name)};")
        try:
            found = self._resolver.find_module(name, str(base), 0)
            return Module(EMPTY, "module.exports = {};") if found == EMPTY else Path(found)
        except SourceError as error:
            raise WeexError(error.problem) from None  # without the line, which the JS stack names


@cache
def _settings_of(root: str) -> Settings:
    return settings_of(root)
