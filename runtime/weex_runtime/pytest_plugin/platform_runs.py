"""`--weex-platform`: a test runs once for each device that is asked for."""

from __future__ import annotations

import pytest

from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import PLATFORMS, options_of

_FIXTURE = "weex_platform"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that uses a weex fixture gets a run for each device; unless its marker names one, or
    it has parameters of its own for that."""
    platforms = options_of(metafunc.config).platforms
    if platforms and _FIXTURE in metafunc.fixturenames:
        item = metafunc.definition
        if not (Marked(item).names_platform or _is_parametrized(item)):
            metafunc.parametrize(_FIXTURE, platforms, indirect=True)


@pytest.fixture
def weex_platform(request: pytest.FixtureRequest) -> str:
    """The device of the test: "documented", "android", "ios" or "web"."""
    marked = Marked(request.node)
    marked.require_valid()
    given: str | None = getattr(request, "param", None)
    asked_for = options_of(request.config).platforms
    if given is None and asked_for and not marked.names_platform:
        if len(asked_for) > 1:
            pytest.fail(
                f"{request.node.name} asks for a weex fixture while it runs, too late to run on "
                f"{', '.join(asked_for)}: add @pytest.mark.usefixtures('weex_runtime')",
                pytrace=False,
            )
        given = asked_for[0]
    platform = given or marked.platform
    if platform not in PLATFORMS:
        pytest.fail(
            f"weex_platform is one of {', '.join(PLATFORMS)}, not {platform!r}", pytrace=False
        )
    return platform


def _is_parametrized(item: pytest.Item) -> bool:
    for mark in item.iter_markers("parametrize"):
        names = mark.args[0] if mark.args else mark.kwargs.get("argnames", ())
        if isinstance(names, str):
            names = [name.strip() for name in names.split(",")]
        if _FIXTURE in names:
            return True
    return False
