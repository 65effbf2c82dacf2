"""The layout of pages as the SDK's layout core computes it: boxes, texts, rectangles on the screen.

`Instance.layout` is a `PageLayout`; other packages import `PageLayout`, `Rect` and `Screen`, and
the functions of `on_screen`.
"""
