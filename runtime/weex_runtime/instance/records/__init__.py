"""Records of an instance, for tests: console lines, errors, failures, requests, sockets; and the
handlers that a test registers for new records.
"""
