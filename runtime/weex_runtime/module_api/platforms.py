"""The devices that a page can be: the documented one, and three that exist.

What a module does otherwise on one of them is that module's own data (for webSocket:
weex_modules/websocket_platforms.py); what all modules share is here.
Source: spec/bridge.md, "WXEnvironment"; spec/websocket.md, section 2.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONInput

PlatformName: TypeAlias = Literal["android", "ios", "web"]


class Platform(NamedTuple):
    """One device.

    Attributes:
        name: None for the device of the documentation.
        title: What messages call it.
        viewport: Width and height of its screen in its own pixels.
        environment: WXEnvironment but for `deviceWidth` and `deviceHeight`.
        sizes_are_text: Those two are text, like all else on Android.
        keeps_assigned: `module.method = fn` reaches native.
        keeps_async: An async or generator function can be a callback.
        sends_views: A typed array is sent as its own bytes, not as its whole buffer.
        drops_kept_params: A handler in a component of a recycle-list gets its event only.
        hides_in_background: An app in the background has its page's `viewdisappear` fired.
        pauses_covered: A page that another one covers is paused, since each is an activity.
        freezes_built_ins: A bundle cannot change `Array.prototype` and its like, which the device's
            runtime freezes; browsers do not.
        lists_overrides: `object.toString = fn` makes a property that is enumerable, as JS has it.
        polyfills: Names of what its pages have always.
    """

    name: PlatformName | None
    title: str
    viewport: tuple[int, int]
    environment: Mapping[str, JSONInput]
    sizes_are_text: bool = False
    keeps_assigned: bool = True
    keeps_async: bool = True
    sends_views: bool = True
    drops_kept_params: bool = True
    hides_in_background: bool = True
    pauses_covered: bool = True
    freezes_built_ins: bool = True
    lists_overrides: bool = True
    polyfills: tuple[str, ...] = ()


DOCUMENTED = Platform(
    name=None,
    title="the documentation",
    viewport=(750, 1334),
    environment={
        "platform": "android",
        "osName": "android",
        "osVersion": "9",
        "weexVersion": "0.28.0",
        "appName": "weex-runtime",
        "appVersion": "1.0",
        "deviceModel": "headless",
        "scale": 2,
        "layoutDirection": "ltr",
        "logLevel": "log",
    },
)

ANDROID = Platform(
    name="android",
    title="Android",
    viewport=(1080, 2160),
    environment={
        "platform": "android",
        "osVersion": "9",
        "weexVersion": "0.28.0",
        "appName": "weex-runtime",
        "appVersion": "1.0",
        "deviceModel": "Pixel 3",
        "scale": "2.75",
        "layoutDirection": "ltr",
        "logLevel": "log",
        "cacheDir": "/data/user/0/weex-runtime/cache",
        "shouldInfoCollect": "false",
        "debugMode": "false",
        "androidStatusBarHeight": "66",
    },
    sizes_are_text=True,
    keeps_assigned=False,
    keeps_async=False,
    sends_views=False,
    drops_kept_params=False,
    lists_overrides=False,
)

IOS = Platform(
    name="ios",
    title="iOS",
    viewport=(1125, 2436),
    environment={
        "platform": "iOS",
        "osName": "iOS",
        "osVersion": "12.2",
        "weexVersion": "0.28.0",
        "appName": "weex-runtime",
        "appVersion": "1.0",
        "deviceModel": "iPhone10,3",
        "scale": 3,
        "layoutDirection": "ltr",
        "scheme": "light",
    },
    keeps_assigned=False,
    keeps_async=False,
    sends_views=False,
    drops_kept_params=False,
    hides_in_background=False,
    pauses_covered=False,
    lists_overrides=False,
)

WEB = Platform(
    name="web",
    title="the web",
    viewport=(1080, 2160),
    environment={
        "platform": "Web",
        "osName": "android",
        "osVersion": "9",
        "weexVersion": "1.0.36",
        "appName": "Chrome",
        "appVersion": "74.0",
        "deviceModel": "Android",
        "dpr": 3,
        "rem": 36,
        "scale": 0.48,
        "userAgent": "Mozilla/5.0 (Linux; Android 9) weex-runtime Chrome/74.0",
        "layoutDirection": "ltr",
    },
    hides_in_background=False,
    pauses_covered=False,
    polyfills=("websocket",),
    freezes_built_ins=False,
)


def platform_of(name: str | None) -> Platform:
    """The device of this name.

    Raises:
        WeexError: There is none.
    """
    for platform in (DOCUMENTED, ANDROID, IOS, WEB):
        if platform.name == name:
            return platform
    raise WeexError(f'platform is "android", "ios", "web" or None, not {name!r}')


def make_environment(
    platform: Platform, viewport: tuple[int, int], overrides: Mapping[str, JSONInput] | None
) -> dict[str, JSONInput]:
    """WXEnvironment of a page.

    Args:
        viewport: Width and height of the screen in its own pixels.
        overrides: Fields that a test or user sets.
    """
    width, height = (str(n) if platform.sizes_are_text else n for n in viewport)
    sizes: dict[str, JSONInput] = {"deviceWidth": width, "deviceHeight": height}
    return {**platform.environment, **sizes, **(overrides or {})}


class Difference(NamedTuple):
    """A way in which platforms break the documented contract.

    Attributes:
        what: What the bundle did, or what happened to it; {names} stand for facts.
        android, ios, web: What comes of it there; "" where it is as documented.
        instead: What to write.
    """

    what: str
    android: str = ""
    ios: str = ""
    web: str = ""
    instead: str = ""

    def text(self, platform: Platform, **facts: str) -> str:
        """The warning for a page of the platform; for the documented one all that differ.

        Returns:
            "" where the platform does as documented.
        """
        places: dict[str, list[str]] = {}
        for place in (ANDROID, IOS, WEB):
            effect = getattr(self, place.name or "")
            if effect and platform in (DOCUMENTED, place):
                places.setdefault(effect, []).append(place.title)
        if not places:
            return ""
        effects = [f"on {' and '.join(names)}: {effect}" for effect, names in places.items()]
        instead = [f"write {self.instead}"] if self.instead else []
        return "; ".join([self.what, *effects, *instead]).format(**facts)


HANDLER_ASSIGNED = Difference(
    "{module}.{method} was assigned",
    android="ignored since Weex 0.19, no handler is registered",
    ios="ignored since Weex 0.19, no handler is registered",
    instead="{module}.{method}(handler)",
)

ASYNC_CALLBACK = Difference(
    "an async or generator function was passed as a callback to {module}.{method}",
    android="it does not reach native and is never called",
    ios="it does not reach native and is never called",
    instead="function (event) {{ handle(event); }}, with the async function inside",
)

VIEW_SENT = Difference(
    "a view of a part of an ArrayBuffer was passed to {module}.{method}",
    android="the whole buffer is sent",
    ios="the whole buffer is sent",
    instead="view.slice(), which has a buffer of its own",
)

_PARAMS_FIRST = (
    "Vue keeps those parameters for it, it gets a place for each before the event, and does not "
    "find its component: `this` is another"
)

PARAMS_KEPT = Difference(
    "a component in a recycle-list listens to {event}, and so does an element of the list before "
    "it, whose handler has parameters",
    android=_PARAMS_FIRST,
    ios=_PARAMS_FIRST,
    instead="handlers without parameters, or the component's template first",
)

CLASS_IGNORED = Difference(
    "class is {form} on <{tag}>",
    android="ignored: Vue there takes a list of names, each by itself",
    ios="ignored: Vue there takes a list of names, each by itself",
    instead=""":class="['item', bad ? 'bad' : '']" (class: ['item', this.bad ? 'bad' : ''])""",
)

TEXT_CLASS = Difference(
    "class is {form} on <{tag}>",
    android="Vue takes a list of names and throws a TypeError",
    ios="Vue takes a list of names and throws a TypeError",
    instead=""":class="['item']" (class: ['item'])""",
)
