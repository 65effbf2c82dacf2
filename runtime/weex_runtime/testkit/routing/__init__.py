"""Routes: a test answers requests and sockets."""
