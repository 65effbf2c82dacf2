"""An engine whose JS context is in a separate process.

Other packages import `IsolatedEngine` from isolated/engine.py. The process runs isolated/child.py.
"""
