"""An engine whose JS context lives in a process of its own.

Other packages import `IsolatedEngine` from isolated/engine.py. The process runs isolated/child.py.
"""
