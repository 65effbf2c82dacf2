"""ARIA roles of elements, and the elements' names for a screen reader.

A bundle sets a role by the attribute `role` (Android Constants.ROLE, iOS WXComponent). Without the
attribute the element's type decides.
"""

from __future__ import annotations

from weex_runtime.document.element import FIELDS, Element
from weex_runtime.json_values import shown

ROLES = {
    "input": "textbox",
    "textarea": "textbox",
    "switch": "switch",
    "image": "img",
    "img": "img",
    "a": "link",
    "list": "list",
    "recycler": "list",
    "waterfall": "list",
    "vlist": "list",
    "hlist": "list",
    "simplelist": "list",
    "recycle-list": "list",
    "cell": "listitem",
    "cell-slot": "listitem",
}
LABELS = ("aria-label", "ariaLabel", "accessibilityLabel", "accessibility-label")
_ROLE_ATTRIBUTES = ("role", "accessibilityRole", "accessibility-role")


def role_of(element: Element) -> str:
    """Return the role that an attribute sets, else the role of the element's type, else "button" if
    the element listens to click, else "".
    """
    for name in _ROLE_ATTRIBUTES:
        if element.attr.get(name):
            return shown(element.attr[name])
    return ROLES.get(element.type) or ("button" if element.listens_to("click") else "")


def name_of(element: Element) -> str:
    """Return the name of an element for a screen reader: its label, else the placeholder of a
    field, else its text.
    """
    names = LABELS if element.type not in FIELDS else (*LABELS, "placeholder")
    for name in names:
        if element.attr.get(name):
            return shown(element.attr[name])
    return element.text
