"""Entry points of the installed distributions, as `importlib.metadata` finds them.

Importing `importlib.metadata` takes a fifth of a cold start, so this file reads the folders of
`sys.path` itself. It calls `importlib.metadata` only in two cases: `sys.path` has an archive or an
egg, or `sys.meta_path` has a finder that finds further distributions.

Source: Python packaging, "Entry points specification"; importlib/metadata/__init__.py.
"""

import os
import sys
from _frozen_importlib_external import PathFinder  # `importlib` takes half a millisecond to import
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from weex_runtime.errors import ModuleError

OWN_DISTRIBUTION = "weex-runtime"


class EntryPoint(NamedTuple):
    """A line of a distribution's entry_points.txt.

    Attributes:
        name: The name of the entry point, unique in its group and distribution.
        value: "package.module:attribute".
        distribution: The name of its distribution, like "weex-runtime".
    """

    name: str
    value: str
    distribution: str

    @property
    def source(self) -> str:
        """The origin of the object in messages, like "entry point of weex-runtime"."""
        return f"entry point of {self.distribution}"

    def load(self) -> Any:
        """Import the object that the entry point names.

        Raises:
            ImportError: The Python module does not exist.
            AttributeError: The Python module has no such attribute.
        """
        module, _, attribute = self.value.partition("[")[0].partition(":")
        name = module.strip()
        __import__(name)
        target: Any = sys.modules[name]
        for part in filter(None, attribute.strip().split(".")):
            target = getattr(target, part)
        return target


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, in the order of `sys.path`.

    Of several distributions with the same name only the first one counts. Each folder is read only
    once: distributions that are installed later are not found.
    """
    place = (*sys.path, os.getcwd() if "" in sys.path else "")
    if _has_archive(place) or any(
        finder is not PathFinder and hasattr(finder, "find_distributions")
        for finder in sys.meta_path
    ):
        from importlib import metadata

        return [
            EntryPoint(point.name, point.value, point.dist.name if point.dist else "")
            for point in metadata.entry_points(group=group)
        ]
    return list(_points_in(place, group))


def offers(group: str) -> Mapping[str, Sequence[EntryPoint]]:
    """Return the entry points of a group by name."""
    found: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group):
        found.setdefault(point.name, []).append(point)
    return found


@lru_cache(maxsize=8)
def _points_in(place: tuple[str, ...], group: str) -> tuple[EntryPoint, ...]:
    return tuple(
        EntryPoint(name, value, _name_of(info))
        for info, text in _distributions(place)
        for name, value in _section(text, group)
    )


def load(group: str) -> list[tuple[EntryPoint, Any]]:
    """Return the entry points of a group, each with the object that it loads.

    Raises:
        ModuleError: An object cannot be loaded.
    """
    return [(point, load_point(point, group)) for point in entry_points(group)]


def prevailing(group: str, name: str, points: Collection[EntryPoint]) -> EntryPoint:
    """Choose one of several entry points with the same name: an entry point of another distribution
    replaces that of weex-runtime.

    Args:
        group: The group. The last part of its name is the noun in errors, like "module" for
            "weex_runtime.modules".

    Raises:
        ModuleError: Two distributions other than weex-runtime have entry points with the name.
    """
    if len(points) == 1:
        return next(iter(points))
    by_distribution = {point.distribution: point for point in points}
    others = sorted(by_distribution.keys() - {OWN_DISTRIBUTION})
    if len(others) > 1:
        kind = _kind(group)
        raise ModuleError(
            f"expected one installed distribution to offer {kind} {name!r}, got "
            f"{' and '.join(others)}; uninstall all but one"
            + ("" if kind == "polyfill" else f", or pass the class to use: Runtime({kind}s=[...])")
        )
    return by_distribution[others[0] if others else OWN_DISTRIBUTION]


def load_point(point: EntryPoint, group: str) -> Any:
    """Load the object of an entry point.

    Raises:
        ModuleError: The object cannot be loaded.
    """
    try:
        return point.load()
    except (ImportError, AttributeError) as error:
        raise ModuleError(
            f"{point.source}: {_kind(group)} {point.name!r} does not load: {error}"
        ) from error


def _kind(group: str) -> str:
    return group.rpartition(".")[2].removesuffix("s")


@lru_cache(maxsize=1)
def _has_archive(place: tuple[str, ...]) -> bool:
    return any(path.lower().endswith(".egg") or os.path.isfile(path) for path in place)


@lru_cache(maxsize=1)
def _distributions(place: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (metadata folder, text of entry_points.txt) of each distribution with this file. The
    result is cached for the folders in `place`, since a process reads several groups when it
    starts.
    """
    infos: dict[str, str] = {}  # {normalized name of a distribution: its metadata folder}
    for folder in sys.path:
        try:
            children = os.listdir(folder or ".")
        except OSError:
            continue
        for child in children:
            if child.lower().endswith((".dist-info", ".egg-info")):
                name_and_version = os.path.splitext(child)[0]
                name = name_and_version.partition("-")[0].lower()
                words = filter(None, name.replace(".", "_").split("_"))
                infos.setdefault("_".join(words), os.path.join(folder, child))
    texts = [(info, _read(info, "entry_points.txt")) for info in infos.values()]
    return [(info, text) for info, text in texts if text]


def _section(text: str, group: str) -> Iterator[tuple[str, str]]:
    if f"[{group}]" not in text:
        return
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line == f"[{group}]"
        elif inside and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


@cache
def _name_of(info: str) -> str:
    head = _read(info, "METADATA") or _read(info, "PKG-INFO")
    lines = (line for line in head.splitlines() if line.startswith("Name:"))
    return next(lines, "Name:").removeprefix("Name:").strip()


def _read(info: str, file: str) -> str:
    try:
        with open(os.path.join(info, file), encoding="utf-8") as stream:
            return stream.read()
    except OSError:
        return ""
