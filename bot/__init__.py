"""The room that thinks: from a command to the reply that answers it."""
