"""The default adapter: frames and handshake of this package, on the page's loop.

protocol.py has neither a socket nor a loop: bytes in, events out; commands in, bytes out. Import
`ReactorAdapter` from adapter.py.
"""
