"""Predicates for texts, addresses, messages and callables; rooms above import any of its files.

`url` parses addresses by the URL Standard.
"""
