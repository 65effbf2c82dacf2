"""The formats and sizes of pictures, and files that are not pictures."""

from __future__ import annotations

import io
import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from struct import pack
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from weex_runtime import Runtime
from weex_runtime.errors import WeexError
from weex_runtime.layout.picture.pictures import MOST_BYTES, picture_in, read_picture
from weex_runtime.layout.picture.png import _with_large_stack, address_in_png, to_png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"></svg>'
PNG_START = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def written(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "type_"),
    [
        (written("PNG"), "image/png"),
        (written("JPEG"), "image/jpeg"),
        (written("JPEG", progressive=True, exif=b"Exif\0\0" + bytes(300)), "image/jpeg"),
        (written("GIF"), "image/gif"),
        (written("WEBP"), "image/webp"),
        (written("WEBP", lossless=True), "image/webp"),
        (written("WEBP", save_all=True, append_images=[Image.new("RGB", (30, 20))]), "image/webp"),
        (SVG.encode(), "image/svg+xml"),
    ],
    ids=["png", "jpeg", "progressive jpeg", "gif", "webp", "lossless webp", "webp film", "svg"],
)
def test_type_and_size_of_a_picture_are_read_from_its_data(data: bytes, type_: str) -> None:
    picture = read_picture(data)
    assert (picture.type, picture.width, picture.height) == (type_, 30, 20)
    again = picture_in(picture.address)
    assert again
    assert (again.data, again.type) == (data, type_)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="12.5px" height="7"', (12.5, 7)),
        ('viewBox="-5 -5 40 30"', (40, 30)),
        ('width="10" viewBox="0,0,40,30"', (40, 30)),
        ("", (300, 150)),
        ('width="50%"', (300, 150)),
    ],
)
def test_size_of_an_svg_picture_is_read_from_its_svg_tag(
    head: str, size: tuple[float, float]
) -> None:
    text = (
        f'<?xml version="1.0"?>\n<!-- a <svg> -->\n<!DOCTYPE svg>\n<svg {head}><g width="1"/></svg>'
    )
    picture = read_picture(text.encode())
    assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><svg></svg></html>",
        PNG_START,
        PNG_START + pack(">II", 100_000, 100_000),
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"\xff\xd8\xff" + b"\xff" * 5000,
        b"\xff\xd8" + b"\xff\xe0\0\2" * 5000,
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg></svg>',
        b'<svg><!ENTITY a "b"></svg>',
        b"<svg>\xff</svg>",
        b"<!---->" * 5000,
        SVG.encode() + b" " * MOST_BYTES,
    ],
)
def test_file_that_is_not_a_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_picture(data)


@pytest.mark.parametrize(
    "address",
    [
        f"data:image/svg+xml;utf8,{SVG}",
        f"data:image/svg+xml;charset=utf-8,{quote(SVG)}",
        f"data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}",
        f"data:;base64,{b64encode(SVG.encode()).decode()}",
    ],
)
def test_picture_in_a_data_url_is_read(address: str) -> None:
    picture = picture_in(address)
    assert picture.data == SVG.encode()


@pytest.mark.parametrize(
    "address",
    [
        "data:",
        "data:image/png;base64,A",
        "data:image/png;base64,AAAA",
        "data:text/html,<p>",
        "\ud800",
    ],
)
def test_address_that_contains_no_picture_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="expected|the address|the picture"):
        picture_in(address)


@pytest.mark.parametrize(
    ("part", "is_drawn"),
    [
        ("<g/>", True),
        ("<image href='x'/>", False),
        ("<s:filter/>", False),
        ("<feImage />", False),
        ("<mask/>", True),
        ("<pattern/>" * 1001, False),
        ("<g opacity='.5'>" * 32 + "</g>" * 32, True),
        ("<g x='>' style='opacity: .5'>" * 33 + "</g>" * 33, False),
        ("<s:g clip-path='url(#a)'/><g opacity='1'></g>" * 100, True),
    ],
    ids=lambda value: str(value)[:12],
)
def test_svg_with_parts_that_may_take_long_to_draw_is_left_out_of_a_png(
    part: str, is_drawn: bool
) -> None:
    picture = read_picture(SVG.replace("></svg>", f">{part}</svg>").encode())
    assert bool(address_in_png(picture)) is is_drawn


def test_png_with_deeply_nested_groups_is_drawn() -> None:
    """The stack of a thread is too small for 300 groups."""
    pytest.importorskip("resvg_py")
    head, end = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">', "</svg>"
    nested = '<g transform="rotate(1)">' * 900 + '<rect width="9" height="9"/>' + "</g>" * 900
    assert to_png(head + nested + end)
    with pytest.raises(WeexError, match="use SVG"):
        to_png(head + "<g>" * 20_000 + "</g>" * 20_000 + end)


def test_threads_that_start_while_a_png_is_drawn_have_stacks_of_the_normal_size() -> None:
    normal = threading.stack_size()

    def draw() -> bytes:
        deadline = time.monotonic() + 10
        while threading.stack_size() != normal and time.monotonic() < deadline:
            pass
        return str(threading.stack_size()).encode()

    assert _with_large_stack(draw) == str(normal).encode()


@pytest.mark.parametrize("style", [{"opacity": 0.9}, {"overflow": "hidden", "borderRadius": 9}])
def test_png_with_many_nested_layers_is_refused(
    make_runtime: Callable[..., Runtime], style: dict[str, Any]
) -> None:
    pytest.importorskip("resvg_py")
    source = f"""// {{ "framework": "Vanilla" }}
    var outer = document.createElement('div');
    document.documentElement.appendChild(outer);
    for (var i = 0; i < 600; i++) {{
      var style = {json.dumps({**style, "transform": "rotate(1deg)", "width": 9, "height": 9})};
      var inner = document.createElement('div', {{ style: style }});
      outer.appendChild(inner);
      outer = inner;
    }}"""
    page = make_runtime().open(source=source)
    assert page.screenshot(type="svg")
    with pytest.raises(WeexError, match="at most 32 nested elements .* use SVG"):
        page.screenshot(type="png")
