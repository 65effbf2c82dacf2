"""A WebSocket client on the loop: handshake, frames, closing."""
