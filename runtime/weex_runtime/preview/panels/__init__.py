"""The panels at the right of the screens. They show and change the state of the runtime."""
