"""The default adapter: frames and handshake of this package, on the page's loop.

frames.py has neither a socket nor a loop: bytes in, messages out. Import `ReactorAdapter` from
adapter.py.
"""
