"""Convert SVG to PNG, with the extra `png`.

The fonts are Roboto and, with the extra `cjk`, Noto Sans CJK. Without `cjk`, a font of the system
draws ideographs.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weex_runtime.errors import WeexError

if TYPE_CHECKING:
    from weex_runtime.layout.picture.pictures import Picture

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_FONT_STARTS = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true")
_MOST_PIXELS = 50_000_000
_COSTLY = re.compile(rb"<(?:[\w.-]+:)?(?:image|feImage|filter)[\s/>]")
# Elements that can refer to other such elements. The renderer follows these references recursively,
# so their number is limited.
_CHAINED = re.compile(rb"<(?:[\w.-]+:)?(?:clipPath|mask|pattern)[\s/>]")
_LONGEST_CHAIN = 1000
# The renderer draws each group with one of these attributes on a layer as large as the group.
# A nested group may be up to 25 times as large as the picture; its layer takes half a second and 10
# MiB.
_GROUP = re.compile(r"""<(/?)(?:[\w.-]+:)?g\b((?:[^<>"'/]|"[^"]*"|'[^']*')*)(/?)>""")
_LAYER = re.compile("opacity|clip-path|mask|filter|style|class")
_MOST_LAYERS = 32
# Size of the renderer's stack in bytes. The renderer needs about 64 KiB for each nested element.
# The screen may nest 1,000 elements, and a picture on the screen may nest 1,000 more.
_STACK = 256 << 20
_INSTALL = "pip install 'weex-runtime[png]'"


def to_png(svg: str, fonts: tuple[Path, ...] = ()) -> bytes:
    """Return the picture of an SVG as a PNG file.

    Args:
        fonts: Font files in addition to Roboto and, with the extra `cjk`, Noto Sans CJK.

    Raises:
        WeexError: The extra is not installed, a font file does not exist, or the picture has more
            than 50 million pixels, more than 32 nested elements with `opacity` or
            `overflow: hidden`, or sizes with which the renderer fails.
    """
    try:
        import resvg_py
    except ImportError:
        raise WeexError(f"PNG needs the extra `png`: {_INSTALL}; SVG needs no extra") from None
    for font in fonts:
        if not font.is_file():
            raise WeexError(f"there is no font file {font}")
        if font.read_bytes()[:4] not in _FONT_STARTS:
            raise WeexError(f"expected a font file (.ttf, .otf or .ttc), got {font}")
    _require_size(svg)
    if _layers(svg) > _MOST_LAYERS:
        raise WeexError(
            f"expected a PNG of at most {_MOST_LAYERS} nested elements with `opacity` or clipped "
            "content, got more, which would take minutes to draw; use SVG"
        )
    packaged = _packaged_fonts()
    has_cjk = any("cjk" in path.name.lower() for path in packaged)
    options: dict[str, Any] = {
        "svg_string": svg,
        "font_files": [str(path) for path in (*packaged, *fonts)],
        "skip_system_fonts": has_cjk or not _IDEOGRAPH.search(svg),
    }
    try:
        return _with_large_stack(lambda: bytes(resvg_py.svg_to_bytes(**options)))
    except BaseException as error:
        # a panic of resvg is a BaseException, not an Exception
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise WeexError(
                f"the PNG renderer cannot draw this picture ({error}); use SVG"
            ) from None
        raise


def address_in_png(picture: Picture) -> str:
    """Return the address of a picture, for an SVG that will be converted to a PNG. Return "" if the
    picture itself is an SVG that could cost the renderer minutes and gigabytes: with filters or
    images, with more than 1,000 clip paths, masks and patterns, or with more than 32 nested groups
    that are half-transparent or clipped.
    """
    if picture.type == "image/svg+xml" and (
        _COSTLY.search(picture.data)
        or len(_CHAINED.findall(picture.data)) > _LONGEST_CHAIN
        or _layers(picture.data.decode("latin-1")) > _MOST_LAYERS
    ):
        return ""
    return picture.address


def _layers(svg: str) -> int:
    """Return the maximum depth of nested layers."""
    nested: list[bool] = []
    layers = most = 0
    for end, attributes, is_empty in _GROUP.findall(svg):
        if end:
            layers -= nested.pop() if nested else 0
        elif not is_empty:
            nested.append(_LAYER.search(attributes) is not None)
            layers += nested[-1]
            most = max(most, layers)
    return most


def _with_large_stack(draw: Callable[[], bytes]) -> bytes:
    """Call a function in a thread whose stack is large enough for nested elements.

    Raises:
        WeexError: The machine has no memory for the stack.
    """
    pool = ThreadPoolExecutor(1)
    before = threading.stack_size(_STACK)
    try:
        picture = pool.submit(draw)
    except RuntimeError:
        raise WeexError(
            f"drawing a PNG needs {_STACK >> 20} MiB of free memory; close programs, or use SVG"
        ) from None
    finally:
        # At once, since the size holds for all threads that the process starts.
        threading.stack_size(before)
        pool.shutdown(wait=False)
    return picture.result()


def _require_size(svg: str) -> None:
    match = _SIZE.search(svg)
    if match and float(match[1]) * float(match[2]) > _MOST_PIXELS:
        raise WeexError(
            f"expected a picture of at most {_MOST_PIXELS:,} pixels for a PNG, got {match[1]} x "
            f"{match[2]}; use SVG, or draw a smaller element"
        )


def _packaged_fonts() -> list[Path]:
    """Return the font files of the installed extras."""
    from importlib.util import find_spec

    found = []
    for package in ("fontpkg_roboto", "manimgx_fonts_cjk"):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            found += sorted(
                path for path in Path(folder).rglob("*") if path.suffix in (".ttf", ".otf", ".ttc")
            )
    return found
