"""Traces of tests and runs: steps, calls, traffic and screens on one time line, as one HTML file.

Other packages import `Recorder` of `recorder` and `write_html` of `html`.
"""
