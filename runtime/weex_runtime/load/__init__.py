"""Load tests with the app's own client code: each user of Locust opens the bundle as a page.

Other packages import `figures` and `threshold`, which do not need Locust. `user` needs the extra
`locust`; tests import its class from `weex_runtime.locust`.
"""
