"""The live preview: devices whose screens a browser on this machine shows and operates.

Other packages import `Session` of `session` and `PreviewServer` of `server`.
"""
