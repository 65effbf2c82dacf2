"""The limits of each platform's storage, and the eviction of items when a limit is exceeded.

Source: Android WXSQLiteOpenHelper.java and DefaultWXStorage.java, iOS WXStorageModule.m; the web's
limit is that of browsers for an origin's localStorage.
"""

from __future__ import annotations

from collections.abc import Callable

from weex_modules.storage.database import Items, StorageFull

ANDROID_BYTES = 50 << 20  # Android's limit: bytes of the whole database file
IOS_CHARACTERS = 5 << 20  # iOS limits the number of characters of all values together
WEB_CHARACTERS = 5 << 20  # the web limits the number of characters of all keys and values together

# A function that sets an item and returns the keys of the evicted items. Its arguments: items, key,
# value, persistent.
Put = Callable[[Items, str, str, bool], list[str]]


def put(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """Set an item. The storage has no limit, since the documentation mentions none."""
    items.limit(None)
    items.put(key, value, persistent=persistent)
    return []


def put_on_android(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """Set an item. If the database is full, evict the oldest tenth of the items (all items if there
    are fewer than ten), and try again.
    """
    items.limit(ANDROID_BYTES)
    try:
        items.put(key, value, persistent=persistent)
        return []
    except StorageFull:
        tenth = len(items) // 10
        gone = [key for key, _ in items.removable()][: tenth or None]
        if not gone:
            raise
    for old in gone:
        items.remove(old)
    items.put(key, value, persistent=persistent)
    return gone


def put_on_ios(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """Set an item, then evict the least recently used items until the limit is no longer exceeded.
    The new item can be evicted too.
    """
    items.limit(None)
    items.put(key, value, persistent=persistent)
    if items.bytes() <= IOS_CHARACTERS:
        # Each character takes at least one byte, so a database of this size cannot have too many
        # characters; counting the characters would be slow.
        return []
    excess = items.characters() - IOS_CHARACTERS
    gone: list[str] = []
    if excess > 0:
        for old, characters in items.removable():
            items.remove(old)
            gone.append(old)
            excess -= characters
            if excess < 0:
                break
    return gone


def put_on_web(items: Items, key: str, value: str, persistent: bool) -> list[str]:
    """Set an item, or raise StorageFull above the limit."""
    items.limit(None)
    if items.bytes() + 4 * (len(key) + len(value)) > WEB_CHARACTERS:
        before = items.get(key)
        more = len(value) - len(before) if before is not None else len(key) + len(value)
        if items.characters(with_keys=True) + more > WEB_CHARACTERS:
            raise StorageFull(
                items.path or "in memory",
                f"a browser stores up to {WEB_CHARACTERS:,} characters; remove items",
            )
    items.put(key, value, persistent=persistent)
    return []


PUTS: dict[str | None, Put] = {
    None: put,
    "android": put_on_android,
    "ios": put_on_ios,
    "web": put_on_web,
}
