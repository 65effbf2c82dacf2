"""Load by the app's own client code: users of Locust whose page is the bundle.

Other rooms import `figures` and `threshold`, which need no Locust. `user` needs the extra `locust`;
users import its class from `weex_runtime.locust`.
"""
