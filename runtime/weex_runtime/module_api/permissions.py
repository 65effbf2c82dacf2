"""Device permissions, like the camera: tests set their states, modules and components request them.

Source: Android ContextCompat.checkSelfPermission, ActivityCompat.requestPermissions; the privacy
keys of iOS's Info.plist; the Permissions API of browsers.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Literal, TypeAlias, get_args

from weex_runtime.errors import ModuleError, WeexError
from weex_runtime.module_api.component_registry import ComponentRegistry
from weex_runtime.module_api.dialog import Answer, Dialog
from weex_runtime.module_api.future import Future
from weex_runtime.module_api.module import Native
from weex_runtime.module_api.registry import Registry
from weex_runtime.naming import did_you_mean

PermissionState: TypeAlias = Literal["granted", "denied", "asked"]


# {permission: (name on Android after "android.permission.", key in Info.plist of iOS)}. The key is
# "" if iOS lacks the permission.
NAMES = {
    "bluetooth": ("BLUETOOTH_CONNECT", "NSBluetoothAlwaysUsageDescription"),
    "calendar": ("READ_CALENDAR", "NSCalendarsUsageDescription"),
    "camera": ("CAMERA", "NSCameraUsageDescription"),
    "contacts": ("READ_CONTACTS", "NSContactsUsageDescription"),
    "location": ("ACCESS_FINE_LOCATION", "NSLocationWhenInUseUsageDescription"),
    "microphone": ("RECORD_AUDIO", "NSMicrophoneUsageDescription"),
    "motion": ("ACTIVITY_RECOGNITION", "NSMotionUsageDescription"),
    "notifications": ("POST_NOTIFICATIONS", ""),
    "phone": ("CALL_PHONE", ""),
    "photos": ("WRITE_EXTERNAL_STORAGE", "NSPhotoLibraryAddUsageDescription"),
}


class DevicePermissions(MutableMapping[str, PermissionState]):
    """{permission: state} of a runtime, `runtime.device_permissions`.

    States are "granted" (the default), "denied" and "asked". In the state "asked" a request shows a
    dialog of kind "permission"; its answer, granted or denied, becomes the state.

    Raises:
        WeexError: A name is unknown (`NAMES` does not have it, and no module or component declares
            it), or a state is unknown.
    """

    def __init__(self, modules: Registry, components: ComponentRegistry) -> None:
        self._modules = modules
        self._components = components
        self._states: dict[str, PermissionState] = {}

    def __getitem__(self, name: str) -> PermissionState:
        self._require_known(name)
        return self._states.get(name, "granted")

    def __setitem__(self, name: str, state: PermissionState) -> None:
        self._require_known(name)
        if state not in get_args(PermissionState):
            raise WeexError(f'expected "granted", "denied" or "asked" for {name!r}, got {state!r}')
        self._states[name] = state

    def __delitem__(self, name: str) -> None:
        self._states.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in NAMES or name in self._declared())

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*NAMES, *self._declared()}))

    def __len__(self) -> int:
        return len({*NAMES, *self._declared()})

    def __repr__(self) -> str:
        return f"<device permissions {self._states or 'all granted'}>"

    def _declared(self) -> set[str]:
        classes: list[type[Native]] = [entry.cls for _, entry in self._modules.items()]
        classes += [cls for _, cls in self._components.items()]
        return {name for cls in classes for name in cls.permissions}

    def _require_known(self, name: str) -> None:
        if name not in self:
            known = list(self)
            question = did_you_mean(str(name), known, show=repr)
            names = (
                f"known names: {', '.join(known)}; a module declares others with "
                f"permissions = ({name!r},)"
            )
            advice = f"{question} {names}" if question else names
            raise WeexError(f"expected the name of a permission, got {name!r}; {advice}")


def is_granted(native: Native, name: str) -> bool:
    """Whether the user has granted a permission to a module or component.

    Raises:
        ModuleError: The class does not declare the permission.
    """
    if name not in native.permissions:
        owner, advice = type(native).__name__, f"write permissions = ({name!r},) in the class"
        raise ModuleError(f"{owner} does not declare the permission {name!r}; {advice}")
    return native.page.device_permissions[name] == "granted"


def request(native: Native, name: str, request_code: int) -> Future[bool]:
    """Request a permission. If the permission's state is "asked", a dialog asks the user.

    Returns:
        A future; a later turn of the loop calls `on_permissions_result` of all modules in use, and
        then resolves the future.

    Raises:
        ModuleError: The class does not declare the permission.
    """
    page, permissions = native.page, native.page.device_permissions
    future: Future[bool] = Future(lambda error: None)

    def report() -> None:
        if page.is_ended:
            return
        granted = permissions[name] == "granted"
        result = 0 if granted else -1  # PERMISSION_GRANTED, PERMISSION_DENIED of Android
        page.modules.call_hook("on_permissions_result", request_code, [name], [result])
        future.resolve(granted, None)

    if not is_granted(native, name) and permissions[name] == "asked":
        answer = _ask(native, name)

        def decide() -> None:
            if permissions[name] == "asked":
                is_granted_now = _allows(native, name, answer.result())
                permissions[name] = "granted" if is_granted_now else "denied"
            page.looper.call_soon(report)

        answer.when_done(decide)
    else:
        page.looper.call_soon(report)
    return future


def _ask(native: Native, name: str) -> Future[Answer]:
    """Show the dialog of a permission, unless the page shows it already; return its answer."""
    page, dialog = native.page, Dialog("permission", name, ok="Allow", cancel="Deny")
    for opened in page.stack.dialogs.open:
        if opened.page is page and opened.dialog == dialog:
            return opened.answer
    page.write_console("info", f"[permission] {name}")
    return page.show_dialog(dialog)


def _allows(native: Native, name: str, answer: Answer) -> bool:
    if answer not in (True, False, "Allow", "Deny"):
        text = (
            f"expected True, False, 'Allow' or 'Deny' for the permission {name!r}, got {answer!r}"
        )
        native.page.write_console("error", f"[weex-runtime] {text}; the permission is denied")
    return answer in (True, "Allow")
