"""The component classes of a runtime by element type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from weex_runtime.json_values import JSONValue, to_text
from weex_runtime.module_api.entry_points import prevailing
from weex_runtime.module_api.exports import Export, exports_of, source_of
from weex_runtime.module_api.installed_components import (
    GROUP,
    Offer,
    installed_components,
    offer_of,
)
from weex_runtime.module_api.platforms import PlatformName, is_on

if TYPE_CHECKING:
    from weex_runtime.module_api.component import Component


class ComponentRegistry:
    """The components of one runtime.

    Args:
        components: Classes to add to the installed components. A class replaces the installed
            component with the same element type.

    Attributes:
        plain: The types of elements that get a component object only when it is first used.
        holders: The types whose children are templates (`Component.holds_templates`).

    Raises:
        ModuleError: A class is not a component, a component of another distribution cannot be
            loaded, or two distributions other than weex-runtime offer components of one type.
    """

    def __init__(self, components: Iterable[type[Component]] = ()) -> None:
        own = {type_: offer for cls in components for type_, offer in _offers(cls).items()}
        self._offers = {
            type_: offers[prevailing(GROUP, type_, offers)]
            for type_, offers in installed_components().items()
            if type_ not in own
        }
        self._add(own)

    def replace(self, cls: type[Component]) -> list[str]:
        """Register a class in place of the registered components with the same element types.

        Returns:
            The element types of the class.

        Raises:
            ModuleError: The class is not a component.
        """
        offers = _offers(cls)
        self._add(offers)
        return list(offers)

    def get(self, type_: str) -> type[Component] | None:
        """Return the class of an element type; None for an unknown type.

        Raises:
            ModuleError: The class cannot be loaded.
        """
        offer = self._offers.get(type_)
        return offer.cls if offer else None

    def __contains__(self, type_: str) -> bool:
        return type_ in self._offers

    def types(self) -> list[str]:
        """The registered element types, sorted."""
        return sorted(self._offers)

    def items(self) -> list[tuple[str, type[Component]]]:
        """Return (type, class) of all components, sorted by type.

        Raises:
            ModuleError: A class cannot be loaded.
        """
        return [(type_, self._offers[type_].cls) for type_ in self.types()]

    def registrations(self, platform: PlatformName | None) -> str:
        """Return the argument of the JS runtime's `registerComponents` for pages of the platform:
        JSON text of [type | {"type", "append"?, "methods"?}].
        """
        return _registrations(tuple(self._offers.items()), platform)

    def registration(self, name: str, platform: PlatformName | None) -> JSONValue:
        """Return the entry of `registrations` for an element type."""
        return _registration(name, self._offers[name], platform)

    def methods(self, type_: str, platform: PlatformName | None) -> list[str]:
        """Return the methods of elements of a type on pages of the platform."""
        offer = self._offers.get(type_)
        return offer.facts.methods_on(platform) if offer else []

    def _add(self, offers: Mapping[str, Offer]) -> None:
        self._offers.update(offers)
        facts = {type_: offer.facts for type_, offer in self._offers.items()}
        self.plain = frozenset(type_ for type_, f in facts.items() if not f.is_live)
        self.holders = frozenset(type_ for type_, f in facts.items() if f.holds_templates)


@lru_cache(maxsize=16)
def _registrations(offers: tuple[tuple[str, Offer], ...], platform: PlatformName | None) -> str:
    return to_text([_registration(name, offer, platform) for name, offer in offers])


def _registration(name: str, offer: Offer, platform: PlatformName | None) -> JSONValue:
    entry: dict[str, JSONValue] = {"type": name}
    if offer.facts.append_tree:
        entry["append"] = "tree"
    methods = offer.facts.methods_on(platform)
    if methods:
        entry["methods"] = cast(JSONValue, methods)
    return entry if len(entry) > 1 else name


def exports_on(cls: type[Component], platform: PlatformName | None) -> Mapping[str, Export]:
    """Return {name in JS: method} of the methods on pages of a platform. The platform None has all
    methods.
    """
    return {name: e for name, e in exports_of(cls).items() if is_on(e.platforms, platform)}


def _offers(cls: type[Component]) -> dict[str, Offer]:
    offer = offer_of(cls, source_of(cls, "components"))
    return dict.fromkeys(offer.facts.types, offer)
