"""Checks of the styles and timing functions of `animation.transition`.

Source: the documentation of module animation; Android WXAnimationBean.java, TransformParser.java;
iOS WXAnimationModule.m, WXConvert.m.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from weex_runtime.json_values import JSONValue, brief

# Styles that an animation changes gradually. `transformOrigin`, the fixed point of a transform, is
# not one of them.
ANIMATED = frozenset({"width", "height", "backgroundColor", "opacity", "transform"})

# These patterns are linear in the length of the text.
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?"
_FUNCTIONS = (
    *("translate", "translateX", "translateY", "rotate", "rotateX", "rotateY"),
    *("scale", "scaleX", "scaleY", "perspective"),
)
_FUNCTION = r"([\w-]+)\(([^()]*)\)"
_NAMED_CURVES = ("linear", "ease", "ease-in", "ease-out", "ease-in-out")


def fitting(styles: dict[str, JSONValue], warn: Callable[[str], object]) -> dict[str, JSONValue]:
    """Return the styles that devices accept.

    Args:
        warn: Called with a message for each invalid style.
    """
    taken: dict[str, JSONValue] = {}
    for name, value in styles.items():
        problem, is_taken = _problem_of(name, value)
        if problem:
            warn(problem)
        if is_taken:
            taken[name] = value
    return taken


def is_curve(timing: JSONValue) -> bool:
    """Whether a value is a valid timing function. In a cubic-bezier each x must be from 0 to 1."""
    if timing in _NAMED_CURVES:
        return True
    text = (
        re.fullmatch(r"cubic-bezier\((.*)\)", timing.strip()) if isinstance(timing, str) else None
    )
    points = [part.strip() for part in text.group(1).split(",")] if text else []
    if len(points) != 4 or not all(re.fullmatch(_NUMBER, point, re.I) for point in points):
        return False
    return all(0 <= float(x) <= 1 for x in points[::2])


def _problem_of(name: str, value: JSONValue) -> tuple[str, bool]:
    """Return two values: the problem of a style ("" for none), and whether devices accept the
    style.
    """
    if name not in ANIMATED and name != "transformOrigin":
        known = ", ".join(sorted({*ANIMATED, "transformOrigin"}))
        return f"devices do not animate style {name!r}; they animate {known}", False
    text = value if isinstance(value, str) else ""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    wanted = ""
    if name in ("width", "height"):
        if not (is_number or re.fullmatch(rf"{_NUMBER}\s*(px|wx)?", text.strip(), re.I)):
            wanted = "a number of pixels"
    elif name == "opacity":
        if not (is_number or re.fullmatch(_NUMBER, text.strip(), re.I)):
            wanted = "a number from 0 to 1"
    elif name == "backgroundColor":
        if not re.fullmatch(r"#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\)|[a-z]+", text.strip(), re.I):
            wanted = "a color"
    elif not isinstance(value, str):
        wanted = "text"
    elif name == "transform":
        return _problem_of_transform(value.strip()), True
    return (
        (f"expected {wanted} as style {name}, got {brief(value)}", False) if wanted else ("", True)
    )


def _problem_of_transform(value: str) -> str:
    """Return the problem of a transform, or "". Devices skip unknown functions."""
    if value in ("", "none"):
        return ""
    if not re.fullmatch(rf"(?:{_FUNCTION}\s*(?:,\s*)?)+", value):
        return f"expected a transform like 'translate(10px, 5px) rotate(90deg)', got {value!r}"
    unknown = [name for name, _ in re.findall(_FUNCTION, value) if name not in _FUNCTIONS]
    if unknown:
        return f"expected transform functions {', '.join(_FUNCTIONS)}, got {', '.join(unknown)}"
    return ""
