"""Pictures, films and web pages: they are not fetched, so a test says what becomes of them.

Source: spec/components.md, section 3.
"""

# An ability is a protocol, which mypy takes for abstract.
# mypy: disable-error-code="type-abstract"

from __future__ import annotations

from typing import TYPE_CHECKING

from weex_runtime.document.element import Element
from weex_runtime.interaction.capabilities import Browser, Film, Picture, able
from weex_runtime.json_values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.instance.instance import Instance

_NO_PICTURE = "is no picture: that is an <image>"
_NO_FILM = "is no film: that is a <video>"
_NO_BROWSER = "is no web page: that is a <web>"


def load_image(page: Instance, element: Element, width: float = 1, height: float = 1) -> None:
    """A picture is there: load {success: true, size}.

    Args:
        width, height: Its size in its own pixels.

    Raises:
        PageError: It is no picture, or has no src.
    """
    able(page, element, "load", Picture, _NO_PICTURE).load(width, height)


def fail_image(page: Instance, element: Element, problem: str = "") -> None:
    """A picture cannot be had: load {success: false} with a size of zeros.

    Args:
        problem: `size.errorDesc` on iOS.

    Raises:
        PageError: It is no picture, or has no src.
    """
    able(page, element, "load", Picture, _NO_PICTURE).fail(problem)


def play_video(page: Instance, element: Element) -> None:
    """Start a film: start, unless it plays.

    Raises:
        PageError: It is no film, or has no src.
    """
    able(page, element, "play", Film, _NO_FILM).play()


def pause_video(page: Instance, element: Element) -> None:
    """Pause a film: pause.

    Raises:
        PageError: It is no film, or does not play.
    """
    able(page, element, "pause", Film, _NO_FILM).pause()


def finish_video(page: Instance, element: Element) -> None:
    """A film has come to its end: finish.

    Raises:
        PageError: It is no film, or does not play.
    """
    able(page, element, "finish", Film, _NO_FILM).finish()


def fail_video(page: Instance, element: Element) -> None:
    """A film cannot be played: fail.

    Raises:
        PageError: It is no film, or has no src.
    """
    able(page, element, "fail", Film, _NO_FILM).fail()


def visit_in_web(page: Instance, element: Element, url: str) -> None:
    """Follow a link in a web page: pagestart.

    Raises:
        PageError: It is no web page.
    """
    able(page, element, "browse in", Browser, _NO_BROWSER).browse(url)


def finish_web(page: Instance, element: Element, title: str = "") -> None:
    """The web page that is on its way is there: receivedtitle (Android), where it has a title, and
    pagefinish.

    Raises:
        PageError: It is no web page, or has no src.
    """
    able(page, element, "finish", Browser, _NO_BROWSER).finish(title)


def fail_web(page: Instance, element: Element, problem: str = "page error", code: int = -1) -> None:
    """The web page that is on its way cannot be had: error.

    Args:
        problem: `errorMsg`; on Android "page error", "http error" or "ssl error".
        code: `errorCode` on iOS.

    Raises:
        PageError: It is no web page, or has no src.
    """
    able(page, element, "fail", Browser, _NO_BROWSER).fail(problem, code)


def post_from_web(page: Instance, element: Element, data: JSONInput, origin: str = "*") -> None:
    """The web page calls window.postMessage(data, origin): message (Android).

    Raises:
        PageError: It is no web page, or has no src.
    """
    able(page, element, "post from", Browser, _NO_BROWSER).post(data, origin)
