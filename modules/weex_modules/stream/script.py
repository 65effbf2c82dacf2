"""Run a response that is a script, as for JSONP. JS half: js/script.js.

The script runs in a separate JS context with the built-ins of the language, without access to the
page, the device or the network, and with limited memory and time. A browser runs the script in the
page.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from weex_modules.stream.data import WrongData, json_of
from weex_runtime.json_values import JSONValue, to_text

if TYPE_CHECKING:
    from weex_runtime.engine.engine import JSFunction
    from weex_runtime.engine.isolation import Isolation

_TIME_LIMIT = 1.0  # maximum CPU time of a script, in seconds


def run_script(
    source: str, url: str, *, memory_limit: int, time_limit: float, isolation: Isolation = "none"
) -> JSONValue:
    """Run a JSONP script on any thread, and return its data: the argument of the first call of a
    function that the query names, or else of any function that the script does not define. The data
    of a call without arguments is {}.

    Args:
        url: The URL of the request; its query may name the function.
        memory_limit: Bytes.
        time_limit: Seconds of CPU time, at most 1.
        isolation: "process" runs the script in a process of its own, like an isolated page.

    Raises:
        WrongData: The script fails or calls no function.
    """
    from urllib.parse import parse_qsl

    from weex_runtime.engine.isolation import open_engine
    from weex_runtime.engine.scripts import engine_scripts, scripts_in
    from weex_runtime.errors import JSError

    engine = open_engine(
        isolation, memory_limit=memory_limit, time_limit=min(time_limit, _TIME_LIMIT)
    )
    failure = ""
    text: object = None
    try:
        for script in engine_scripts():
            engine.run(script.source, script.name)
        (script,) = scripts_in(os.path.join(os.path.dirname(__file__), "js"))
        half: JSFunction = engine.run(script.source, "stream/js/script.js")
        try:
            names = [value for _, value in parse_qsl(url.partition("?")[2])]
            engine.call(half, to_text([source, list[JSONValue](names)]))
            engine.run_jobs()
        except JSError as error:
            failure = f"the script fails: {error.message}"
        text = engine.call(half, "")
    except JSError as error:
        failure = f"the script fails: {error.message}"
    finally:
        engine.close()
    if isinstance(text, str):
        return json_of(text)
    cause = failure or "the script calls no function"
    raise WrongData(
        "the response is neither JSON nor a script that calls a function with data "
        f"({cause}): {source[:80]!r}"
    )
