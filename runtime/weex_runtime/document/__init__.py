"""The native element tree, and its outline as text."""
