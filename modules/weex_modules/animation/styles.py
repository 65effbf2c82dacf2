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

# Regular expressions for the values of styles. A match takes time linear in the length of the text.
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?"
_PIXELS = (rf"{_NUMBER}\s*(px|wx)?", "a number of pixels")
# {style: (pattern of its value, what the pattern matches)}; values of other styles are strings.
_PATTERNS = {
    "width": _PIXELS,
    "height": _PIXELS,
    "opacity": (_NUMBER, "a number from 0 to 1"),
    "backgroundColor": (r"#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\)|[a-z]+", "a color"),
}
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
    text = timing.strip() if isinstance(timing, str) else ""
    found = re.fullmatch(r"cubic-bezier\((.*)\)", text)
    points = [part.strip() for part in found.group(1).split(",")] if found else []
    if len(points) != 4 or not all(re.fullmatch(_NUMBER, point, re.I) for point in points):
        return False
    return all(0 <= float(x) <= 1 for x in points[::2])


def _problem_of(name: str, value: JSONValue) -> tuple[str, bool]:
    """Return (problem, is_accepted): the problem of a style or "", and whether devices accept the
    style.
    """
    if name not in ANIMATED and name != "transformOrigin":
        known = ", ".join(sorted({*ANIMATED, "transformOrigin"}))
        return f"devices do not animate style {name!r}; they animate {known}", False
    wanted, fits = "text", isinstance(value, str)
    if name in _PATTERNS:
        pattern, wanted = _PATTERNS[name]
        text = str(value).strip() if isinstance(value, (str, int, float)) else ""
        fits = bool(re.fullmatch(pattern, text, re.I)) and not isinstance(value, bool)
    if not fits:
        return f"expected {wanted} as style {name}, got {brief(value)}", False
    return _problem_of_transform(str(value).strip()) if name == "transform" else "", True


def _problem_of_transform(value: str) -> str:
    """Return the problem of a transform; "" for none."""
    if value in ("", "none"):
        return ""
    if not re.fullmatch(rf"(?:{_FUNCTION}\s*(?:,\s*)?)+", value):
        return f"expected a transform like 'translate(10px, 5px) rotate(90deg)', got {value!r}"
    unknown = [name for name, _ in re.findall(_FUNCTION, value) if name not in _FUNCTIONS]
    if unknown:
        return f"expected transform functions {', '.join(_FUNCTIONS)}, got {', '.join(unknown)}"
    return ""
