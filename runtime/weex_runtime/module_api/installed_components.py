"""The components of the installed distributions, found through the entry-point group
`weex_runtime.components`.

Loading all classes takes 7 % of a process's start. A class of this distribution is loaded when its
first element is made. The `ComponentFacts` of all classes, which each page needs at its start, are
cached in a file for later processes (engine/saved_files.py).
"""

# Annotations are not postponed, since NamedTuple would compile each annotation's text.

import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, cast

from weex_runtime.engine import saved_files
from weex_runtime.errors import ModuleError
from weex_runtime.json_values import parse, to_text
from weex_runtime.module_api.entry_points import (
    OWN_DISTRIBUTION,
    EntryPoint,
    entry_points,
    load_point,
)
from weex_runtime.module_api.exports import check_exports, exports_of
from weex_runtime.module_api.platforms import PlatformName, is_on

if TYPE_CHECKING:
    from weex_runtime.module_api.component import Component

GROUP = "weex_runtime.components"
_FILE = f"components.{sys.implementation.cache_tag}.json"


class ComponentFacts(NamedTuple):
    """The attributes of a component class that a page needs before the page has an element of the
    class.

    Attributes:
        types: The element types of the class.
        methods: {name in JS: platforms that have the method, None for all}.
        is_live: Whether the component object is made together with each element, and not at its
            first use.
        holds_templates: As `Component.holds_templates`.
    """

    types: list[str]
    append_tree: bool
    methods: dict[str, list[str] | None]
    is_live: bool
    holds_templates: bool

    def methods_on(self, platform: PlatformName | None) -> list[str]:
        """Return the names of the methods on pages of a platform. The platform None has all
        methods.
        """
        return [name for name, platforms in self.methods.items() if is_on(platforms, platform)]


class Offer:
    """A component of a distribution or of an app: its `ComponentFacts`, and its class.

    Args:
        source: The component class, or an entry point that loads the class.
    """

    def __init__(self, facts: ComponentFacts, source: "type[Component] | EntryPoint") -> None:
        self.facts = facts
        self._source = source

    @property
    def cls(self) -> "type[Component]":
        """The class, which is loaded at its first use.

        Raises:
            ModuleError: The class cannot be loaded.
        """
        if isinstance(self._source, EntryPoint):
            self._source = load_point(self._source, GROUP)
        return cast("type[Component]", self._source)


def offer_of(cls: "type[Component]", source: str) -> Offer:
    """Read the `ComponentFacts` of a class.

    Args:
        source: Where the class comes from, for messages.

    Raises:
        ModuleError: The class is not a component.
    """
    from weex_runtime.module_api.component import Component, props_of

    if not (isinstance(cls, type) and issubclass(cls, Component)):
        raise ModuleError(f"{source}: expected a subclass of weex_runtime.Component, got {cls!r}")
    if not isinstance(getattr(cls, "type", None), str):
        raise ModuleError(f"{source}: set `type`, the element type in templates")
    if not isinstance(cls.attributes, Mapping):
        raise ModuleError(
            f"{source}: expected attributes as {{name: default}}, got {cls.attributes!r}; write "
            'attributes = {"value": 0}'
        )
    check_exports(cls, cls.type, source)
    methods = {
        name: None if export.platforms is None else list(export.platforms)
        for name, export in exports_of(cls).items()
    }
    is_live = cls.created is not Component.created or cls.holds_templates or bool(props_of(cls))
    types = list(dict.fromkeys((cls.type, *cls.aliases)))
    facts = ComponentFacts(types, cls.append_tree, methods, is_live, cls.holds_templates)
    return Offer(facts, cls)


@cache
def installed_components() -> Mapping[str, Mapping[EntryPoint, Offer]]:
    """Return {element type: {entry point: component}} of the installed distributions.

    Raises:
        ModuleError: An entry point of another distribution cannot be loaded, or does not load a
            component class.
    """
    points = entry_points(GROUP)
    own = [point for point in points if point.distribution == OWN_DISTRIBUTION]
    offers = dict(zip(own, _own_offers(own), strict=True))
    offers |= {p: offer_of(load_point(p, GROUP), p.source) for p in points if p not in offers}
    found: dict[str, dict[EntryPoint, Offer]] = {}
    for point, offer in offers.items():
        for type_ in offer.facts.types:
            found.setdefault(type_, {})[point] = offer
    return found


def _own_offers(points: list[EntryPoint]) -> list[Offer]:
    """Return the components of this distribution, in the order of its entry points."""
    stamp = repr(points).encode()
    if saved := saved_files.load(_FILE, stamp):
        files, facts = parse(saved.decode())
        if files == _states(files):
            return [Offer(ComponentFacts(*f), p) for f, p in zip(facts, points, strict=True)]
    offers = [offer_of(load_point(point, GROUP), point.source) for point in points]
    files = _states(_files_of([offer.cls for offer in offers]))
    data = to_text([files, [offer.facts for offer in offers]])
    saved_files.save(_FILE, stamp, data.encode())
    return offers


def _files_of(classes: "Iterable[type[Component]]") -> set[str]:
    """Return the files whose changes make the cache invalid: the files of all base classes, and all
    loaded files of the classes' packages.
    """
    bases = {base.__module__ for cls in classes for base in cls.__mro__}
    packages = {cls.__module__.partition(".")[0] for cls in classes}
    files = (
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if name in bases or name.partition(".")[0] in packages
    )
    return set(filter(None, files))


def _states(files: Iterable[str]) -> dict[str, list[int]]:
    """Return {path: [modification time in nanoseconds, size in bytes]} of the files that exist."""
    states = {}
    for file in files:
        with suppress(OSError):
            status = os.stat(file)
            states[file] = [status.st_mtime_ns, status.st_size]
    return states
