"""A question -> what to look for: its own words in the forms that papers print, and related ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.checks.languages import is_other_script
from bot.domain.briefs import Language
from bot.retrieval.related import Carried, related_words, translated

STOP_WORDS = "stop_words.txt"
MOST_TERMS = 64  # of a question: a pasted page asks for nothing in particular
MOST_SHOWN = 12
PLAIN_WORDS = 2  # in small letters, by which a question is English: a name alone is of no language
CARRIED_OVER = 4  # words in small letters, with which a Chinese question has been put into English as well
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = re.compile(rf"[^\W_{HAN}]+(?:[-‐‑./'’,:][^\W_{HAN}]+)*")
_ASKING = frozenset({
    *("what", "which", "how", "why", "who", "when", "where", "is", "are", "was", "does", "did", "can", "the"),
})  # fmt: skip
_INNER = re.compile(r"[-‐‑./'’,:]")
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{2,80})[”\"」]")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([bmk])", re.IGNORECASE)
_AMOUNTS = {"b": "billion", "m": "million", "k": "thousand"}
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_EMPTY_CHINESE = re.compile(
    "为什么|什么时候|什么|多少|怎么样|怎么|怎样|如何|哪些|哪个|哪种|哪里|是否|有没有|能否|可以|请问|请|介绍|解释|一下|这篇|本文"
    "|论文|文章|文中|作者|他们|我们|它们|这个|那个|其中|进行|使用|采用|是|的|了|吗|呢|和|与|在|有|对|把|被|从|几"
)
_WHOLE = re.compile(
    r"\b(?:main|key|core|central|big|overall)\s+(?:idea|point|contribution|claim|message|finding|result|takeaway|goal)s?\b"
    r"|\b(?:contributions?|summar(?:y|ise|ize)|tl;?dr|overview|gist|takeaways?|novelty|motivation)\b"
    r"|\bwhat(?:'s|\s+is|\s+does)\s+(?:this|the)\s+(?:paper|work|article)\b|\bpaper\s+about\b|\bwhat\s+(?:is|it'?s)\s+(?:it|this)\s+about\b"
    r"|\b(?:which|what)\s+problem\b|\b(?:idée|contribution)s?\s+principale|\brésum"
    "|主要(?:内容|思想|贡献|观点|工作|结论)|核心(?:思想|思路|内容|贡献|观点)|贡献|总结|概括|概述|讲了什么|讲的是什么|说了什么"
    "|创新点|动机|解决(?:了)?什么问题",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"\bhow\s+(?:many|much|large|big|small|long|often|fast|high|low|deep|wide|far|well|old)\b|\b(?:numbers?|amount|percent(?:age)?|rate|ratio"
    r"|scores?|accuracy|perplexity|size|speed-?ups?|latency|throughput|values?|tables?|figures?|hyper-?parameters?|formula|equation|code)\b"
    r"|\b(?:combien|tableau|valeurs?)\b|\d"
    "|多少|多大|多快|多长|多久|多高|几[个种次轮层倍项块张]|数值|数量|比例|百分|得分|准确率|困惑度|倍|表格|图表|公式|超参数|代码",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. Every term is letters, digits and what stands between them inside one word."""

    own: tuple[str, ...]  # words and phrases of the question
    related: tuple[Carried, ...]  # what papers write about the same things, one thing after the other
    beginnings: tuple[str, ...]  # how English words for its Chinese ones begin
    whole: bool  # it is about the paper as a whole
    numbers: bool  # rows of numbers may answer it, or a formula
    chinese: bool  # some of it is Chinese

    @property
    def shown(self) -> tuple[str, ...]:
        """What is looked for, as a person is told of it: a few words that an English paper may hold."""
        words = [term for term in self.own if not _HAN_RUN.search(term)]
        if self.chinese:
            words += [f"{begins}…" for begins in self.beginnings]
            words += dict.fromkeys(word for carried in self.related for word in carried.printed)
        return tuple(words[:MOST_SHOWN])


def wanted_of(question: str) -> Wanted:
    """What a question looks for, in any language; never raises."""
    words = [match[0] for match in _WORD.finditer(question)]
    kept = [word for word in words if word.lower() not in _stop_words()]
    own: dict[str, None] = {}
    for match in _QUOTED.finditer(question):
        own |= dict.fromkeys(filter(None, [" ".join(_WORD.findall(match[1]))]))
    for word in kept:
        own |= dict.fromkeys(_forms(word))
    chinese = " ".join(_HAN_RUN.findall(question))
    for run in _EMPTY_CHINESE.sub(" ", chinese).split():
        own |= dict.fromkeys(bigrams(run))
    lower = [word.lower() for word in words]
    carried_over = sum(word.islower() for word in kept) >= CARRIED_OVER
    return Wanted(
        own=tuple(own)[:MOST_TERMS],
        related=related_words(_with_parts(lower), "" if carried_over else chinese, empty=_stop_words()),
        beginnings=translated(chinese) if chinese else (),
        whole=bool(_WHOLE.search(question)),
        numbers=bool(_NUMBERS.search(question)),
        chinese=bool(chinese) and not is_other_script(question),  # Japanese has such letters, too
    )


def language_asked_in(question: str, otherwise: Language) -> Language:
    """The language of a question, as far as its writing tells: it is answered in that.

    One in other letters, such as Japanese, is answered in the asker's: no answer in it could be checked.
    """
    if is_other_script(question):
        return otherwise
    if _HAN_RUN.search(question):
        return "zh"
    words = [word for word in _WORD.findall(question) if word.isascii()]
    plain = [word for word in words if word.islower()]
    asks = any(word.lower() in _ASKING for word in words)
    return "en" if asks or len(plain) >= PLAIN_WORDS else otherwise


def bigrams(run: str) -> list[str]:
    """The neighbouring pairs of a run of Chinese characters, which has no spaces between its words."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def spaced(text: str) -> str:
    """The text with its Chinese as pairs of characters, so that an index for spaced words finds them."""
    if text.isascii():
        return text
    return _HAN_RUN.sub(lambda run: f" {' '.join(bigrams(run[0]))} ", text)


def _forms(word: str) -> Iterator[str]:
    """A word as papers may print it: with hyphens, in one, in parts; numbers with their words."""
    if len(word) > 1:
        yield word
    if amount := _AMOUNT.fullmatch(word):
        yield f"{amount[1]} {amount[2]}"
        yield f"{amount[1]} {_AMOUNTS[amount[2].lower()]}"
    if _THOUSANDS.fullmatch(word):
        yield word.replace(",", "")
        return
    if _INNER.search(word):
        parts = _INNER.split(word)
        if not all(part.isdecimal() for part in parts):
            yield "".join(parts)
        for part in parts:
            if len(part) > 2 and not part.isdecimal() and part.lower() not in _stop_words():
                yield part


def _with_parts(words: Iterable[str]) -> list[str]:
    """Words in their order, those with hyphens followed by their parts."""
    return [part for word in words for part in dict.fromkeys((word, *_INNER.split(word)))]


@cache
def _stop_words() -> frozenset[str]:
    lines = files(__package__).joinpath(STOP_WORDS).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
