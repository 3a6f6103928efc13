"""What is said under a post of ours -> a question about its paper, or talk, which is left alone."""

import re
from collections.abc import Sequence

from bot.domain.chat import Message
from bot.domain.commands import (
    AboutPaper,
    AskPaper,
    BriefPaper,
    Command,
    CorrectBrief,
    MarkPaper,
    Misunderstood,
    SendReport,
    ShowHelp,
    ShowPaper,
    StopAnswer,
    SubmitPaper,
    WhyPaper,
)
from bot.domain.references import PaperReference
from bot.errors import Reason, Why
from bot.queues import Deliveries
from bot.usecases.answered_paper import papers_meant
from handlers.about import number_of
from handlers.courtesy import is_courtesy
from handlers.named import papers_of, reading_of
from handlers.words import cleaned, words_of

_ITEM = re.compile(r"\s*#?(?P<number>[1-9]\d?)\s*(?P<mark>[:：、.)）]|(?=\s))\s*(?P<rest>\D.*)", re.DOTALL)
_COMPARED = re.compile(
    r"\s*(?:compare|比较|对比)\s*#?(?P<one>[1-9]\d?)\s*(?:and|with|to|vs\.?|&|,|，|、|和|与|跟)\s*#?(?P<other>[1-9]\d?)"
    r"\s*(?:[:：,，]|(?=\s)|\Z|(?=[\u3400-\u9fff]))",
    re.IGNORECASE,
)
COMPARING = re.compile(r"\s*/?(?:compare\b|比较|对比)\s*", re.IGNORECASE)
_JOINED = re.compile(r"(?:and|with|to|vs\.?|versus)\s+|[&和与跟]\s*", re.IGNORECASE)
_BETWEEN = " ,;:，；：、"
_MENTION = re.compile(r"(?<![\w.])@\w|<[@!][^<>]*>")
_PRINTED = re.compile(r"[!-~]+")  # a paper's name may touch the Chinese behind it
_MARKED = re.compile(r"[?？][\s\"'”’»)）]*(?:\Z|\s)|？")
_ASKING = re.compile(
    r"\s*(?:(?:and|but|so|also|ok|hi|hello|hey|please)[\s,]+)?(?:"
    r"(?:what(?!\s+an?\b)|why|whose|which\s+(?!is\b|was\b|means\b))\b"
    r"|how\s+(?:many|much|large|big|small|long|often|far|fast|high|well|good|do|does|did|is|are|was|were|can|could|would|to)\b"
    r"|(?:when|where|who)\s+(?:is|are|was|were|do|does|did|can|could|will|would|has|have)\b"
    r"|(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have)\s+"
    r"(?:the|this|that|these|those|it|they|there|we|you|any|an?|its|their)\b"
    r"|(?:explain|compare|describe|summari[sz]e|elaborate|define|tell\s+me|list)\b"
    r"|为什么|为何|什么|怎么|怎样|如何|哪|多少|几|是否|有没有|能否|能不能|是不是|请?(?:解释|介绍|比较|对比|说明|总结|概括|描述|列出)"
    r"|讲讲|说说)",
    re.IGNORECASE,
)
_ASKING_LATER = re.compile(
    r"(?:吗|呢|么)[\s。.~～]*\Z|(?<![没无])(?:多少|是否|有没有|哪些|哪个|哪种|如何|为什么|怎么|是什么)"
)
# Questions of people to each other: to somebody in person, of whoever is there, or no more than a gasp.
_TO_PEOPLE = re.compile(
    r"\b(?:can|could|will|would|do|did|have|are|were)\s+(?:you|u)\b"
    r"|\b(?:any|some|every)(?:one|body)\b|\bshall\s+(?:we|i)\b|\b(?:lol|lmao|haha\w*|omg|wtf)\b"
    r"|,\s*(?-i:[A-Z])\w+\s*[?？]\s*\Z|\A\W*[a-z]{1,7}\W*\Z"
    r"|你|您|大家|有人|哈哈|谁(?:去|来|在|要|有空)",
    re.IGNORECASE,
)
_SAID = re.compile(r"[!！]\s*\Z|无论如何|不管怎么|没什么|知道|明白")


def is_question(text: str) -> bool:
    """Whether somebody who says this wants to know something: a question's mark, its words, or "explain"."""
    plain = cleaned(text).strip()
    if _MARKED.search(plain):
        return True
    if _SAID.search(plain):
        return False
    return bool(_ASKING.match(plain) or _ASKING_LATER.search(plain))


def question_of(
    rest: str, *, files: Sequence[PaperReference], answers: str | None
) -> AskPaper | Misunderstood:
    """What stands behind `ask`: a paper's name, or its number in the answered post, and the question.

    Without a question the person is asked to write one.
    """
    said = rest.strip()
    if files:
        return AskPaper(paper=files[0], against=files[1] if len(files) > 1 else None, question=said)
    named = _named_first(said)
    if named:
        paper, end = named
        rest = said[end:].lstrip(_BETWEEN)
        joined = _JOINED.match(rest)
        second = _named_first(rest[joined.end() if joined else 0 :])
        if second:
            rest = rest[joined.end() if joined else 0 :][second[1] :].lstrip(_BETWEEN)
        against = second[0] if second else None
        return AskPaper(paper=paper, against=against, answers=answers, question=rest.strip())
    if answers:
        return _of_post(said, answers)
    papers, unread = papers_of(words_of(said), ())
    if len(papers) == 1:
        return AskPaper(paper=papers[0], question=said)
    slips = [reason for reason in unread if reason.why is Why.MALFORMED_ARXIV_ID]
    return Misunderstood(reason=(*slips, Reason(Why.NO_PAPER_GIVEN, {"command": "ask"}))[0])


