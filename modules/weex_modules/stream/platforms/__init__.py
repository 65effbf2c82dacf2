"""The rules of module `stream` on each platform. Source: spec/modules.md, section 2."""

from __future__ import annotations

from weex_modules.stream.platforms.documented import DocumentedRules


def rules_of(platform: str | None) -> DocumentedRules:
    """Return the rules of a platform; None: the rules of the documentation."""
    if platform == "android":
        from weex_modules.stream.platforms.android import AndroidRules

        return AndroidRules()
    if platform == "ios":
        from weex_modules.stream.platforms.ios import IOSRules

        return IOSRules()
    if platform == "web":
        from weex_modules.stream.platforms.web import WebRules

        return WebRules()
    return DocumentedRules()
