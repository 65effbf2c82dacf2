"""Predicates of tests and routes for texts, addresses and messages.

`url` reads addresses by the URL Standard.
"""
