"""The event loop: sockets, timers, workers, the clock and when all of it is idle."""
