"""How much a platform's storage takes, and what it does with more.

Source: Android WXSQLiteOpenHelper.java and DefaultWXStorage.java, iOS WXStorageModule.m; the web's
is what browsers give an origin's localStorage.
"""

from __future__ import annotations

from collections.abc import Callable

from weex_modules.storage.database import Items, StorageFull

ANDROID_BYTES = 50 << 20  # the whole database
IOS_CHARACTERS = 5 << 20  # of all values
WEB_CHARACTERS = 5 << 20  # of all keys and values

# Sets an item: (items, key, value, persistent). Gives the keys that made room for it.
Put = Callable[[Items, str, str, bool], list[str]]


def put(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """The documentation names no limit."""
    items.limit(None)
    items.put(key, value, persistent=persistent)
    return []


def put_on_android(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """When it is full, the oldest tenth goes, of less than ten items all; one further try."""
    items.limit(ANDROID_BYTES)
    try:
        items.put(key, value, persistent=persistent)
        return []
    except StorageFull:
        tenth = len(items) // 10
        gone = [item.key for item in items.removable()][: tenth or None]
        if not gone:
            raise
    for old in gone:
        items.remove(old)
    items.put(key, value, persistent=persistent)
    return gone


def put_on_ios(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """The items that have been longest out of use go, this one too, until there is room."""
    items.limit(None)
    items.put(key, value, persistent=persistent)
    if items.bytes() <= IOS_CHARACTERS:
        return []  # they cannot have more characters
    excess = items.characters() - IOS_CHARACTERS
    gone: list[str] = []
    if excess > 0:
        for item in items.removable():
            items.remove(item.key)
            gone.append(item.key)
            excess -= item.characters
            if excess < 0:
                break
    return gone


def put_on_web(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """It is refused."""
    items.limit(None)
    if items.bytes() + 4 * (len(key) + len(value)) > WEB_CHARACTERS:
        before = items.get(key)
        more = len(value) - len(before) if before is not None else len(key) + len(value)
        if items.characters(with_keys=True) + more > WEB_CHARACTERS:
            raise StorageFull(
                items.path or "in memory",
                f"a browser keeps {WEB_CHARACTERS:,} characters of keys and values at the most",
            )
    items.put(key, value, persistent=persistent)
    return []


PUTS: dict[str | None, Put] = {
    None: put,
    "android": put_on_android,
    "ios": put_on_ios,
    "web": put_on_web,
}
