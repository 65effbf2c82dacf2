"""Advice about what a bundle does wrong."""
