"""TypeScript declarations of what JS tests find."""
