"""What an instance keeps for users: console, dialogs, failures, sockets; and who is notified."""
