"""The module `stream`."""

from weex_modules.stream.module import StreamModule as StreamModule
