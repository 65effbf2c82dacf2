"""Outcomes of images, videos and web pages. Nothing is fetched, so a test sets the outcomes.

Source: spec/components.md, section 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.interaction.capabilities import HAS_IMAGE, HAS_VIDEO, HAS_WEB_PAGE, require
from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

# All functions raise PageError if the element has another type or no src; pause_video and
# finish_video also if the video is not playing.


def load_image(page: Instance, element: Element, width: float = 1, height: float = 1) -> None:
    """Finish the load of an image; fires load {success: true, size}.

    Args:
        width, height: The size of the image in its own pixels.
    """
    require(page, element, "load", HAS_IMAGE).load(width, height)


def fail_image(page: Instance, element: Element, problem: str = "") -> None:
    """Make the load of an image fail; fires load {success: false}, with a size of zeros.

    Args:
        problem: The value of `size.errorDesc` on iOS.
    """
    require(page, element, "load", HAS_IMAGE).fail(problem)


def play_video(page: Instance, element: Element) -> None:
    """Start a video; fires start, unless the video is playing."""
    require(page, element, "play", HAS_VIDEO).play()


def pause_video(page: Instance, element: Element) -> None:
    """Pause a video; fires pause."""
    require(page, element, "pause", HAS_VIDEO).pause()


def finish_video(page: Instance, element: Element) -> None:
    """Play a video to its end; fires finish."""
    require(page, element, "finish", HAS_VIDEO).finish()


def fail_video(page: Instance, element: Element) -> None:
    """Make a video fail; fires fail."""
    require(page, element, "fail", HAS_VIDEO).fail()


def visit_in_web(page: Instance, element: Element, url: str) -> None:
    """Follow a link in a web page; fires pagestart."""
    require(page, element, "browse in", HAS_WEB_PAGE).browse(url)


def finish_web(page: Instance, element: Element, title: str = "") -> None:
    """Finish the load of a web page; fires pagefinish. On Android, a page with a title first fires
    receivedtitle.
    """
    require(page, element, "finish", HAS_WEB_PAGE).finish(title)


def fail_web(page: Instance, element: Element, problem: str = "page error", code: int = -1) -> None:
    """Make the load of a web page fail; fires error.

    Args:
        problem: `errorMsg`; on Android "page error", "http error" or "ssl error".
        code: `errorCode` on iOS.
    """
    require(page, element, "fail", HAS_WEB_PAGE).fail(problem, code)


def post_from_web(page: Instance, element: Element, data: JSONInput, origin: str = "*") -> None:
    """Call window.postMessage(data, origin) in a web page; fires message (Android)."""
    require(page, element, "post from", HAS_WEB_PAGE).post(data, origin)
