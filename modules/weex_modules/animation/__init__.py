"""The module `animation`."""

from weex_modules.animation.module import AnimationModule as AnimationModule
