"""Limits whose use is counted for each page: memory, connections, JS time in a turn of the loop."""
