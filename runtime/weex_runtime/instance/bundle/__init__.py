"""Find, fetch and recognise a bundle."""
