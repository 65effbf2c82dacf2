"""Servers for tests: `WsServer` plays scripts, `HttpServer` answers by routes."""
