"""Measures of speed and memory; `make bench` runs them and prints one table."""
