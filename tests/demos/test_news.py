"""The news demo: a list from a server, a story as a page over it, and what was read is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weex_runtime import Page, Runtime, expect
from weex_runtime.testing import HttpResponse, HttpServer
from weex_runtime.testkit.routing.route import Route

pytestmark = pytest.mark.weex(platform=["documented", "android", "ios", "web"])

BUNDLES = Path(__file__).parents[2] / "bundles"
STORIES: list[dict[str, int | str]] = [
    {"id": 7, "title": "Water found", "text": "In the well."},
    {"id": 8, "title": "Bridge opens", "text": "At last."},
]


@pytest.fixture
def site(http_server: HttpServer) -> HttpServer:
    """A server with both bundles and two stories."""
    for name in ("news.js", "story.js"):
        source = (BUNDLES / name).read_text(encoding="utf-8")
        http_server.route("GET", f"/{name}", HttpResponse(text=source))
    return http_server.route("GET", "/news.json", HttpResponse(json=STORIES))


@pytest.fixture
def open_news(new_weex_page: Callable[..., Page], site: HttpServer) -> Callable[[], Page]:
    """Open the list, from the server."""
    return lambda: new_weex_page(f"{site.url}news.js")


@pytest.fixture
def news(open_news: Callable[[], Page]) -> Page:
    """The list with its two stories."""
    news = open_news()
    expect(news.get_by_test_id("status")).to_have_text("2 stories")
    return news


def open_story(news: Page, title: str) -> Page:
    """Tap a story of the list: the page that opens."""
    with news.expect_page("**/story.js?id=*") as opened:
        news.get_by_text(title).click()
    return opened.value


def test_list_shows_the_stories_of_the_server(news: Page) -> None:
    expect(news.get_by_role("listitem")).to_have_text(["Water found new", "Bridge opens new"])


def test_tap_opens_a_story_and_back_returns_to_the_list(news: Page) -> None:
    story = open_story(news, "Bridge opens")
    assert story.url.endswith("/story.js?id=8")
    expect(story.get_by_text("At last.")).to_be_visible()
    story.get_by_text("back").click()
    expect(news.get_by_role("listitem")).to_have_text(["Water found new", "Bridge opens read"])
    assert news.stack.pages == [news]


def test_back_button_of_the_device_leaves_a_story(news: Page) -> None:
    assert news.stack.pop(open_story(news, "Bridge opens"))
    assert news.stack.pages == [news]


def test_stories_that_were_read_are_marked_when_the_list_opens_again(
    news: Page, open_news: Callable[[], Page]
) -> None:
    news.get_by_text("Water found").click()
    expect(news.get_by_role("listitem").first).to_have_text("Water found read")
    news.destroy()
    again = open_news()
    expect(again.get_by_role("listitem")).to_have_text(["Water found read", "Bridge opens new"])


def test_pull_to_refresh_loads_the_list_of_stories_again(news: Page) -> None:
    held: list[Route] = []
    news.route("**/news.json", held.append)
    news.get_by_role("list").pull_to_refresh()
    expect(news.locator("refresh")).to_have_attribute("display", "show")
    news.runtime.run_until(lambda: held)
    held[0].fulfill(json=[*STORIES, {"id": 9, "title": "Rain", "text": "All day."}])
    expect(news.get_by_test_id("status")).to_have_text("3 stories")
    expect(news.get_by_role("listitem").last).to_have_text("Rain new")
    expect(news.locator("refresh")).to_have_attribute("display", "hide")


@pytest.mark.parametrize(
    ("response", "shown"),
    [
        (HttpResponse(status=404), "404 Not Found"),
        (HttpResponse(status=500, text="oops"), "500 Internal Server Error"),
        (HttpResponse(json=STORIES, drop_after=9), "-1"),
    ],
    ids=["not found", "error", "broken off"],
)
def test_failed_request_shows_an_error(
    open_news: Callable[[], Page],
    site: HttpServer,
    weex_runtime: Runtime,
    response: HttpResponse,
    shown: str,
) -> None:
    site.route("GET", "/news.json", response)
    with weex_runtime.mock_module("modal") as modal:
        news = open_news()
        expect(news.get_by_test_id("status")).to_contain_text(f"could not be loaded: {shown}")
    [toast] = modal.calls
    assert (toast.method, *toast.args) == ("toast", {"message": "no news", "duration": 1})
    expect(news.get_by_role("listitem")).to_have_count(0)


def test_pull_to_refresh_loads_the_news_when_the_device_is_online_again(
    open_news: Callable[[], Page], weex_runtime: Runtime
) -> None:
    weex_runtime.set_offline(True)
    news = open_news()
    expect(news.get_by_test_id("status")).to_contain_text("could not be loaded")
    weex_runtime.set_offline(False)
    news.get_by_role("list").pull_to_refresh()
    expect(news.get_by_test_id("status")).to_have_text("2 stories")


def test_missing_story_shows_an_error(news: Page, site: HttpServer) -> None:
    site.route("GET", "/news.json", HttpResponse(json=[]))
    story = open_story(news, "Water found")
    expect(story.get_by_text("there is no story 7")).to_be_visible()
