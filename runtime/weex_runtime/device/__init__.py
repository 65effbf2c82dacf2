"""The owner of the loop, the registries and the instances."""
