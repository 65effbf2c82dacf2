"""What an author of a native module writes against. Names follow the device SDKs
(Android: WXModule, @JSMethod, JSCallback; iOS: WXModuleProtocol, WX_EXPORT_METHOD)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar, overload

from weex_runtime.errors import CallbackSpent
from weex_runtime.values import JSONInput

if TYPE_CHECKING:
    from weex_runtime.page import Page

F = TypeVar("F", bound=Callable[..., Any])


class Export(NamedTuple):
    """How a method is seen from JS."""

    js_name: str
    function: Callable[..., Any]
    sync: bool


@overload
def js_method(function: F, /) -> F: ...
@overload
def js_method(*, sync: bool = False, name: str | None = None) -> Callable[[F], F]: ...
def js_method(
    function: F | None = None, /, *, sync: bool = False, name: str | None = None
) -> F | Callable[[F], F]:
    """Export a method of a `Module` to JS.

    The method runs at the call, in JS's order. Its parameters' type hints say what the JS values
    become (arguments.py).

    Args:
        sync: JS gets the return value, which must be JSON (Android: uiThread=false; iOS:
            WX_EXPORT_METHOD_SYNC). Otherwise JS gets undefined, as on a device.
        name: The name in JS; default: the method's.
    """

    def mark(function: F) -> F:
        export = Export(name or function.__name__, function, sync)
        function.__weex_export__ = export  # type: ignore[attr-defined]
        return function

    return mark(function) if function else mark


class Module:
    """A native module: one object for each page that calls it, made at the first call.

    Attributes:
        name: What `weex.requireModule(name)` asks for.
        page: The page that it serves; set before `__init__` runs.
    """

    name: ClassVar[str]
    page: "Page"

    def destroy(self) -> None:
        """The page ends: release what the module holds. No callback reaches JS any more."""


class Callback:
    """A function of the bundle, passed as an argument; may be used from any thread.

    JS hears of it in a later turn of the loop, never inside the call that caused it.
    """

    def __init__(self, page: "Page", callback_id: str, origin: str) -> None:
        self._page = page
        self.id = callback_id
        self._origin = origin
        self._spent = False

    def invoke(self, data: JSONInput = None) -> None:
        """Call it once and for all: JS forgets it.

        Args:
            data: Its one argument.

        Raises:
            CallbackSpent: It was invoked before, or the page is gone.
        """
        self._call(data, keep_alive=False)
        self._spent = True

    def invoke_and_keep_alive(self, data: JSONInput = None) -> None:
        """Call it and keep it for further calls.

        Raises:
            CallbackSpent: `invoke` was called before, or the page is gone.
        """
        self._call(data, keep_alive=True)

    def _call(self, data: JSONInput, *, keep_alive: bool) -> None:
        if not self.id:
            return  # the bundle passed undefined or null where a callback belongs
        if self._spent:
            raise CallbackSpent(
                f"{self._origin}: callback {self.id} was invoked before; "
                "use invoke_and_keep_alive for more than one call"
            )
        if self._page.destroyed:
            raise CallbackSpent(f"{self._origin}: callback {self.id} belongs to a destroyed page")
        self._page.tasks.callback(self.id, data, keep_alive=keep_alive, origin=self._origin)


def exports_of(module: type[Module]) -> dict[str, Export]:
    """The exported methods by JS name, inherited ones first, in the order of definition."""
    found: dict[str, Export] = {}
    for cls in reversed(module.__mro__):
        for attribute in vars(cls).values():
            export = getattr(attribute, "__weex_export__", None)
            if export:
                found[export.js_name] = export
    return found
