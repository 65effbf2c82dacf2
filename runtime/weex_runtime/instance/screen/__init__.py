"""The screen of a page: the layout of its elements, and their outline as text."""
