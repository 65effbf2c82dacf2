"""The platforms of pages: Android, iOS and the web. A page without a platform works as Weex's
documentation says.

This file has the differences that concern all pages. The differences of a module's methods are in
the module's files (for webSocket: weex_modules/websocket/platform_rules.py).

Source: spec/bridge.md, "WXEnvironment"; spec/websocket.md, section 2.
"""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple, TypeAlias

from weex_runtime.errors import WeexError
from weex_runtime.json_values import JSONInput

PlatformName: TypeAlias = Literal["android", "ios", "web"]


def is_on(platforms: Collection[str] | None, platform: str | None) -> bool:
    """Whether a module, component or method that exists on `platforms` (None: on all) exists on
    pages of a platform. On pages without a platform everything exists.
    """
    return platform is None or platforms is None or platform in platforms


class Platform(NamedTuple):
    """The properties of a platform.

    Attributes:
        name: The name of the platform; None for pages without a platform.
        title: The name in messages.
        viewport: Width and height of the screen in device pixels.
        environment: WXEnvironment without `deviceWidth` and `deviceHeight`.
        sizes_are_text: Whether `deviceWidth` and `deviceHeight` are text, like all values on
            Android.
        mends_defects: Whether the page lacks the defects of JS on phones. On such a page an
            assignment `module.method = fn` is passed to native, an async or generator function can
            be a callback, a typed array is sent as its own bytes and not as its whole buffer, a
            handler in a component of a recycle-list gets its event only, and `object.toString = fn`
            makes an enumerable property.
        has_activities: Whether pages behave like activities of Android: a page is paused and gets
            `viewdisappear` when another page covers it or the app goes to the background.
        freezes_built_ins: Whether the JS runtime freezes `Array.prototype` and other built-ins;
            browsers do not.
        polyfills: Names of the polyfills that all pages of the platform have.
    """

    name: PlatformName | None
    title: str
    viewport: tuple[int, int]
    environment: Mapping[str, JSONInput]
    sizes_are_text: bool = False
    mends_defects: bool = True
    has_activities: bool = True
    freezes_built_ins: bool = True
    polyfills: tuple[str, ...] = ()


_APP: Mapping[str, JSONInput] = {
    "weexVersion": "0.28.0",
    "appName": "weex-runtime",
    "appVersion": "1.0",
    "layoutDirection": "ltr",
}

DOCUMENTED = Platform(
    name=None,
    title="the documentation",
    viewport=(750, 1334),
    environment={
        **_APP,
        "platform": "android",
        "osName": "android",
        "osVersion": "9",
        "deviceModel": "headless",
        "scale": 2,
        "logLevel": "log",
    },
)

ANDROID = Platform(
    name="android",
    title="Android",
    viewport=(1080, 2160),
    environment={
        **_APP,
        "platform": "android",
        "osVersion": "9",
        "deviceModel": "Pixel 3",
        "scale": "2.75",
        "logLevel": "log",
        "cacheDir": "/data/user/0/weex-runtime/cache",
        "shouldInfoCollect": "false",
        "debugMode": "false",
        "androidStatusBarHeight": "66",
    },
    sizes_are_text=True,
    mends_defects=False,
)

IOS = Platform(
    name="ios",
    title="iOS",
    viewport=(1125, 2436),
    environment={
        **_APP,
        "platform": "iOS",
        "osName": "iOS",
        "osVersion": "12.2",
        "deviceModel": "iPhone10,3",
        "scale": 3,
        "scheme": "light",
    },
    mends_defects=False,
    has_activities=False,
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
    has_activities=False,
    polyfills=("websocket",),
    freezes_built_ins=False,
)


def platform_of(name: str | None) -> Platform:
    """Return the platform with a name, or `DOCUMENTED` for None.

    Raises:
        WeexError: The name is unknown.
    """
    for platform in (DOCUMENTED, ANDROID, IOS, WEB):
        if platform.name == name:
            return platform
    raise WeexError(f'platform: expected "android", "ios", "web" or None, got {name!r}')


def make_environment(
    platform: Platform, viewport: tuple[int, int], overrides: Mapping[str, JSONInput] | None
) -> dict[str, JSONInput]:
    """Make the WXEnvironment of a page.

    Args:
        viewport: Width and height of the screen in device pixels.
        overrides: Fields that replace fields of the platform's WXEnvironment.
    """
    width, height = (str(n) if platform.sizes_are_text else n for n in viewport)
    sizes: dict[str, JSONInput] = {"deviceWidth": width, "deviceHeight": height}
    return {**platform.environment, **sizes, **(overrides or {})}


class Difference(NamedTuple):
    """A difference between platforms and Weex's documentation.

    Attributes:
        what: The start of the warning: the code in the bundle that platforms treat differently, or
            the effect on the bundle. {name} is replaced by the argument `name` of `text`.
        android, ios, web: The effect on the platform; "" for the documented effect.
        phones: The effect on Android and iOS, if they have the same effect.
        instead: The code to write instead.
    """

    what: str
    android: str = ""
    ios: str = ""
    web: str = ""
    instead: str = ""
    phones: str = ""

    def text(self, platform: Platform, **facts: str) -> str:
        """Return the warning for pages of a platform. For pages without a platform the warning
        lists all platforms.

        Returns:
            The warning; "" if the platform does not differ from the documentation.
        """
        places: dict[str, list[str]] = {}
        for place in (ANDROID, IOS, WEB):
            effect = getattr(self, place.name or "") or (self.phones if place is not WEB else "")
            if effect and platform in (DOCUMENTED, place):
                places.setdefault(effect, []).append(place.title)
        if not places:
            return ""
        effects = [f"on {' and '.join(names)}: {effect}" for effect, names in places.items()]
        instead = [f"write {self.instead}"] if self.instead else []
        return "; ".join([self.what, *effects, *instead]).format(**facts)


HANDLER_ASSIGNED = Difference(
    "{module}.{method} was assigned",
    phones="ignored since Weex 0.19, no handler is registered",
    instead="{module}.{method}(handler)",
)

ASYNC_CALLBACK = Difference(
    "an async or generator function was passed as a callback to {module}.{method}",
    phones="the function does not reach native and is never called",
    instead="function (event) {{ handle(event); }}, with the async function inside",
)

VIEW_SENT = Difference(
    "a view of a part of an ArrayBuffer was passed to {module}.{method}",
    phones="the whole buffer is sent",
    instead="view.slice(), which has a buffer of its own",
)

PARAMS_KEPT = Difference(
    "a component in a recycle-list listens to {event}, and so does an element of the list before "
    "it, whose handler has parameters",
    phones="Vue also passes these parameters to the component's handler, before the event, and "
    "calls the handler with another `this`",
    instead="handlers without parameters, or the component's template first",
)

CLASS_IGNORED = Difference(
    "class is {form} on <{tag}>",
    phones="ignored, since Vue takes only a list of separate names",
    instead=""":class="['item', bad ? 'bad' : '']" (class: ['item', this.bad ? 'bad' : ''])""",
)

TEXT_CLASS = Difference(
    "class is {form} on <{tag}>",
    phones="Vue takes only a list of names, and throws a TypeError",
    instead=""":class="['item']" (class: ['item'])""",
)
