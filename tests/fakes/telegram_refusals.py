"""The Bot API's ways of saying no: part of the local Telegram server that the tests talk to."""


class Refusal(Exception):
    """An answer with `ok: false`: the HTTP code, the description and the response parameters, if any."""

    def __init__(self, code: int, description: str, parameters: dict[str, int] | None = None) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters or {}
        super().__init__(code, description)


def bad_request(sentence: str) -> Refusal:
    """A 400. The server lowers a sentence's first letter but leaves SERVER_CODES as they are."""
    is_code = sentence[1:2] == "_" or sentence[1:2].isupper()
    return Refusal(400, "Bad Request: " + (sentence if is_code else sentence[:1].lower() + sentence[1:]))


def forbidden(sentence: str) -> Refusal:
    """A 403: the bot was blocked, kicked or never let in."""
    return Refusal(403, f"Forbidden: {sentence}")


def conflict(sentence: str) -> Refusal:
    """A 409: somebody else receives this bot's updates."""
    return Refusal(409, f"Conflict: {sentence}")


def flood(seconds: int) -> Refusal:
    """A 429: nothing was done; the same call may be made again after so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def moved_to(chat: int) -> Refusal:
    """A 400 for a group that became a supergroup: the same call must go to the new chat id."""
    return Refusal(
        400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": chat}
    )
