"""What is typed at a shell -> one call, and its words on stdout and stderr."""
