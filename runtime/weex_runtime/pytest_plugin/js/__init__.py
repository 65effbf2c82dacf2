"""Collect JS tests and report them in pytest."""
