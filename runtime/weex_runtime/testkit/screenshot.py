"""Pictures of pages and elements, as files."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from weex_runtime.errors import PageError, WeexError
from weex_runtime.instance.screen.layout import scene_of
from weex_runtime.layout.picture.svg import draw_svg
from weex_runtime.naming import named

if TYPE_CHECKING:
    from weex_runtime.document.element import Element
    from weex_runtime.instance import Instance

PictureType: TypeAlias = Literal["svg", "png"]
FilePath: TypeAlias = "str | PathLike[str]"


def screenshot(
    page: Instance,
    path: FilePath | None = None,
    *,
    element: Element | None = None,
    type: PictureType | None = None,
    fonts: Iterable[FilePath] = (),
) -> bytes:
    """Draw the screen, or one element, and write the picture to a file.

    Args:
        path: The file; its suffix, .svg or .png, is the type. None: no file.
        type: The type without a path; default: "svg".
        fonts: Font files for PNG, in addition to those of the extras `png` and `cjk`.

    Returns:
        The content of the file.

    Raises:
        WeexError: The type is unknown, the extra `png` or a font is missing, or the file cannot be
            written.
        PageError: The element has no area.
    """
    kind = type or (Path(path).suffix.lower().removeprefix(".") if path else "svg")
    if kind not in get_args(PictureType):
        if type is None:
            problem = f"expected a file name that ends with .svg or .png, got {path!r}"
        else:
            problem = f"expected type 'svg' or 'png', got {type!r}"
        raise WeexError(f"{named('screenshot')}: {problem}")
    address_of = None
    if kind == "png":
        from weex_runtime.layout.picture.png import address_in_png, to_png

        address_of = address_in_png
    try:
        svg = draw_svg(scene_of(page, address_of=address_of), element)
    except LookupError as error:
        raise PageError(f"cannot draw {element or page!r}: {error}") from None
    if kind == "png":
        data = to_png(svg, tuple(Path(font) for font in fonts))
    else:
        data = svg.encode()
    if path is not None:
        file = Path(path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        except OSError as error:
            raise WeexError(f"cannot write the picture {path}: {error.strerror}") from None
    return data
