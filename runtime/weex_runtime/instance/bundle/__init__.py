"""Find, fetch and recognise bundles."""
