"""Records of an instance for its users: console, failures, sockets; and event handlers."""
