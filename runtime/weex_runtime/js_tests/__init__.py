"""Tests that are written in JS: they run in a QuickJS context of their own, beside the pages.

context.py makes such a context and loads a test file into it, runner.py runs one test of it. Values
cross in serialization.py, objects by reference (handles.py); exposed_api.py says which Python
objects a test sees and under which names, host.py where it finds them.
"""
