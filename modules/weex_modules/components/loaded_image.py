"""The component `image` on a runtime that loads pictures (`Runtime(load_images=True)`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weex_modules.components.image import Image
from weex_runtime import AccessRefused, component_prop
from weex_runtime.document.outline import cut
from weex_runtime.errors import ModuleError
from weex_runtime.json_values import JSONValue, shown
from weex_runtime.layout.picture.pictures import MOST_BYTES, Picture, picture_in, read_picture


class LoadedImage(Image):
    """Weex `image`. Loads its picture, and fires `load`.

    A picture is in a `data:` address, in a file of the project, or on a server. Module `stream`
    sends the request, so that routes, access, `url_map`, network settings and faults apply to
    pictures too.
    """

    def __init__(self) -> None:
        super().__init__()
        # Identifies the latest load: results of earlier loads are ignored.
        self._latest: object = None

    @component_prop("src")
    def setSrc(self, src: JSONValue) -> None:
        """Load another picture."""
        this = self._latest = object()

        def done(picture: Picture | None, problem: str) -> None:
            if this is not self._latest or self.is_gone:
                return
            self._show(src, picture, problem)
            if picture:
                self.load(picture.width, picture.height)
            else:
                self.fail(problem)

        if src:
            self._begin(shown(src), done)

    @component_prop("placeholder")
    def setPlaceholder(self, src: JSONValue) -> None:
        """Load the placeholder, which the image shows until the picture of its `src` is loaded."""

        def done(picture: Picture | None, problem: str) -> None:
            if not self.is_gone:
                self._show(src, picture, problem)

        if src:
            self._begin(shown(src), done)

    def _show(self, src: JSONValue, picture: Picture | None, problem: str) -> None:
        page = self.page
        if picture:
            # Draw the page again without a new layout: the size of the image's box does not depend
            # on the picture.
            page.document.changes += 1
        else:
            page.warn(f"cannot load {cut(src)} in {self.element!r}: {problem}")

    def _begin(self, src: str, done: Callable[[Picture | None, str], None]) -> None:
        call_soon, pictures = self.loop.call_soon, self.page.pictures
        if src.startswith("data:"):
            call_soon(lambda: done(*_in_address(src)))
            return
        address = pictures.address(src)
        path = pictures.path(address) if address else ""
        if path:
            call_soon(lambda: done(*self._read(address, path)))
            return
        try:
            stream: Any = self.page.modules.get("stream")
            download = stream.download
        except (ModuleError, AttributeError):
            call_soon(lambda: done(None, "the app's module stream loads no pictures"))
            return

        def loaded(body: bytes, problem: str) -> None:
            picture = None
            try:
                if not problem:
                    picture = read_picture(body)
                    pictures.keep(address, picture)
            except ValueError as error:
                problem = str(error)
            done(picture, problem)

        download(address or src, loaded, MOST_BYTES)

    def _read(self, address: str, path: str) -> tuple[Picture | None, str]:
        try:
            picture = self.page.pictures.read(path)
        except AccessRefused as error:
            return None, str(error)
        except OSError as error:
            return None, f"{path}: {error.strerror}"
        except ValueError as error:
            return None, f"{path}: {error}"
        self.page.pictures.keep(address, picture)
        return picture, ""


def _in_address(src: str) -> tuple[Picture | None, str]:
    try:
        return picture_in(src), ""
    except ValueError as error:
        return None, str(error)
