"""Module `animation`: gradual changes of the styles of elements."""

from weex_modules.animation.module import AnimationModule as AnimationModule
