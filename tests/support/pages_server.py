"""Bundles and data over real HTTP, by their paths."""

from __future__ import annotations

from collections.abc import Mapping

from weex_runtime.testing import HttpResponse, HttpServer


class PagesServer(HttpServer):
    """Answers each path with its text, anything else with 404."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__()
        self.files = files
        for path, text in files.items():
            self.route("GET", path, HttpResponse(text=text))

    @property
    def url(self) -> str:
        """The root, without a slash at its end."""
        return super().url.rstrip("/")

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in order."""
        return [request.path for request in self.requests]
