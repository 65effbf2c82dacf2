"""`embed`: a page inside the page.

Source: spec/components.md, section 3; Android WXEmbed.java; iOS WXEmbedComponent.m.
"""

from __future__ import annotations

from weex_runtime import Component, WeexError, component_prop
from weex_runtime.document.outline import cut
from weex_runtime.instance import Instance
from weex_runtime.instance.bundle.bundle import Bundle
from weex_runtime.instance.stack import PageStack, bundle_address, load_for, open_like, problem_of
from weex_runtime.json_values import JSONValue, shown


class Embed(Component):
    """Weex `embed`: shows another bundle, which runs in its own instance and JS context.

    The bundle is opened when the element becomes visible (`visibility`, as a style or attribute),
    and destroyed with the element. The embedded page pushes and pops pages on the stack of the
    outer page. The body of the embedded page gets `viewappear` and `viewdisappear` when the element
    or the outer page is shown or hidden.

    Attributes:
        embedded: The embedded page; None while no page is open.
    """

    type = "embed"
    append_tree = True
    attributes = {"src": None, "visibility": "visible"}

    def __init__(self) -> None:
        self.embedded: Instance | None = None
        self._is_ready = False
        self._is_shown = False
        # A token of the latest load of `src`. `_end` resets the token to None.
        self._load: object = None

    @property
    def is_visible(self) -> bool:
        """Whether the element and the outer page are visible."""
        return self._has_visibility and not self.page.lifecycle.is_hidden

    @component_prop("src")
    def setSrc(self, src: JSONValue) -> None:
        """Open another bundle. A relative address is resolved against the outer page's address."""
        self._end()
        self._show()

    @component_prop("visibility")
    def setVisibility(self, visibility: JSONValue) -> None:
        """Show or hide the embedded page: 'visible' or 'hidden'."""
        self._show()

    def created(self) -> None:
        """Implements `Component.created`."""
        self._is_ready = True
        self._show()

    def load(self) -> None:
        """Destroy the previous embedded page, and open the bundle at `src`."""
        self._end()
        src = self.attribute("src")
        if not src:
            return
        page = self.page
        address = bundle_address(shown(src), page.url)
        this = self._load = object()

        def loaded(bundle: Bundle | None, error: BaseException | None) -> None:
            if self.is_gone or this is not self._load:
                return
            try:
                if error:
                    raise error
                assert bundle
                page.stack.require_room(page)
                self.embedded = open_like(page, bundle, address, _HostStack(self))
            except (WeexError, OSError, ValueError) as problem:
                place = f"cannot open {cut(address)} in {self.element!r}"
                page.write_console("error", f"[weex-runtime] {place}: {problem_of(page, problem)}")
            self._show()

        load_for(page, address, loaded)

    @property
    def _has_visibility(self) -> bool:
        visibility = self.element.style.get("visibility") or self.attribute("visibility")
        return visibility != "hidden"

    def _show(self) -> None:
        """Open, show or hide the embedded page to match the visibility of the <embed>. Opening does
        not wait until the outer page is visible (Android WXEmbed.java, setSrc).
        """
        if self.embedded is None:
            if self._is_ready and self._has_visibility and self._load is None:
                self.load()
        elif self.is_visible != self._is_shown:
            self._is_shown = self.is_visible
            # Wait for the next turn of the loop, since JS of the embedded page may be running.
            lifecycle = self.embedded.lifecycle
            self.loop.call_soon(lifecycle.appear if self._is_shown else lifecycle.disappear)

    def _end(self) -> None:
        embedded, self.embedded = self.embedded, None
        self._is_shown, self._load = False, None
        if embedded and self.page.engine.running:
            self.loop.call_soon(embedded.destroy)
        elif embedded:
            embedded.destroy()

    # Implement the hooks of `Component`.
    styles_changed = page_shown = page_hidden = _show
    destroy = _end


class _HostStack(PageStack[Instance]):
    """Lets an embedded page push and pop pages on the stack of the outer page."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._host = embed.page
        host = embed.page.stack
        self.pages, self.opening, self.failures = host.pages, host.opening, host.failures
        self.dialogs, self.entry = host.dialogs, host.entry

    def add(self, page: Instance) -> None:
        """Do nothing: the outer stack shows the embedded page with the outer page."""

    def remove(self, page: Instance) -> None:
        """Do nothing: the outer stack does not contain the embedded page."""

    def push(self, opener: Instance, url: str) -> None:
        """Implements `PageStack.push`."""
        self._host.stack.push(self._host, bundle_address(url, opener.url))

    def pop(self, page: Instance) -> bool:
        """Implements `PageStack.pop`."""
        return self._host.stack.pop(self._host)

    def reload(self, page: Instance) -> None:
        """Implements `PageStack.reload`."""
        self._embed.load()
