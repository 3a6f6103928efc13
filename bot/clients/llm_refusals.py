"""What model servers say instead of an answer: each firm's own words, sorted by what is to be done."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from openai import APIStatusError

_LONGEST_WAIT = timedelta(days=1)
_PASSING = (408, 409, 429)
# The codes that stand for "not this text": Azure, DashScope, Ark, one-api; DeepSeek has only a sentence.
_DECLINED = (
    "content_filter",
    "content_policy",
    "data_inspection_failed",
    "datainspectionfailed",
    "sensitive",
)
_DECLINED_BY_DEEPSEEK = "Content Exists Risk"
_NO_MONEY = "insufficient_quota"  # OpenAI says it with a 429; waiting does not fill an account
# The codes that stand for "too long": OpenAI and those that follow it; llama.cpp.
_TOO_LONG = ("context_length_exceeded", "exceed_context_size")
_TOO_LARGE = 413  # Groq, and any proxy with a limit of its own
# The same in sentences.
_TOO_LONG_SAID = re.compile(
    r"maximum context length"  # vLLM and SGLang, DeepSeek, OpenRouter, Mistral
    r"|longer than the (?:maximum model length|model's context length)"  # vLLM and SGLang, newer
    r"|exceeds? (?:the |its )?(?:available )?context"  # llama.cpp, LM Studio, Ollama
    r"|range of input length"  # DashScope
    r"|(?:input|prompt|total)[\w\s()]*tokens?[\w\s()]*exceeds? the (?:max|limit)"  # Gemini, SGLang
    r"|exceeds? the maximum (?:\w+ )?length"  # Ark
    r"|exceed max message tokens"  # Ark, older
    r"|prompt is too long|request too large|exceed context limit",  # Anthropic, OpenAI
    re.IGNORECASE,
)


def is_declined(error: APIStatusError) -> bool:
    """True where the model's guard does not want this text."""
    code = f"{error.code} {error.type}".lower()
    return _DECLINED_BY_DEEPSEEK in error.message or any(word in code for word in _DECLINED)


def is_too_long(error: APIStatusError) -> bool:
    """True where a shorter text would be taken; waiting or another form would not help."""
    code = f"{error.code} {error.type}".lower()
    if error.status_code == _TOO_LARGE or any(word in code for word in _TOO_LONG):
        return True
    return error.status_code < 500 and bool(_TOO_LONG_SAID.search(error.message))


def is_passing(error: APIStatusError) -> bool:
    """True where the same request may be taken after a while."""
    status = error.status_code
    if error.code == _NO_MONEY or is_too_long(error):
        return False
    return status in _PASSING or status >= 500


def may_be_tried_again(error: APIStatusError) -> bool:
    """False where the server itself says that a second try is of no use, as OpenAI's may."""
    return bool(error.response.headers.get("x-should-retry") != "false")


def asked_wait(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long the server asks to be left alone; None where it says nothing of use. At most a day.

    Milliseconds (Azure), seconds or an HTTP date (RFC 9110, 10.2.3).
    """
    exact, seconds = headers.get("retry-after-ms", "").strip(), headers.get("retry-after", "").strip()
    if exact.isdecimal():
        span = timedelta(milliseconds=int(exact[:12]))
    elif seconds.isdecimal():
        span = timedelta(seconds=int(seconds[:9]))
    else:
        try:
            moment = parsedate_to_datetime(seconds)
        except ValueError:
            return None
        span = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return min(span, _LONGEST_WAIT) if span > timedelta(0) else None
