"""Import aliases and constants of a project.

Options override pyproject.toml, and pyproject.toml overrides weex.config.json."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from weex_runtime.errors import BundleError
from weex_runtime.json_values import JSONInput, parse, to_text

_CONSTANT = r"(?:process\.env\.)?([A-Za-z_$][\w$]*)"
_ENVIRONMENT = "process.env."
# Words that cannot be the name of a variable. Source: ECMAScript, "Keywords and Reserved Words".
_RESERVED = frozenset(
    """
    await break case catch class const continue debugger default delete do else enum export extends
    false finally for function if import in instanceof let new null return static super switch this
    throw true try typeof var void while with yield
    """.split()
)


class Settings(NamedTuple):
    """Import aliases and constants for the compilation of one bundle.

    Attributes:
        aliases: Maps the beginning of imported paths, like "@", to a folder in the project.
        defines: Maps the name of a constant, like "API" or "process.env.API", to a value.
    """

    aliases: dict[str, str]
    defines: dict[str, JSONInput]

    def constants(self) -> str:
        """Return JS that defines the constants, except those of `process.env`."""
        names = [name for name in self.defines if not name.startswith(_ENVIRONMENT)]
        return "".join(f"var {name} = {to_text(self.defines[name])}; " for name in names)

    def environment(self) -> dict[str, JSONInput]:
        """Return the properties of `process.env` that the project's constants define."""
        return {
            name.removeprefix(_ENVIRONMENT): value
            for name, value in self.defines.items()
            if name.startswith(_ENVIRONMENT)
        }

    def script(self) -> str:
        """Return one line of JS that defines the constants and `process.env`."""
        environment = to_text({"NODE_ENV": "development", **self.environment()})
        return f"{self.constants()}var process = {{ env: {environment} }};\n"


def settings_of(
    root: str,
    aliases: Mapping[str, str] | None = None,
    defines: Mapping[str, JSONInput] | None = None,
) -> Settings:
    """Return the aliases and the constants of a project.

    Args:
        root: The root folder of the project; "" for a project on a server.
        aliases, defines: Entries that override those in the settings files.

    Raises:
        BundleError: A settings file is malformed, or the name of a constant is invalid.
    """
    found = Settings({"@": "src"}, {})
    tables: list[tuple[str, object, object]] = []
    for file, read in (("weex.config.json", _json_file), ("pyproject.toml", _pyproject)):
        path = os.path.join(root, file)
        if root and os.path.isfile(path):
            given = read(path)
            for wrong, right in (("aliases", "alias"), ("defines", "define")):
                if wrong in given:
                    raise BundleError(file, f"expected the key {right!r}, got {wrong!r}")
            tables.append((file, given.get("alias", {}), given.get("define", {})))
    for source, alias, define in (*tables, ("options", aliases or {}, defines or {})):
        if problem := alias_problem(alias) or define_problem(define):
            raise BundleError(source, problem)
        found.aliases.update(cast("Mapping[str, str]", alias))
        found.defines.update(cast("Mapping[str, JSONInput]", define))
    return found


def alias_problem(given: object) -> str:
    """Describe the mistake in a table of aliases; "" for a valid table."""
    if isinstance(given, Mapping):
        parts = [*given, *given.values()]
        if all(isinstance(part, str) and part.strip("/") for part in parts):
            return ""
    return f'alias: expected folders by name, like {{"components": "src"}}, got {given!r}'


def define_problem(given: object) -> str:
    """Describe the mistake in a table of constants; "" for a valid table."""
    if not isinstance(given, Mapping):
        return f'define: expected values by name, like {{"API": "http://a.b"}}, got {given!r}'
    for name, value in given.items():
        match = re.fullmatch(_CONSTANT, name) if isinstance(name, str) else None
        if not match or (match.group(1) == name and name in _RESERVED):
            return f"define: expected a name like API or process.env.API, got {name!r}"
        try:
            to_text(value)
        except (TypeError, ValueError):
            return f"define: expected JSON as the value of {name}, got {value!r}"
    return ""


def _json_file(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as stream:
            given = parse(stream.read())
    except (OSError, ValueError) as error:
        raise BundleError(os.path.basename(path), f"expected a JSON object: {error}") from None
    if not isinstance(given, dict):
        raise BundleError(os.path.basename(path), f"expected a JSON object, got {given!r}")
    return given


def _pyproject(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as stream:
            text = stream.read().decode()
        if not _may_have_table(text):
            return {}
        if sys.version_info >= (3, 11):
            import tomllib
        else:
            import tomli as tomllib
        tool = tomllib.loads(text).get("tool", {})
    except (OSError, ValueError, RecursionError) as error:
        raise BundleError(os.path.basename(path), f"expected TOML: {error}") from None
    given = tool.get("weex-runtime", {}) if isinstance(tool, dict) else {}
    return given if isinstance(given, dict) else {}


def _may_have_table(text: str) -> bool:
    """Return whether a pyproject.toml may have [tool.weex-runtime]. Other files are not parsed,
    since parsing takes milliseconds.
    """
    if "weex-runtime" not in text:
        return False
    lines = (line.lstrip(" \t[") for line in text.splitlines() if "tool" in line)
    return any(
        line.startswith("tool")
        and ("weex-runtime" in line or line[4:].lstrip().startswith(("]", "=")))
        for line in lines
    )
