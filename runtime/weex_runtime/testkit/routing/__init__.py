"""Routes: a test answers requests and WebSockets of pages in place of servers."""
