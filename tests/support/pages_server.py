"""An HTTP server of texts by path."""

from __future__ import annotations

from collections.abc import Mapping

from weex_runtime.testing import HttpResponse, HttpServer


class PagesServer(HttpServer):
    """Answers a path with its text, or with 404."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__()
        self.files = files
        for path, text in files.items():
            self.route("GET", path, HttpResponse(text=text))

    @property
    def url(self) -> str:
        """The address without a slash at the end."""
        return super().url.rstrip("/")

    @property
    def asked(self) -> list[str]:
        """The requested paths, in order."""
        return [request.path for request in self.requests]
