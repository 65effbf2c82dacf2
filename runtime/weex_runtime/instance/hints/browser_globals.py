"""Globals of browsers that Weex devices lack, and their replacements.

Sources: weex.apache.org, "Web-dev differences"; spec/modules.md; spec/bridge.md, section 2.
"""

from __future__ import annotations

from weex_runtime.module_api.platforms import Platform

_STREAM = "weex.requireModule('stream').fetch({url, method, headers, body, type}, callback)"
_STORAGE = "weex.requireModule('storage').setItem(key, value, callback), getItem, removeItem"
_RECT = "weex.requireModule('dom').getComponentRect(this.$refs.name, callback)"
_EVENTS = "the element's own events in the template, like @appear and @disappear"
_ENVIRONMENT = "WXEnvironment (platform, osVersion, deviceModel, deviceWidth, deviceHeight, scale)"
_BUNDLED = "a bundler such as webpack, which puts required files into the bundle"

_INSTEAD = {
    "WebSocket": "weex.requireModule('webSocket'), or give the page the class with "
    'polyfills=["websocket"] (--polyfill websocket)',
    "EventSource": "weex.requireModule('webSocket')",
    **dict.fromkeys(
        ("fetch", "XMLHttpRequest", "Headers", "Request", "Response", "FormData"), _STREAM
    ),
    **dict.fromkeys(("localStorage", "sessionStorage", "indexedDB"), _STORAGE),
    "alert": "weex.requireModule('modal').alert({message}, callback)",
    "confirm": "weex.requireModule('modal').confirm({message}, callback)",
    "prompt": "weex.requireModule('modal').prompt({message}, callback)",
    "Notification": "weex.requireModule('modal').toast({message})",
    "document": "the template and this.$refs, and weex.requireModule('dom') to scroll to elements "
    "and measure them; weex.document is the page's tree, without a selector or HTML",
    **dict.fromkeys(
        ("HTMLElement", "Element", "Node", "DOMParser", "XMLSerializer"),
        "the template; weex.document makes elements",
    ),
    **dict.fromkeys(
        ("window", "self", "top", "parent"),
        "the global's own name, as far as a device has it (setTimeout, console, WXEnvironment)",
    ),
    "location": "weex.config.bundleUrl to read the address, and "
    "weex.requireModule('navigator').push({url}, callback) to go to another page",
    "history": "weex.requireModule('navigator').push({url}, callback) and pop({}, callback)",
    "open": "weex.requireModule('navigator').push({url}, callback)",
    "navigator": f"{_ENVIRONMENT}; to go to another page weex.requireModule('navigator')",
    **dict.fromkeys(
        ("screen", "devicePixelRatio", "innerWidth", "innerHeight", "matchMedia"), _ENVIRONMENT
    ),
    **dict.fromkeys(
        ("requestAnimationFrame", "cancelAnimationFrame"),
        "weex.requireModule('animation').transition(this.$refs.name, {styles, duration}), "
        "or setTimeout(callback, 16)",
    ),
    **dict.fromkeys(("getComputedStyle", "ResizeObserver"), _RECT),
    **dict.fromkeys(("IntersectionObserver", "MutationObserver"), _EVENTS),
    **dict.fromkeys(
        ("addEventListener", "removeEventListener"),
        "weex.requireModule('globalEvent').addEventListener(name, callback) for the app's events, "
        f"and {_EVENTS}",
    ),
    **dict.fromkeys(
        ("Event", "CustomEvent", "EventTarget", "postMessage", "MessageChannel"),
        "new BroadcastChannel(name) between pages, and Vue's $emit inside one",
    ),
    "queueMicrotask": "Promise.resolve().then(callback)",
    "setImmediate": "setTimeout(callback, 0)",
    "structuredClone": "JSON.parse(JSON.stringify(value))",
    "performance": "Date.now()",
    **dict.fromkeys(("Image", "Audio"), "an element in the template: <image>, <video>"),
    **dict.fromkeys(
        ("Blob", "File", "FileReader"),
        "base64 text: the modules of a device take and give text and JSON",
    ),
    **dict.fromkeys(
        ("URL", "URLSearchParams", "TextEncoder", "TextDecoder", "AbortController", "Intl"),
        "a library that is part of the bundle",
    ),
    "crypto": "a library in the bundle, or a module of the app",
    "Worker": "a module of the app, which can run slow work on a thread",
    "WebAssembly": "a module of the app",
    **dict.fromkeys(("require", "module", "exports", "Buffer"), _BUNDLED),
}


def instead_of(name: str, platform: Platform) -> str:
    """Return a message with the replacement of a browser's global; "" for another name."""
    if name not in _INSTEAD:
        return ""
    where = (
        "a browser has it, this headless page and phones do not"
        if platform.name == "web"
        else "it is a browser's, and a device does not have it"
    )
    return f"{name} is not defined: {where}; use {_INSTEAD[name]}"
