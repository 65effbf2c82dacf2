"""Records of an instance that tests read: console, failures, requests, sockets. Also the event
handlers.
"""
