"""The event loop: sockets, timers, workers, the clock, and the check whether all are idle."""
