"""TCP connections for modules. Import from `net.connect`."""
