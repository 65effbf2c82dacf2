"""Tests that are written in JS: they run in a QuickJS context of their own, beside the pages.

context.py makes such a context and loads a test file into it, run.py runs one test of it. Values
cross in crossing.py, objects by reference (objects.py); binding.py says which Python objects a test
sees and under which names, device.py where it finds them.
"""
