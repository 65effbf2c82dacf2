"""`weex-runtime load`: many users of a bundle, in processes of their own."""
