"""`locale`: the languages of the device's user."""

from __future__ import annotations

from weex_runtime import Callback, Module, js_method


class Languages:
    """The languages for all pages of a runtime: `runtime.shared(Languages)`.

    Attributes:
        tags: BCP 47 tags of the languages, the preferred language first; not empty.
    """

    def __init__(self, runtime: object) -> None:
        self.tags = ["en-US"]


class LocaleModule(Module):
    """Weex `locale`. Source: Android WXLocaleModule.java, iOS WXLocaleModule.m."""

    name = "locale"
    platforms = ("android", "ios")
    documented = False

    @js_method(sync=True)
    def getLanguageSync(self) -> str:
        """Return the preferred language, like "en-US".

        Android: language and country only: "zh-CN" for zh-Hans-CN, "en-" for en.
        """
        return self._preferred()

    @js_method
    def getLanguage(self, done: Callback) -> None:
        """Calls back with the preferred language.

        Android: the language as in getLanguageSync.
        """
        done.invoke(self._preferred())

    @js_method(sync=True)
    def getLanguages(self, done: Callback | None = None) -> list[str] | None:
        """Get all languages. They are passed to the callback, or returned if there is no callback.

        iOS: the languages are always returned.
        """
        if done is None or self.page.platform.name == "ios":
            return self._tags
        done.invoke(self._tags)
        return None

    def _preferred(self) -> str:
        tag = self._tags[0]
        if self.page.platform.name != "android":
            return tag
        language, *others = tag.split("-")
        countries = [part for part in others if len(part) == 2 or len(part) == 3 and part.isdigit()]
        return f"{language}-{countries[0] if countries else ''}"

    @property
    def _tags(self) -> list[str]:
        return self.page.runtime.shared(Languages).tags
