"""Limits of one page that need a record: memory, connections, and JS in a turn of the loop."""
