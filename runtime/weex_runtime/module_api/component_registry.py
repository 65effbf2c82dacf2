"""Which components a runtime has, by element type, and the objects of a page's elements.

Components are found through the entry-point group `weex_runtime.components`, ours like a third
party's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from weex_runtime.errors import UnknownRef
from weex_runtime.json_values import JSONInput, JSONValue, to_text
from weex_runtime.module_api.component import Component, props_of
from weex_runtime.module_api.entry_points import prevailing
from weex_runtime.module_api.exports import Export, exports_of
from weex_runtime.module_api.installed_components import (
    GROUP,
    Offer,
    installed_components,
    offer_of,
)
from weex_runtime.module_api.platforms import PlatformName
from weex_runtime.naming import camel_case

if TYPE_CHECKING:
    from weex_runtime.document.element import Element
    from weex_runtime.instance.instance import Instance


class ComponentRegistry:
    """The components of one runtime.

    Args:
        components: Classes beside the installed ones; one of the same type takes the place of the
            installed.

    Attributes:
        plain: Types of which an object is made only when it is needed.
        holders: Types that hold templates.

    Raises:
        ModuleError: A class is not a component, a component of another distribution cannot be
            loaded, or two distributions beside this one offer components of one type.
    """

    def __init__(self, components: Iterable[type[Component]] = ()) -> None:
        own: dict[str, Offer] = {}
        for cls in components:
            own.update(_offers(cls))
        self._offers = {
            type_: own.get(type_) or offers[prevailing(GROUP, type_, offers)]
            for type_, offers in installed_components().items()
        }
        self._offers.update(own)
        self._sort()

    def replace(self, cls: type[Component]) -> list[str]:
        """Put a class in the place of those of its types, which are returned.

        Raises:
            ModuleError: It is no component.
        """
        offers = _offers(cls)
        self._offers.update(offers)
        self._sort()
        return list(offers)

    def get(self, type_: str) -> type[Component] | None:
        """The class of an element type.

        Raises:
            ModuleError: It cannot be loaded.
        """
        offer = self._offers.get(type_)
        return offer.cls if offer else None

    def __contains__(self, type_: str) -> bool:
        return type_ in self._offers

    def types(self) -> list[str]:
        """The element types that have a class."""
        return sorted(self._offers)

    def items(self) -> list[tuple[str, type[Component]]]:
        """All types by name.

        Raises:
            ModuleError: A class cannot be loaded.
        """
        return [(type_, self._offers[type_].cls) for type_ in self.types()]

    def registrations(self, platform: PlatformName | None) -> str:
        """JSON text of [type | {"type", "append"?, "methods"?}], as the JS runtime's
        `registerComponents` takes it for pages of the platform."""
        if platform not in self._registrations:
            entries = [self.registration(name, platform) for name in self._offers]
            self._registrations[platform] = to_text(entries)
        return self._registrations[platform]

    def registration(self, name: str, platform: PlatformName | None) -> JSONValue:
        """One of `registrations`."""
        facts = self._offers[name].facts
        entry: dict[str, JSONValue] = {"type": name}
        if facts.append_tree:
            entry["append"] = "tree"
        methods = facts.methods_on(platform)
        if methods:
            entry["methods"] = cast(JSONValue, methods)
        return entry if len(entry) > 1 else name

    def methods(self, type_: str, platform: PlatformName | None) -> list[str]:
        """The methods that elements of a type have on pages of the platform."""
        offer = self._offers.get(type_)
        return offer.facts.methods_on(platform) if offer else []

    def _sort(self) -> None:
        self._registrations: dict[PlatformName | None, str] = {}
        facts = {type_: offer.facts for type_, offer in self._offers.items()}
        self.plain = frozenset(type_ for type_, f in facts.items() if not f.is_live)
        self.holders = frozenset(type_ for type_, f in facts.items() if f.holds_templates)


class PageComponents:
    """The objects of one page's elements.

    Attributes:
        plain: Types of elements that need no object from the start.
        holders: Types of elements whose children are templates.
        focused: The object of the element that has the keyboard; None: nobody.
    """

    def __init__(self, page: Instance) -> None:
        self.focused: Component | None = None
        self._page = page
        self._registry = page.runtime.components
        self.plain = self._registry.plain
        self.holders = self._registry.holders
        self._made: set[Component] = set()

    def of(self, element: Element) -> Component:
        """An element's object, made when there is none yet; a plain one for an unknown type."""
        component = cast("Component | None", element.component)
        if component is None:
            cls = self._registry.get(element.type) or Component
            component = cls.__new__(cls)
            component.page = self._page
            component.element = element
            element.component = component
            self._made.add(component)
            component.__init__()  # type: ignore[misc]
        return component

    def call(self, ref: str, method: str, args: Sequence[JSONValue]) -> None:
        """Run a method of an element's component for JS; the console tells of one that is not
        there."""
        page = self._page
        try:
            element = page.document.get(ref)
        except UnknownRef as error:
            page.write_console("warn", f"[weex-runtime] component method {method}: {error}")
            return
        try:
            component = self.of(element)
        except Exception as error:
            page.add_failure(f"component {element.type}", error)
            return
        export = exports_on(type(component), page.platform.name).get(method)
        if export is None:
            page.write_console("warn", f"[weex-runtime] {element!r} has no method {method!r}")
        else:
            page.invoke(element.type, export, lambda: component, args)

    def methods(self, type_: str) -> list[str]:
        """Those that elements of a type have in JS."""
        return self._registry.methods(type_, self._page.platform.name)

    def born(self, element: Element) -> None:
        """An element that is not plain came into the tree."""
        if element.type not in self._registry:
            from weex_runtime.instance.hints.unregistered import component_hint

            hint = component_hint(element.type, self._registry.types())
            self._page.hint(f"component {element.type}", hint)
            return
        try:
            component = self.of(element)
            self.updated(element, element.attr)
            component.created()
        except Exception as error:
            self._page.add_failure(f"component {element.type}", error)

    def updated(self, element: Element, attrs: Mapping[str, JSONInput]) -> None:
        """Attributes of an element with an object changed."""
        component = cast(Component, element.component)
        props = props_of(type(component))
        for name, value in attrs.items():
            export = props.get(name) or props.get(camel_case(name))
            if export:
                args = [cast(JSONValue, value)]
                self._page.invoke(element.type, export, lambda: component, args)

    def styled(self, element: Element) -> None:
        """Styles of an element with an object changed."""
        self._tell(cast(Component, element.component), "styles_changed")

    def page_shown(self) -> None:
        """The screen shows the page."""
        for component in list(self._made):
            self._tell(component, "page_shown")

    def page_hidden(self) -> None:
        """Another page covers it."""
        for component in list(self._made):
            self._tell(component, "page_hidden")

    def embedded_pages(self) -> list[Instance]:
        """The pages inside this page, as its elements stand."""
        elements = self._page.document.elements() if self._made else iter(())
        pages = (getattr(element.component, "embedded", None) for element in elements)
        return [page for page in pages if page]

    def templates_changed(self, holder: Element) -> None:
        """Something in a template that the element holds changed."""
        if holder.component:
            self._tell(cast(Component, holder.component), "templates_changed")

    def gone(self, element: Element) -> None:
        """An element with an object left the tree."""
        component = cast(Component, element.component)
        self._made.discard(component)
        if self.focused is component:
            self.focused = None
        element.component = None
        self._end(component)

    def follow(self, types: Iterable[str]) -> None:
        """Another class is registered for these types: the objects become ones of it and keep
        their fields, unless another `__init__` makes them: then they are made anew."""
        from weex_runtime.instance.hot_swap import take_over

        self.plain = self._registry.plain
        self.holders = self._registry.holders
        for component in [made for made in self._made if made.element.type in types]:
            element = component.element
            cls = cast("type[Component]", self._registry.get(element.type))
            if not take_over(component, cls):
                self.gone(element)
                if element.type not in self.plain:
                    self.born(element)

    def destroy(self) -> None:
        """The page ends."""
        made, self._made = self._made, set()
        self.focused = None
        for component in made:
            self._end(component)

    def _tell(self, component: Component, hook: str) -> None:
        try:
            getattr(component, hook)()
        except Exception as error:
            self._page.add_failure(f"{component.element.type}.{hook}", error)

    def _end(self, component: Component) -> None:
        try:
            component.destroy()
        except Exception as error:
            self._page.add_failure(f"{component.element.type}.destroy", error)


def exports_on(cls: type[Component], platform: PlatformName | None) -> Mapping[str, Export]:
    """The methods that a page of the platform sees; one without a platform sees all."""
    exports = exports_of(cls)
    if platform is None:
        return exports
    return {n: e for n, e in exports.items() if e.platforms is None or platform in e.platforms}


def _offers(cls: type[Component]) -> dict[str, Offer]:
    offer = offer_of(cls, getattr(cls, "__qualname__", "components"))
    return dict.fromkeys(offer.facts.types, offer)
