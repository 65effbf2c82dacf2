"""Adapters, which carry the connections of `webSocket`. The seam is websocket/adapter.py."""