def comparison_of(text: str, *, files: Sequence[PaperReference], answers: str | None) -> AskPaper | None:
    """What "compare 2501.00001 and 2501.00002: which is faster?" asks; None where no two papers are named."""
    begun = COMPARING.match(text)
    wish = question_of(text[begun.end() :], files=files, answers=answers) if begun else None
    return wish if isinstance(wish, AskPaper) and wish.against else None


async def wish_in_thread(message: Message, wish: Command, *, posts: Deliveries) -> Command | None:
    """What a message wants that may answer a post of ours; None: people talk to each other.

    `wish` is what its words want anywhere else. Under a post about papers other words are a question about
    them; of what was only heard there, a question, a plain command, or a number with words. Where a post
    that is ours is about none, or is not stored yet, a question is asked all the same: its answer, which
    comes later, knows more of the post, or says how to ask.
    """
    if message.reacted:
        return await _of_reaction(message, wish, posts=posts)
    polite = is_courtesy(message.text)
    free = polite or _is_free(wish, message.text)
    post = message.answers
    if message.tapped or (message.spoken_to and not (post and free)):
        return wish
    asked = _asked(message, wish) if post else None
    if post is None or (asked is None and not message.spoken_to):
        return wish if message.spoken_to else None
    if await posts.papers_at(message.address, post):
        return None if polite else asked or wish
    if asked is None or polite or not (message.answers_us or await posts.awaited(message.address, post)):
        return wish if message.spoken_to else None
    is_meant = not (isinstance(asked, AskPaper) and message.spoken_to) or is_question(message.text)
    return asked if is_meant else wish


async def _of_reaction(message: Message, wish: Command, *, posts: Deliveries) -> Command | None:
    """What a reaction says of the one paper of a post of ours; None: it is to another one, or to several."""
    if message.answers is None or not isinstance(wish, MarkPaper):
        return None
    pieces = await posts.pieces_at(message.address, message.answers, ours=True)
    return wish.model_copy(update={"silent": True}) if len(papers_meant(pieces)) == 1 else None


def _asked(message: Message, wish: Command) -> Command | None:
    """What the words want under a post about papers; None: nothing of us."""
    text = cleaned(message.text).strip()
    if not message.spoken_to and _MENTION.search(text):
        return None
    if not _is_free(wish, text) and (message.spoken_to or _is_plain(wish, text)):
        return wish
    numbered = _numbered(text) or _COMPARED.match(text)
    if not (message.spoken_to or numbered or (is_question(text) and not _TO_PEOPLE.search(text))):
        return None
    alone = number_of(words_of(text))
    return ShowPaper(number=alone, answers=message.answers) if alone else _of_post(text, message.answers)


def _of_post(said: str, post: str | None) -> AskPaper:
    """A question about the paper of a post, or about one or two of its papers by their numbers."""
    compared = _COMPARED.match(said)
    if compared:
        one, other = int(compared["one"]), int(compared["other"])
        question = said[compared.end() :].strip()
        return AskPaper(number=one, against_number=other, answers=post, question=question)
    number, question = _numbered(said) or (None, said)
    return AskPaper(number=number, answers=post, question=question)


def _is_free(wish: Command, text: str) -> bool:
    """Whether words are no command; a command gone wrong is one, unless it reads as a question."""
    if not isinstance(wish, Misunderstood) or wish.reason.why is Why.DID_YOU_MEAN:
        return False
    return wish.reason.why is Why.UNKNOWN_COMMAND or is_question(text)


def _is_plain(wish: Command, text: str) -> bool:
    """Whether a command that was only heard is meant as one, and no talk that begins with its word."""
    match wish:
        case AskPaper():
            return bool(wish.paper or wish.number) or is_question(wish.question)
        case CorrectBrief():
            return wish.field is not None  # "correct" alone is what people say to each other
        case AboutPaper() | SendReport() | StopAnswer():
            # "why" alone is what people ask each other
            return not isinstance(wish, WhyPaper) or bool(wish.paper or wish.number)
        case BriefPaper() | SubmitPaper():
            return bool(text) and not wish.unread and _named_first(text) is None
        case ShowHelp():
            return not wish.greeting and len(text.split()) == 1 and not text.endswith(("!", "！"))
        case _:
            return False


def _named_first(text: str) -> tuple[PaperReference, int] | None:
    """The paper that a text begins with, and where its name ends."""
    name = _PRINTED.match(text)
    reading = reading_of(name[0].rstrip(",;:!?")) if name else None
    return None if name is None or reading is None or isinstance(reading, Reason) else (reading, name.end())


def _numbered(text: str) -> tuple[int, str] | None:
    """The number of a paper in a post and what is said of it: "3: how large was the model?"."""
    found = _ITEM.fullmatch(text)
    if not found:
        return None
    rest = found["rest"].strip()
    if found["mark"] in {":", "：", "、"} or is_question(rest):
        return int(found["number"]), rest
    return None
