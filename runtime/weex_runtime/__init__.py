"""A headless Weex device: runs real bundles on the genuine Weex JS runtime; the native side is
Python.
"""

# A command imports this file before it can catch Ctrl-C. Import nothing here: imports take time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from weex_runtime.access.access import Access as Access
    from weex_runtime.access.page_access import PageAccess as PageAccess
    from weex_runtime.access.page_access import Refusal as Refusal
    from weex_runtime.errors import AccessRefused as AccessRefused
    from weex_runtime.errors import AmbiguousLocator as AmbiguousLocator
    from weex_runtime.errors import ArgumentMismatch as ArgumentMismatch
    from weex_runtime.errors import BundleError as BundleError
    from weex_runtime.errors import BundleNotFound as BundleNotFound
    from weex_runtime.errors import CallbackSpent as CallbackSpent
    from weex_runtime.errors import ClockError as ClockError
    from weex_runtime.errors import CreateInstanceFailed as CreateInstanceFailed
    from weex_runtime.errors import EndlessJobs as EndlessJobs
    from weex_runtime.errors import FrameworksMissing as FrameworksMissing
    from weex_runtime.errors import JSCrash as JSCrash
    from weex_runtime.errors import JSError as JSError
    from weex_runtime.errors import JSTimeLimit as JSTimeLimit
    from weex_runtime.errors import LimitExceeded as LimitExceeded
    from weex_runtime.errors import ModuleError as ModuleError
    from weex_runtime.errors import ModuleFileError as ModuleFileError
    from weex_runtime.errors import PageDestroyed as PageDestroyed
    from weex_runtime.errors import PageError as PageError
    from weex_runtime.errors import PageStopped as PageStopped
    from weex_runtime.errors import SourceError as SourceError
    from weex_runtime.errors import StorageError as StorageError
    from weex_runtime.errors import UnknownFramework as UnknownFramework
    from weex_runtime.errors import UnknownPolyfill as UnknownPolyfill
    from weex_runtime.errors import UnknownRef as UnknownRef
    from weex_runtime.errors import WaitTimeout as WaitTimeout
    from weex_runtime.errors import WeexError as WeexError
    from weex_runtime.errors import WrongThread as WrongThread
    from weex_runtime.instance.interception import RoutedRequest as RoutedRequest
    from weex_runtime.instance.interception import RoutedResponse as RoutedResponse
    from weex_runtime.instance.records.console import ConsoleLine as ConsoleLine
    from weex_runtime.instance.records.web_sockets import WebSocket as WebSocket
    from weex_runtime.instance.records.web_sockets import WebSocketMessage as WebSocketMessage
    from weex_runtime.limits import Limits as Limits
    from weex_runtime.loop.clock import Clock as Clock
    from weex_runtime.module_api.component import Component as Component
    from weex_runtime.module_api.component import Event as Event
    from weex_runtime.module_api.component import component_prop as component_prop
    from weex_runtime.module_api.component import event as event
    from weex_runtime.module_api.dialog import Dialog as Dialog
    from weex_runtime.module_api.exports import js_method as js_method
    from weex_runtime.module_api.module import Callback as Callback
    from weex_runtime.module_api.module import KeepAliveCallback as KeepAliveCallback
    from weex_runtime.module_api.module import Module as Module
    from weex_runtime.module_api.network import Network as Network
    from weex_runtime.module_api.platforms import Difference as Difference
    from weex_runtime.module_api.platforms import Platform as Platform
    from weex_runtime.module_api.polyfill import Polyfill as Polyfill
    from weex_runtime.testkit.expect.expect import expect as expect
    from weex_runtime.testkit.locator.locator import Locator as Locator
    from weex_runtime.testkit.module_mock import MockedCall as MockedCall
    from weex_runtime.testkit.module_mock import ModuleMock as ModuleMock
    from weex_runtime.testkit.page import Page as Page
    from weex_runtime.testkit.routing.route import Route as Route
    from weex_runtime.testkit.routing.web_socket_route import WebSocketRoute as WebSocketRoute
    from weex_runtime.testkit.runtime import Runtime as Runtime

# The public names, by the file that defines them. The first use of a name imports its file, since
# pytest imports this package in every project, even if no test uses Weex.
_HOMES = {
    "access.access": "Access",
    "access.page_access": "PageAccess Refusal",
    "loop.clock": "Clock",
    "module_api.component": "Component Event component_prop event",
    "instance.records.console": "ConsoleLine",
    "module_api.dialog": "Dialog",
    "errors": """
        AccessRefused AmbiguousLocator ArgumentMismatch BundleError BundleNotFound CallbackSpent
        ClockError CreateInstanceFailed EndlessJobs FrameworksMissing JSCrash JSError
        JSTimeLimit LimitExceeded ModuleError ModuleFileError PageDestroyed PageError
        PageStopped SourceError StorageError UnknownFramework UnknownPolyfill UnknownRef
        WaitTimeout WeexError WrongThread
    """,
    "limits": "Limits",
    "testkit.expect.expect": "expect",
    "testkit.locator.locator": "Locator",
    "module_api.exports": "js_method",
    "module_api.module": "Callback KeepAliveCallback Module",
    "testkit.module_mock": "MockedCall ModuleMock",
    "module_api.network": "Network",
    "testkit.page": "Page",
    "module_api.platforms": "Difference Platform",
    "module_api.polyfill": "Polyfill",
    "instance.interception": "RoutedRequest RoutedResponse",
    "testkit.routing.route": "Route",
    "testkit.runtime": "Runtime",
    "testkit.routing.web_socket_route": "WebSocketRoute",
    "instance.records.web_sockets": "WebSocket WebSocketMessage",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
__all__ = list(_HOME_OF)


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import gc

    # Turn the garbage collector off during imports: imports make no garbage, and the collector
    # would take a twentieth of the time of a cold start.
    collects = gc.isenabled()
    gc.disable()
    try:
        value: object = getattr(__import__(f"{__name__}.{home}", fromlist=[name]), name)
    finally:
        if collects:
            gc.enable()
    globals()[name] = value
    return value
