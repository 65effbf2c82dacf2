"""Outcomes of images, videos and web pages: nothing is fetched here, so a test decides them.

Source: spec/components.md, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.interaction.capabilities import HAS_IMAGE, HAS_VIDEO, HAS_WEB_PAGE, require
from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

# All raise PageError if the element is of another type or has no src; pause_video and finish_video
# also if the video does not play.


def load_image(page: Instance, element: Element, width: float = 1, height: float = 1) -> None:
    """An image has loaded: load {success: true, size}.

    Args:
        width, height: Its size in its own pixels.
    """
    require(page, element, "load", HAS_IMAGE).load(width, height)


def fail_image(page: Instance, element: Element, problem: str = "") -> None:
    """An image cannot be loaded: load {success: false}, with a size of zeros.

    Args:
        problem: `size.errorDesc` on iOS.
    """
    require(page, element, "load", HAS_IMAGE).fail(problem)


def play_video(page: Instance, element: Element) -> None:
    """Start a video: start, unless it plays."""
    require(page, element, "play", HAS_VIDEO).play()


def pause_video(page: Instance, element: Element) -> None:
    """Pause a video: pause."""
    require(page, element, "pause", HAS_VIDEO).pause()


def finish_video(page: Instance, element: Element) -> None:
    """A video has reached its end: finish."""
    require(page, element, "finish", HAS_VIDEO).finish()


def fail_video(page: Instance, element: Element) -> None:
    """A video cannot be played: fail."""
    require(page, element, "fail", HAS_VIDEO).fail()


def visit_in_web(page: Instance, element: Element, url: str) -> None:
    """Follow a link in a web page: pagestart."""
    require(page, element, "browse in", HAS_WEB_PAGE).browse(url)


def finish_web(page: Instance, element: Element, title: str = "") -> None:
    """A web page has loaded: receivedtitle (Android), if it has a title, and pagefinish."""
    require(page, element, "finish", HAS_WEB_PAGE).finish(title)


def fail_web(page: Instance, element: Element, problem: str = "page error", code: int = -1) -> None:
    """A web page cannot be loaded: error.

    Args:
        problem: `errorMsg`; on Android "page error", "http error" or "ssl error".
        code: `errorCode` on iOS.
    """
    require(page, element, "fail", HAS_WEB_PAGE).fail(problem, code)


def post_from_web(page: Instance, element: Element, data: JSONInput, origin: str = "*") -> None:
    """A web page calls window.postMessage(data, origin): message (Android)."""
    require(page, element, "post from", HAS_WEB_PAGE).post(data, origin)
