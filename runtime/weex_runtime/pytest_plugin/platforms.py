"""`--weex-platform`, and `platform` of the marker: a test runs once for each device named."""

from __future__ import annotations

import pytest

from weex_runtime.pytest_plugin.marker import Marked
from weex_runtime.pytest_plugin.options import DOCUMENTED, PLATFORMS, options_of

_FIXTURE = "weex_platform"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that uses a weex fixture gets a run for each device: those of its marker, else those
    of the command line; unless it has parameters of its own for that."""
    item = metafunc.definition
    if _FIXTURE not in metafunc.fixturenames or _is_parametrized(item):
        return
    marked = Marked(item)
    platforms = marked.platforms or options_of(metafunc.config).platforms
    if len(marked.platforms) != 1 and platforms:
        metafunc.parametrize(_FIXTURE, platforms, indirect=True)


@pytest.fixture
def weex_platform(request: pytest.FixtureRequest) -> str:
    """The device of the test: "documented", "android", "ios" or "web"."""
    marked = Marked(request.node)
    marked.require_valid()
    given: str | None = getattr(request, "param", None)
    asked_for = marked.platforms or options_of(request.config).platforms
    if given is None and asked_for:
        if len(asked_for) > 1:
            pytest.fail(
                f"{request.node.name} asks for a weex fixture while it runs, too late to run on "
                f"{', '.join(asked_for)}: add @pytest.mark.usefixtures('weex_runtime')",
                pytrace=False,
            )
        given = asked_for[0]
    platform = given or DOCUMENTED
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
