"""weex_runtime.module_api.permissions: states, requests and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from weex_runtime import Component, Module, ModuleError, Page, Runtime, WeexError, js_method
from weex_runtime.module_api.dialog import Dialog


class Camera(Module):
    name = "camera"
    permissions = ("camera", "flash")

    def __init__(self) -> None:
        self.log: list[Any] = []

    @js_method
    async def open(self, permission: str) -> None:
        """Ask for the permission, and log the result."""
        self.log.append(self.has_permission(permission))
        self.log.append(await self.request_permission(permission, 7))
        self.log.append(self.has_permission(permission))

    def on_permissions_result(
        self, request_code: int, permissions: list[str], results: list[int]
    ) -> None:
        self.log.append((request_code, permissions, results))


class Gauge(Component):
    type = "gauge"
    permissions = ("pressure",)


@pytest.fixture
def runtime(make_runtime: Callable[..., Runtime]) -> Runtime:
    return make_runtime(modules=[Camera], components=[Gauge])


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(
        "weex.requireModule('globalEvent').addEventListener('ask', function (name) {"
        " weex.requireModule('camera').open(name); });"
    )


def ask(page: Page, permission: str = "camera") -> list[Any]:
    page.fire_global_event("ask", permission)
    page.runtime.run_until_idle()
    log: list[Any] = page.module("camera").log  # type: ignore[attr-defined]
    found, log[:] = list(log), []
    return found


def test_permission_is_granted_by_default(page: Page) -> None:
    assert page.device_permissions["camera"] == "granted"
    assert ask(page) == [True, (7, ["camera"], [0]), True, True]
    assert not page.dialogs


def test_request_of_a_denied_permission_fails_without_a_dialog(page: Page) -> None:
    page.device_permissions["camera"] = "denied"
    assert ask(page) == [False, (7, ["camera"], [-1]), False, False]
    assert not page.dialogs


@pytest.mark.parametrize(
    ("answer", "granted"), [(True, True), (False, False), ("Allow", True), ("Deny", False)]
)
def test_first_request_in_state_asked_shows_a_dialog_whose_answer_becomes_the_state(
    page: Page, answer: bool | str, granted: bool
) -> None:
    page.device_permissions["camera"] = "asked"
    page.answer_dialogs(answer)
    code = 0 if granted else -1
    assert ask(page) == [False, (7, ["camera"], [code]), granted, granted]
    assert page.device_permissions["camera"] == ("granted" if granted else "denied")
    assert ask(page) == [granted, (7, ["camera"], [code]), granted, granted]
    (dialog,) = page.dialogs
    assert (dialog.kind, dialog.message, dialog.answer) == ("permission", "camera", answer)
    assert (dialog.ok, dialog.cancel) == ("Allow", "Deny")


def test_answer_dialog_also_answers_permission_dialogs(page: Page) -> None:
    def refuse(dialog: Dialog) -> bool:
        return dialog.kind != "permission"

    page.answer_dialog = refuse
    page.device_permissions["camera"] = "asked"
    assert ask(page)[-1] is False


def test_invalid_answer_to_a_permission_dialog_denies_and_logs_an_error(page: Page) -> None:
    page.device_permissions["camera"] = "asked"
    page.answer_dialogs("perhaps")
    assert ask(page)[-1] is False
    (line,) = [line for line in page.console if line.level == "error"]
    assert "expected True, False, 'Allow' or 'Deny'" in line.text
    assert "got 'perhaps'" in line.text


def test_pages_of_a_device_share_its_permissions(page: Page) -> None:
    page.runtime.device_permissions["camera"] = "denied"
    other = page.runtime.open(source='// { "framework": "Vanilla" }\n1;')
    assert other.device_permissions["camera"] == "denied"
    assert page.device_permissions is other.device_permissions


def test_on_permissions_result_is_called_on_all_modules_that_the_page_uses(
    make_runtime: Callable[..., Runtime],
) -> None:
    class Watcher(Module):
        name = "watcher"

        @js_method
        def watch(self) -> None:
            """Do nothing."""

        def on_permissions_result(
            self, request_code: int, permissions: list[str], results: list[int]
        ) -> None:
            self.page.write_console("log", f"{request_code} {permissions} {results}")

    page = make_runtime(modules=[Camera, Watcher]).open(
        source='// { "framework": "Vanilla" }\n'
        "weex.requireModule('watcher').watch(); weex.requireModule('camera').open('camera');"
    )
    page.runtime.run_until_idle()
    assert [line.text for line in page.console] == ["7 ['camera'] [0]"]


def test_destroyed_page_gets_no_permission_result(page: Page) -> None:
    module: Any = page.module("camera")
    module.request_permission("camera", 3)
    page.destroy()
    page.runtime.run_until_idle()
    assert module.log == []


def test_device_permissions_contain_known_names_and_names_that_modules_declare(page: Page) -> None:
    names = list(page.device_permissions)
    assert {"camera", "location", "microphone", "photos", "flash", "pressure"} <= set(names)
    assert len(page.device_permissions) == len(names)
    page.device_permissions["flash"] = "denied"
    page.device_permissions.update({"pressure": "denied"})
    assert ask(page, "flash")[-1] is False
    del page.device_permissions["flash"]
    assert ask(page, "flash")[-1] is True


@pytest.mark.parametrize("name", ["camra", "", 5, None, ["camera"]])
def test_undeclared_permission_name_is_refused(page: Page, name: Any) -> None:
    with pytest.raises(WeexError, match="expected the name of a permission"):
        page.device_permissions[name] = "denied"
    with pytest.raises(WeexError, match="expected the name of a permission"):
        page.device_permissions[name]


def test_misspelled_permission_name_gets_a_suggestion(page: Page) -> None:
    with pytest.raises(WeexError, match="got 'camra'; did you mean 'camera'"):
        page.device_permissions["camra"] = "denied"


@pytest.mark.parametrize("value", ["grant", "", True, False, None, 1, ["granted"]])
def test_unknown_permission_state_is_refused(page: Page, value: Any) -> None:
    expected = 'expected "granted", "denied" or "asked" for \'camera\', got'
    with pytest.raises(WeexError, match=expected):
        page.device_permissions["camera"] = value
    assert page.device_permissions["camera"] == "granted"


@pytest.mark.parametrize("method", ["has_permission", "request_permission"])
def test_request_of_an_undeclared_permission_is_an_error(page: Page, method: str) -> None:
    expected = r"Camera does not declare the permission 'location'; .*\('location',\)"
    with pytest.raises(ModuleError, match=expected):
        getattr(page.module("camera"), method)("location")


@pytest.mark.parametrize("kind", [Module, Component])
def test_module_whose_permissions_are_a_string_is_refused(
    make_runtime: Callable[..., Runtime], kind: Any
) -> None:
    cls = type("Wrong", (kind,), {"name": "wrong", "type": "wrong", "permissions": "camera"})
    what = "modules" if kind is Module else "components"
    with pytest.raises(ModuleError, match=r"expected names in permissions.*\('camera',\)"):
        make_runtime(**{what: [cls]})
