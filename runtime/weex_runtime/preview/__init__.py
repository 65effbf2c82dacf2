"""The live preview: a browser on this machine shows the screens of devices, and the user operates
them there.

Other packages import `Session` of `session` and `PreviewServer` of `server`.
"""
