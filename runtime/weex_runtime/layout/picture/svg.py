"""Draw the screen of a page as SVG."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from weex_runtime.document.element import FIELDS, TEXTS, Element
from weex_runtime.json_values import shown
from weex_runtime.layout.box import Box
from weex_runtime.layout.page_layout import PageLayout
from weex_runtime.layout.picture.canvas import Canvas, number
from weex_runtime.layout.picture.shapes import BoxPainter
from weex_runtime.layout.picture.texts import TextPainter
from weex_runtime.layout.picture.widgets import WidgetPainter
from weex_runtime.layout.rect import Rect
from weex_runtime.layout.style_values import length
from weex_runtime.layout.transforms import Transform, transform_of

FONTS = "Roboto, 'Noto Sans CJK SC', sans-serif"


class Scene(NamedTuple):
    """The content of a screen.

    Attributes:
        focused: The field with the keyboard.
        slide: Returns the index of the page that a slider shows.
        image: Returns the `data:` address of an image's picture; "" while there is none.
        embedded: Returns the scene in an `embed`; None: there is none.
        draws_fields: Whether fields are drawn with their texts.
    """

    layout: PageLayout
    focused: Element | None
    slide: Callable[[Element], int]
    image: Callable[[Element], str]
    embedded: Callable[[Element], Scene | None]
    draws_fields: bool = True


def draw_svg(scene: Scene, element: Element | None = None) -> str:
    """Return the screen, or the rectangle of one element, as the text of an SVG file.

    Raises:
        LookupError: The element has no box, or its area is empty.
    """
    canvas = Canvas()
    whole = scene.layout.screen if element is None else scene.layout.rect(element)
    if not whole.width or not whole.height:
        raise LookupError("the area is empty")
    canvas.open("g", font_family=FONTS)
    if whole.x or whole.y:
        canvas.open("g", transform=f"translate({number(-whole.x)} {number(-whole.y)})")
    canvas.add("rect", None, **whole._asdict(), fill="#ffffff")
    if root := scene.layout.root:
        _Painter(canvas, scene, whole).paint(root)
    if whole.x or whole.y:
        canvas.close("g")
    canvas.close("g")
    return canvas.to_svg(whole.width, whole.height)


class _Painter:
    """Draws one scene.

    Args:
        area: The rectangle that the picture shows.
    """

    def __init__(self, canvas: Canvas, scene: Scene, area: Rect) -> None:
        self._area = area
        self._canvas = canvas
        self._scene = scene
        self._layout = scene.layout
        maker = scene.layout.maker
        self._wx = maker.wx
        self._boxes = BoxPainter(canvas, maker.wx)
        self._texts = TextPainter(canvas, maker)
        self._widgets = WidgetPainter(canvas, self._boxes, scene)

    def paint(self, root: Element) -> None:
        """Draw all elements, from the lowest to the topmost. Fixed elements are on top."""
        on_top: list[Element] = []
        self._paint_tree(root, on_top)
        for element in on_top:
            self._paint_tree(element, on_top)

    def _paint_tree(self, top: Element, on_top: list[Element]) -> None:
        """Draw an element with its descendants.

        Args:
            on_top: Receives the fixed elements among the descendants.
        """
        # A stack of elements to draw and of end tags of groups.
        stack: list[tuple[Element, Rect] | str] = [(top, self._area)]
        while stack:
            entry = stack.pop()
            if isinstance(entry, str):
                self._canvas.close(entry)
                continue
            element, clip = entry
            box = element.box
            if not isinstance(box, Box):
                continue
            if box.style.position == "fixed" and element is not top:
                on_top.append(element)
                continue
            rect = self._layout.rect(element)
            is_hidden = shown(element.style.get("visibility")) == "hidden"
            if is_hidden or self._is_outside(element, rect, clip):
                continue
            for _ in range(self._open_groups(element, rect)):
                stack.append("g")
            self._paint_element(element, rect, box)
            if not element.children or box.measure is not None:
                continue
            if self._layout.clips(element):
                clip = clip.intersection(rect)
                if not clip.width or not clip.height:
                    continue
                if self._overflows(element, rect):
                    radii = self._boxes.radii(element.style, rect)
                    self._canvas.open("g", clip_path=self._boxes.clip(rect, radii))
                    stack.append("g")
            stack.extend((child, clip) for child in reversed(element.children))

    def _open_groups(self, element: Element, rect: Rect) -> int:
        """Open the groups of `opacity` and `transform`, and return their number."""
        style = element.style
        opacity = min(max(length(style.get("opacity"), 1.0, 1.0), 0.0), 1.0)
        transform = transform_of(style, rect, self._wx)
        if opacity == 1 and transform is None:
            return 0
        written = _written(transform) if transform else None
        self._canvas.open("g", opacity=opacity, transform=written)
        return 1

    def _paint_element(self, element: Element, rect: Rect, box: Box) -> None:
        if rect.width <= 0 or rect.height <= 0:
            return
        self._boxes.paint(element.style, rect)
        content = rect.inset(box.style.edge_start, box.style.edge_end)
        if element.type in TEXTS or element.type == "richtext":
            self._texts.paint(element, content)
        elif element.type in FIELDS:
            is_focused = element is self._scene.focused
            if self._scene.draws_fields:
                self._texts.paint_field(element, content, has_caret=is_focused)
        elif element.type == "embed":
            self._paint_embedded(element, rect)
        else:
            self._widgets.paint(element, rect, content)

    def _paint_embedded(self, element: Element, rect: Rect) -> None:
        inner = self._scene.embedded(element)
        if inner is None:
            return
        self._canvas.open("g", clip_path=self._boxes.clip(rect, (0.0, 0.0, 0.0, 0.0)))
        self._canvas.open("g", transform=f"translate({number(rect.x)} {number(rect.y)})")
        if root := inner.layout.root:
            _Painter(self._canvas, inner, inner.layout.screen).paint(root)
        self._canvas.close("g")
        self._canvas.close("g")

    def _is_outside(self, element: Element, rect: Rect, clip: Rect) -> bool:
        """Whether a clip hides an element and all its descendants."""
        if element.parent is None or element.style.get("transform"):
            return False
        seen = rect.intersection(clip)
        if seen.width and seen.height:
            return False
        return not element.children or self._layout.clips(element) or bool(rect.height)

    def _overflows(self, element: Element, rect: Rect) -> bool:
        """Whether a child reaches beyond an element's box, or into rounded corners of the box."""
        if any(self._boxes.radii(element.style, rect)):
            return True
        for child in element.children:
            if isinstance(child.box, Box):
                inner = self._layout.rect(child)
                if inner.intersection(rect) != inner or child.style.get("transform"):
                    return True
        return False


def _written(transform: Transform) -> str:
    """Return a transform as the value of the SVG attribute `transform`."""
    x, y = transform.origin
    steps = (f"{step.name}({' '.join(map(number, step.values))})" for step in transform.steps)
    return " ".join(
        [f"translate({number(x)} {number(y)})", *steps, f"translate({number(-x)} {number(-y)})"]
    )
