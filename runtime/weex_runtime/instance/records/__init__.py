"""Records of an instance for its users: console, dialogs, failures, sockets; and event handlers."""
