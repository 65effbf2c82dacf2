"""The default adapter: implements frames and the opening handshake itself, on the page's loop.

protocol.py has neither a socket nor a loop: bytes in, events out; commands in, bytes out. Import
`ReactorAdapter` from adapter.py.
"""
