"""Hints that tell an author what to change in a bundle."""
