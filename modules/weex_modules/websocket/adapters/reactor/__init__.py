"""The default adapter: frames and handshake of this package, on the page's loop.

handshake.py and protocol.py have no socket and no loop: bytes in, events out; commands in, bytes
out. Import `ReactorAdapter` from adapter.py.
"""
