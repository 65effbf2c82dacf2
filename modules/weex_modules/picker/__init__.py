"""Module `picker`: dialogs to choose an item, a date or a time."""

from weex_modules.picker.module import PickerModule as PickerModule
