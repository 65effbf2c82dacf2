"""Predicates for texts, addresses, messages and callables. Other packages import the files of this
package directly.

`url` parses addresses by the URL Standard.
"""
