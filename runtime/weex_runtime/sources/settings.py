"""Import aliases and constants of a project.

Options override pyproject.toml, and pyproject.toml overrides weex.config.json."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from weex_runtime.errors import BundleError
from weex_runtime.json_values import JSONInput

_IDENTIFIER = r"[A-Za-z_$][\w$]*"
_ENVIRONMENT = "process.env."


class Settings(NamedTuple):
    """Import aliases and constants for the compilation of one bundle.

    Attributes:
        aliases: Maps the first part of an imported path, like "@", to a folder in the project.
        defines: Maps the name of a constant, like "API" or "process.env.API", to a value.
    """

    aliases: dict[str, str]
    defines: dict[str, JSONInput]

    def script(self) -> str:
        """Return one line of JS that defines the constants and `process.env`."""
        environment: dict[str, JSONInput] = {"NODE_ENV": "development"}
        statements: list[str] = []
        for name, value in self.defines.items():
            if name.startswith(_ENVIRONMENT):
                environment[name.removeprefix(_ENVIRONMENT)] = value
            else:
                statements.append(f"var {name} = {json.dumps(value)};")
        statements.append(f"var process = {{ env: {json.dumps(environment)} }};")
        return " ".join(statements) + "\n"


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
    for file, table in (("weex.config.json", _json_file), ("pyproject.toml", _pyproject)):
        path = os.path.join(root, file)
        if root and os.path.isfile(path):
            given = table(path)
            found.aliases.update(_table(file, given, "alias", str))
            found.defines.update(_table(file, given, "define", object))
    found.aliases.update(aliases or {})
    found.defines.update(defines or {})
    for name in found.defines:
        if not re.fullmatch(rf"(?:process\.env\.)?{_IDENTIFIER}", name):
            problem = f"define: expected a name like API or process.env.API, got {name!r}"
            raise BundleError("settings", problem)
    return found


def _table(file: str, given: dict[str, Any], name: str, kind: type) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict) or not all(isinstance(value, kind) for value in table.values()):
        raise BundleError(file, f"{name}: expected an object of names and values, got {table!r}")
    return table


def _json_file(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as stream:
            given = json.load(stream)
    except (OSError, ValueError) as error:
        raise BundleError(os.path.basename(path), f"expected a JSON object: {error}") from None
    if not isinstance(given, dict):
        raise BundleError(os.path.basename(path), f"expected a JSON object, got {given!r}")
    return given


def _pyproject(path: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        with open(path, "rb") as stream:
            tool = tomllib.load(stream).get("tool", {})
    except (OSError, ValueError) as error:
        raise BundleError(os.path.basename(path), f"expected TOML: {error}") from None
    given = tool.get("weex-runtime", {}) if isinstance(tool, dict) else {}
    return given if isinstance(given, dict) else {}
