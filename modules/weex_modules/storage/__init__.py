"""Module `storage`: texts that an app keeps, and their SQLite database."""

from weex_modules.storage.module import StorageModule as StorageModule
from weex_modules.storage.queue import Storage as Storage
