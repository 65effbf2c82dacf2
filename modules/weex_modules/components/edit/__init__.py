"""The components `input` and `textarea`."""

from weex_modules.components.edit.component import Input as Input
from weex_modules.components.edit.component import TextArea as TextArea
