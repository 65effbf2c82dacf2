"""The panels beside the screens that show and change the runtime: clock, faults and storage."""
