"""Hints about the changes that a bundle needs to run on devices."""
