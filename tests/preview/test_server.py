"""Requests that the preview's server answers and refuses."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from weex_runtime.layout.picture.pictures import read_picture
from weex_runtime.preview.server import PreviewServer


@pytest.fixture
def server() -> Iterator[PreviewServer]:
    with PreviewServer(0, lambda: None, lambda text: None) as server:
        yield server


def get(server: PreviewServer, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", "text/html"), ("dialogs.js", "text/javascript"), ("preview.css", "text/css")],
)
def test_preview_page_is_served_under_the_token_with_a_content_security_policy(
    server: PreviewServer, name: str, kind: str
) -> None:
    response = get(server, f"/{server.token}/{name}")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith(kind)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_served_picture_cannot_run_scripts(server: PreviewServer) -> None:
    picture = read_picture(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    address = server.pictures.address_of(picture)
    assert server.pictures.address_of(picture) == address
    response = get(server, f"/{server.token}/{address}")
    assert (response.status, response.headers["Content-Type"]) == (200, "image/svg+xml")
    policy = response.headers["Content-Security-Policy"]
    assert ("default-src 'none'" in policy, "sandbox" in policy, "script-src" in policy) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", "/wrong/pictures/1", "/preview.js", "/wrong/live"]
)
def test_request_without_the_token_is_refused(server: PreviewServer, path: str) -> None:
    assert get(server, path).status == 403


@pytest.mark.parametrize(
    "name",
    [
        "missing.js",
        "pictures/1",
        "pictures/../preview.js",
        "../server.py",
        "..%2fserver.py",
        "client/",
    ],
)
def test_preview_server_serves_only_files_of_the_preview(server: PreviewServer, name: str) -> None:
    assert get(server, f"/{server.token}/{name}").status == 404


@pytest.mark.parametrize("host", ["a.example", "127.0.0.1", "127.0.0.1:1", "localhost.a.example"])
def test_request_for_another_host_is_refused(server: PreviewServer, host: str) -> None:
    assert get(server, f"/{server.token}/", Host=host).status == 421


@pytest.mark.parametrize("origin", [None, Origin("http://a.example"), Origin("null")])
def test_socket_of_another_origin_is_refused(server: PreviewServer, origin: Origin | None) -> None:
    address = f"ws://127.0.0.1:{server.port}/{server.token}/live"
    with pytest.raises(InvalidStatus) as caught, connect(address, origin=origin):
        pass
    assert caught.value.response.status_code == 403


def test_server_listens_on_one_address_of_the_loopback_interface(server: PreviewServer) -> None:
    assert server.address.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.2", server.port), timeout=1)


def test_web_socket_with_the_origin_of_the_preview_page_is_accepted(server: PreviewServer) -> None:
    own = Origin(f"http://127.0.0.1:{server.port}")
    address = f"ws://127.0.0.1:{server.port}/{server.token}/live"
    with connect(address, origin=own):
        pass
