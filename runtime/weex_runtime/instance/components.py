"""The component objects of one page's elements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from weex_runtime.document.document import ElementObserver
from weex_runtime.errors import UnknownRef
from weex_runtime.instance.invoke import invoke
from weex_runtime.json_values import JSONInput, JSONValue
from weex_runtime.module_api.component_registry import exports_on
from weex_runtime.naming import unhyphenated

if TYPE_CHECKING:
    from weex_runtime.document.element import Element
    from weex_runtime.instance.instance import Instance
    from weex_runtime.module_api.component import Component


class PageComponents(ElementObserver):
    """The component objects of one page's elements.

    Attributes:
        made: The component objects that exist now.
        focused: The object of the element with the keyboard focus; None without one.
    """

    def __init__(self, page: Instance) -> None:
        self.focused: Component | None = None
        self._page = page
        self._registry = page.runtime.components
        self.plain = self._registry.plain
        self.holders = self._registry.holders
        self.made: set[Component] = set()

    def of(self, element: Element) -> Component:
        """Return an element's component object. The first call creates the object: of the class
        `Component` if the element's type is unknown.
        """
        component = cast("Component | None", element.component)
        if component is None:
            from weex_runtime.module_api.component import Component  # imported only if needed

            cls = self._registry.get(element.type) or Component
            component = cls.__new__(cls)
            component.page = self._page
            component.element = element
            element.component = component
            self.made.add(component)
            component.__init__()  # type: ignore[misc]
        return component

    def call(self, ref: str, method: str, args: Sequence[JSONValue]) -> None:
        """Run a method of an element's component for JS; log a missing method."""
        page = self._page
        if not (isinstance(method, str) and isinstance(args, (list, tuple))):
            page.warn(
                f"call of component {ref!r:.80}: expected a method name and a list of arguments, "
                f"got {method!r:.80} and {args!r:.80}"
            )
            return
        try:
            element = page.document.get(ref)
        except UnknownRef as error:
            page.warn(f"component method {method}: {error}")
            return
        try:
            component = self.of(element)
        except Exception as error:
            page.add_failure(f"component {element.type}", error)
            return
        export = exports_on(type(component), page.platform.name).get(method)
        if export is None:
            page.warn(f"{element!r} has no method {method!r}")
        else:
            invoke(page, element.type, export, lambda: component, args)

    def born(self, element: Element) -> None:
        """Create the component object of a new element. Not called for types in `plain`."""
        if element.type not in self._registry:
            key, page = f"component {element.type}", self._page
            if page.runtime.hints and not page.has_said(key):
                from weex_runtime.instance.hints.unregistered import component_hint

                page.hint(key, component_hint(element.type, self._registry.types()))
            return
        try:
            component = self.of(element)
            self.updated(element, element.attr)
            component.created()
        except Exception as error:
            self._page.add_failure(f"component {element.type}", error)

    def updated(self, element: Element, attrs: Mapping[str, JSONInput]) -> None:
        """Pass on changed attributes to the component object of an element."""
        from weex_runtime.module_api.component import props_of

        component = cast("Component", element.component)
        props = props_of(type(component))
        for name, value in attrs.items():
            export = props.get(name) or props.get(unhyphenated(name))
            if export:
                args = [cast(JSONValue, value)]
                invoke(self._page, element.type, export, lambda: component, args)

    def styled(self, element: Element) -> None:
        """Pass on changed styles to the component object of an element."""
        self._call(cast("Component", element.component), "styles_changed")

    def call_hook(self, hook: str) -> None:
        """Call a hook of every component object: "page_shown" or "page_hidden"."""
        for component in list(self.made):
            self._call(component, hook)

    def embedded_pages(self) -> list[Instance]:
        """Return the pages embedded in this page, in the order of their elements."""
        elements = self._page.document.elements() if self.made else iter(())
        pages = (getattr(element.component, "embedded", None) for element in elements)
        return [page for page in pages if page]

    def templates_changed(self, holder: Element) -> None:
        """Pass on the change of a template to the object of the element that holds the template."""
        if holder.component:
            self._call(cast("Component", holder.component), "templates_changed")

    def gone(self, element: Element) -> None:
        """Destroy the component object of a removed element."""
        component = cast("Component", element.component)
        self.made.discard(component)
        if self.focused is component:
            self.focused = None
        element.component = None
        self._call(component, "destroy")

    def follow(self, types: Collection[str]) -> None:
        """Replace the classes of element types whose files have changed, and pass the new method
        names to JS.

        Existing objects get the new class and keep their fields. If `__init__` changed, new objects
        replace them.
        """
        from weex_runtime.instance.hot_swap import take_over

        self.plain = self._registry.plain
        self.holders = self._registry.holders
        for component in [made for made in self.made if made.element.type in types]:
            element = component.element
            cls = cast("type[Component]", self._registry.get(element.type))
            if not take_over(component, cls):
                self.gone(element)
                if element.type not in self.plain:
                    self.born(element)
        for name in types:
            entry = self._registry.registration(name, self._page.platform.name)
            self._page.js.notify("registerComponent", [entry])

    def destroy(self) -> None:
        """Destroy all component objects."""
        made, self.made = self.made, set()
        self.focused = None
        for component in made:
            self._call(component, "destroy")

    def _call(self, component: Component, hook: str) -> None:
        try:
            getattr(component, hook)()
        except Exception as error:
            self._page.add_failure(f"{component.element.type}.{hook}", error)
