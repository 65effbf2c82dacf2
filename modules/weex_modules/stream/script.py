"""Run an answer that is a script, as those of JSONP are. JS half: js/stream_script.js.

The script runs in a context of its own, which has the language's built-ins and nothing of the page,
the device or the network: it gives data, and all that it can waste is time and memory, of which it
has a limited part. A browser would run it in the page.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from weex_modules.stream.response import WrongData, json_of
from weex_runtime.json_values import JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime import Page

_TIME_LIMIT = 1.0  # seconds of CPU time


class ScriptRunner(NamedTuple):
    """Runs the script that is the answer to one request.

    Attributes:
        url: Of the request. Its query has the name of the function that gets the data.
        memory_limit: Bytes.
        time_limit: Seconds of CPU time.
    """

    url: str
    memory_limit: int
    time_limit: float

    @classmethod
    def of(cls, page: Page, url: str) -> ScriptRunner:
        """For a request of a page, with at most the page's own limits."""
        runtime = page.runtime
        return cls(url, runtime.memory_limit, min(runtime.time_limit, _TIME_LIMIT))

    def run(self, source: str) -> JSONValue:
        """Run a script, on any thread; what it calls the function with, {} for nothing.

        The first call of a function that the query names counts; else the first of any function
        that the script does not define.

        Raises:
            WrongData: It calls none, or fails before.
        """
        from urllib.parse import parse_qsl

        from weex_runtime.engine.engine import Engine
        from weex_runtime.engine.scripts import engine_scripts
        from weex_runtime.errors import JSError

        engine = Engine(memory_limit=self.memory_limit, time_limit=self.time_limit)
        failure = ""
        text: object = None
        try:
            for script in engine_scripts():
                engine.run(script.source, script.name)
            half = engine.run(_js_half(), "stream/js/script.js")
            try:
                names = [value for _, value in parse_qsl(self.url.partition("?")[2])]
                engine.call(half, to_text([source, list[JSONValue](names)]))
                engine.run_jobs()
            except JSError as error:
                failure = f"it fails: {error.message}"
            text = engine.call(half, "")
        except JSError as error:
            failure = f"it fails: {error.message}"
        finally:
            engine.close()
        if isinstance(text, str):
            return json_of(text)
        cause = failure or "it calls no function"
        raise WrongData(
            f"the answer is neither JSON nor a script that gives data ({cause}): {source[:80]!r}"
        )


@cache
def _js_half() -> str:
    path = os.path.join(os.path.dirname(__file__), "js", "script.js")
    with open(path, encoding="utf-8") as stream:
        return stream.read()
