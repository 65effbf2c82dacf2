"""Records of an instance, for tests: console lines, errors, failures, requests and sockets. A test
can register handlers for new records.
"""
