"""Servers that play the scripts and answer by the routes of a test."""
