"""The actions of a user, as functions of (page, element, ...). They fire the events of the page's
platform, in the order in which a device fires them.

An event is fired only if a handler listens, as on a device. All actions raise `PageError` if the
element does not support the action, `UnknownRef` if the element left the tree, and `PageDestroyed`
or `PageStopped` if the page ended. For a drag in steps, use `drag_at` of `drag`.
"""

from weex_runtime.interaction.fields import (
    blur,
    clear,
    fill,
    focus,
    press_key,
    press_return,
    set_checked,
    type_text,
)
from weex_runtime.interaction.gestures import long_press, pan, swipe, tap, touch
from weex_runtime.interaction.media import (
    fail_image,
    fail_video,
    fail_web,
    finish_video,
    finish_web,
    load_image,
    pause_video,
    play_video,
    post_from_web,
    visit_in_web,
)
from weex_runtime.interaction.navigation import go_back
from weex_runtime.interaction.scrolling import (
    appear,
    disappear,
    pull_to_load,
    pull_to_refresh,
    scroll_to,
    scroll_to_end,
    slide_to,
    stick,
    unstick,
)

__all__ = [
    "appear",
    "blur",
    "clear",
    "disappear",
    "fail_image",
    "fail_video",
    "fail_web",
    "fill",
    "finish_video",
    "finish_web",
    "focus",
    "go_back",
    "load_image",
    "long_press",
    "pan",
    "pause_video",
    "play_video",
    "post_from_web",
    "press_key",
    "press_return",
    "pull_to_load",
    "pull_to_refresh",
    "scroll_to",
    "scroll_to_end",
    "set_checked",
    "slide_to",
    "stick",
    "swipe",
    "tap",
    "touch",
    "type_text",
    "unstick",
    "visit_in_web",
]
