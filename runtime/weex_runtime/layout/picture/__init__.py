"""Pictures of a page's screen: SVG, and PNG with the extra `png`.

Other packages import `draw_svg` of `svg` and `to_png` of `png`.
"""
