"""Write a trace as one HTML file, which opens from disk.

The data is JSON in the page. The viewer (viewer.js) shows texts as text and screens as images, so
that nothing of a bundle runs in the page. The Content-Security-Policy allows only the viewer's
script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from weex_runtime.trace.recorder import Recorder
from weex_runtime.trace.screens import draw_screen

if TYPE_CHECKING:
    from weex_runtime.layout.picture.pictures import Picture

# maximum size in bytes of all screens together, and of all images together
MOST_BYTES = 2_000_000

_FOLDER = Path(__file__).parent
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
style-src 'unsafe-inline'; script-src 'sha256-{hash}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<script id="trace" type="application/json">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def write_html(recorder: Recorder, path: Path, error: str = "") -> None:
    """Write a trace as an HTML file.

    Args:
        path: The file; its folder is made if necessary.
        error: The message of the test's failure; "" for none.
    """
    script = (_FOLDER / "viewer.js").read_text(encoding="utf-8")
    digest = hashlib.sha256(script.encode()).digest()
    data = json.dumps(trace_data(recorder, error), separators=(",", ":"))
    text = _PAGE.format(
        hash=base64.b64encode(digest).decode(),
        title=escape(recorder.title),
        style=(_FOLDER / "viewer.css").read_text(encoding="utf-8"),
        data=data.replace("<", "\\u003c"),
        script=script,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def trace_data(recorder: Recorder, error: str = "") -> dict[str, Any]:
    """Return the trace as JSON data: {title, error, pages, steps, first, events, screens, images,
    leftOut}. Equal screens and images are stored once; `first` is the step that is shown first.
    """
    images = _Images()
    pictures: dict[str, int] = {}
    indexes: list[int | None] = []
    size = left_out = 0
    for screen in recorder.screens:
        svg = draw_screen(screen, images.address_of)
        if svg not in pictures and size + len(svg) > MOST_BYTES:
            left_out += 1
            indexes.append(None)
            continue
        if svg not in pictures:
            size += len(svg)
        indexes.append(pictures.setdefault(svg, len(pictures)))
    steps = [
        {
            "text": step.text,
            "place": step.place and step.place.where,
            "source": step.place and step.place.source,
            "start": round(step.start, 4),
            "end": None if step.end is None else round(step.end, 4),
            "clock": round(step.clock, 3),
            "error": step.error,
            "screens": {page: indexes[index] for page, index in step.screens.items()},
        }
        for step in recorder.steps
    ]
    events = [
        [round(event.at, 4), round(event.clock, 3), event.page, event.kind, event.text, event.step]
        for event in recorder.events
    ]
    return {
        "title": recorder.title,
        "error": error,
        "pages": recorder.pages,
        "steps": steps,
        "first": _first(recorder),
        "events": events,
        "screens": list(pictures),
        "images": list(images.indexes),
        "leftOut": {**recorder.left_out, "screens": left_out},
    }


def _first(recorder: Recorder) -> int:
    """Return the index of the step to show first: the failed step, else the step that caused the
    first error of a page, else the last step.
    """
    failed = (index for index, step in enumerate(recorder.steps) if step.error)
    caused = (event.step for event in recorder.events if event.kind == "error")
    return next(failed, next(caused, len(recorder.steps) - 1))


class _Images:
    """Collects the images of all screens of a trace, so that each is stored once.

    Attributes:
        indexes: {`data:` address: index}.
    """

    def __init__(self) -> None:
        self.indexes: dict[str, int] = {}
        self._size = 0

    def address_of(self, picture: Picture) -> str:
        """Return the placeholder "image:INDEX", which the viewer replaces by the picture's address.
        Return "" if the pictures would exceed the size limit.
        """
        address = picture.address
        if address not in self.indexes:
            if self._size + len(address) > MOST_BYTES:
                return ""
            self._size += len(address)
            self.indexes[address] = len(self.indexes)
        return f"image:{self.indexes[address]}"
