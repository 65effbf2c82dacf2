"""Components `input` and `textarea`: fields in which a user types or picks text."""

from weex_modules.components.edit.component import Input as Input
from weex_modules.components.edit.component import TextArea as TextArea
