"""What the bot may do at Slack, and what for; the manifest in deploy/ asks for the same."""

SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",  # prompts and titles in the agent panel
        "channels:history",  # to hear replies in threads, and to find a post that nobody answered
        "channels:read",  # names of channels, and what becomes of them
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",  # a file for one person goes to their direct messages
        "reactions:read",  # thumbs under a brief
        "users:read",  # the language of a person
    }
)


def missing(granted: str) -> list[str]:
    """What of it is not among the granted ones, as a header of every answer lists them."""
    return sorted(SCOPES - {scope.strip() for scope in granted.split(",")})
