"""Module `stream`: HTTP requests of a page."""

from weex_modules.stream.module import StreamModule as StreamModule
