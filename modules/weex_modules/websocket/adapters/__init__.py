"""Adapters: what carries the connections of `webSocket`. The seam is websocket/adapter.py."""
