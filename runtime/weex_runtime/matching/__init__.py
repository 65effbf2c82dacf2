"""Predicates for texts, addresses, messages and callables; packages above this one import its files
directly.

`url` parses addresses by the URL Standard.
"""
