"""The module `picker`."""

from weex_modules.picker.module import PickerModule as PickerModule
