"""Adapters, which carry the connections of `webSocket`. Their interface is websocket/adapter.py."""
