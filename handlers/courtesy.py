"""What people say to be polite, or to begin; never a command gone wrong."""

import re

from bot.domain.commands import ShowHelp
from handlers.words import cleaned

_THANKS = (
    r"(?:many )?thanks(?: a lot| so much)?|thank you(?: very much| so much)?|thx|谢谢[你您]?"
    r"|多谢|感谢|谢谢[啦了]"
)
_PRAISE = (
    r"ok(?:ay)?|great|nice|cool|got it|perfect|awesome|well done|good job|👍|🙏"
    r"|好的?|收到|明白了?|不错|厉害|辛苦了|赞"
)
_HELLO = (
    r"hi|hello|hey|hi there|hello there|good (?:morning|afternoon|evening)"
    r"|[你您]好|您好啊|大家好|嗨|早上好|下午好|晚上好"
)
_ASKED = (
    r"what (?:can|do) you do|what are you|who are you|how (?:does this work|do i use (?:this|you))"
    r"|[你您](?:能|会|可以)(?:做|干)?(?:什么|些什么|啥)|[你您]是谁|(?:怎么|如何)用"
)
_END = " \n!.?。！？~～"


def is_courtesy(text: str) -> bool:
    """Whether somebody only thanks, praises or greets."""
    return _is_all(text, f"{_THANKS}|{_PRAISE}|{_HELLO}")


def greeted(text: str) -> ShowHelp | None:
    """The answer to a first word, or to thanks; None where something else is said."""
    if _is_all(text, f"{_HELLO}|{_ASKED}"):
        return ShowHelp(greeting=True)
    return ShowHelp(greeting=True, topic="thanks") if _is_all(text, f"{_THANKS}|{_PRAISE}") else None


def _is_all(text: str, words: str) -> bool:
    return bool(re.fullmatch(words, cleaned(text).strip(_END), re.IGNORECASE))
