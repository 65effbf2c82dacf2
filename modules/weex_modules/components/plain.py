"""Components that are only drawn: boxes and texts."""

from __future__ import annotations

from weex_runtime import Component


class Div(Component):
    """A box."""

    type = "div"
    aliases = ("container", "header", "footer", "canvas")


class Text(Component):
    """A text; it is the attribute `value`."""

    type = "text"


class RichText(Component):
    """Text with spans, links and images in it."""

    type = "richtext"


class Anchor(Component):
    """A link."""

    type = "a"
    attributes = {"href": None}


class Cell(Component):
    """A row of a list."""

    type = "cell"
    append_tree = True


class Indicator(Component):
    """The dots of a slider."""

    type = "indicator"
    append_tree = True


class LoadingIndicator(Component):
    """A spinner."""

    type = "loading-indicator"
