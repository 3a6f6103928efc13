"""A prompt -> the messages of one request. The stable part comes first, so that servers can cache it."""

from collections.abc import Sequence

from openai.types.chat import ChatCompletionContentPartTextParam, ChatCompletionMessageParam

from bot.clients.llm_answers import instructions
from bot.domain.prompts import Answer, Prompt


def said_of(prompt: Prompt[Answer], turns: Sequence[tuple[str, str]]) -> list[str]:
    """The texts of the messages in turn: instructions, what is asked, then answers and objections to them."""
    return [
        instructions(prompt.system, prompt.answer),
        prompt.message,
        *(text for turn in turns for text in turn),
    ]


def messages_of(said: Sequence[str], *, shared: str, marked: bool) -> list[ChatCompletionMessageParam]:
    """The messages; `shared` is how the second begins. `marked`: the cache is told where to cut."""
    system, user, *rest = said
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": [_part(system, marked=True)] if marked else system},
        {"role": "user", "content": _parts(user, shared) if marked and shared else user},
    ]
    for at, text in enumerate(rest):
        messages.append(
            {"role": "user", "content": text} if at % 2 else {"role": "assistant", "content": text}
        )
    return messages


def _parts(user: str, shared: str) -> list[ChatCompletionContentPartTextParam]:
    return [_part(shared, marked=True), _part(user.removeprefix(shared), marked=False)]


def _part(text: str, *, marked: bool) -> ChatCompletionContentPartTextParam:
    if not marked:
        return {"type": "text", "text": text}
    return {"type": "text", "text": text, "prompt_cache_breakpoint": {"mode": "explicit"}}
