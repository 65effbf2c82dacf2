"""The actions of a user, as functions of (page, element, ...). They fire the events of the page's
platform, in the order in which a device fires them.

As on a device, an event is fired only if a handler listens to the event.

All actions raise `PageError` if the element does not support the action, `UnknownRef` if the
element left the tree, and `PageDestroyed` or `PageStopped` if the page ended. For a drag in steps,
use `drag_at` of `drag`.
"""

from weex_runtime.interaction.fields import blur as blur
from weex_runtime.interaction.fields import clear as clear
from weex_runtime.interaction.fields import fill as fill
from weex_runtime.interaction.fields import focus as focus
from weex_runtime.interaction.fields import press_key as press_key
from weex_runtime.interaction.fields import press_return as press_return
from weex_runtime.interaction.fields import set_checked as set_checked
from weex_runtime.interaction.fields import type_text as type_text
from weex_runtime.interaction.gestures import long_press as long_press
from weex_runtime.interaction.gestures import pan as pan
from weex_runtime.interaction.gestures import swipe as swipe
from weex_runtime.interaction.gestures import tap as tap
from weex_runtime.interaction.gestures import touch as touch
from weex_runtime.interaction.media import fail_image as fail_image
from weex_runtime.interaction.media import fail_video as fail_video
from weex_runtime.interaction.media import fail_web as fail_web
from weex_runtime.interaction.media import finish_video as finish_video
from weex_runtime.interaction.media import finish_web as finish_web
from weex_runtime.interaction.media import load_image as load_image
from weex_runtime.interaction.media import pause_video as pause_video
from weex_runtime.interaction.media import play_video as play_video
from weex_runtime.interaction.media import post_from_web as post_from_web
from weex_runtime.interaction.media import visit_in_web as visit_in_web
from weex_runtime.interaction.navigation import go_back as go_back
from weex_runtime.interaction.scrolling import appear as appear
from weex_runtime.interaction.scrolling import disappear as disappear
from weex_runtime.interaction.scrolling import pull_to_load as pull_to_load
from weex_runtime.interaction.scrolling import pull_to_refresh as pull_to_refresh
from weex_runtime.interaction.scrolling import scroll_to as scroll_to
from weex_runtime.interaction.scrolling import scroll_to_end as scroll_to_end
from weex_runtime.interaction.scrolling import slide_to as slide_to
from weex_runtime.interaction.scrolling import stick as stick
from weex_runtime.interaction.scrolling import unstick as unstick
