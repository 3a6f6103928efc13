"""Outside services that the bot calls; each implements a port."""
