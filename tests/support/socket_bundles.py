"""Bundles around a test's code, and events of the module webSocket as these bundles log them."""

from __future__ import annotations

from typing import Any

# {framework: a bundle, with %s in place of a test's code}. A .we bundle has no header.
BUNDLES = {
    "Vue": '// { "framework": "Vue" }\n%s',
    "Vanilla": '// { "framework": "Vanilla" }\n%s',
    "Rax": '// { "framework": "Rax" }\ndefine("bundle", function (require) {\n%s\n});\n'
    'require("bundle");',
    "Weex": """__weex_define__("@weex-component/bundle", [], function (require, exports, module) {
%s
module.exports = {};
module.exports.template = { "type": "div" };
});
__weex_bootstrap__("@weex-component/bundle", { "transformerVersion": "0.3.1" }, undefined);""",
}

# Events of the module webSocket, as a bundle logs them.
OPEN: list[Any] = ["open", {}]
LOST: list[Any] = ["close", {"code": 1006, "reason": "", "wasClean": False}]


def message(data: object) -> list[Any]:
    """Return the event of a message."""
    return ["message", {"data": data}]


def closed(code: int, reason: str = "", clean: bool = True) -> list[Any]:
    """Return the event of a close."""
    return ["close", {"code": code, "reason": reason, "wasClean": clean}]
