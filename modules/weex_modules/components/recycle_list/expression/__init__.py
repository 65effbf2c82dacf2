"""The expressions in the templates of a recycle-list."""
