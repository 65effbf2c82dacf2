"""Collects test files in JS, and reports their failures."""
