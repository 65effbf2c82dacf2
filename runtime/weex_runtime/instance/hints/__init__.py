"""Hints on what an author should change in a bundle."""
