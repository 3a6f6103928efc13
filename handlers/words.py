"""A person's text -> the words that the grammar reads, whatever keyboard or web page they come from."""

import re
import unicodedata

from bot.domain.frozen import whole

PASTED = 40  # words of running text: fewer are a remark beside a paper's name
MOST_SHOWN = 80  # characters of a person's text that an answer quotes

# Chinese keyboards write these forms of Latin letters, digits and marks; marks that end or part words stay.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？（）"}
_ARXIV_AND_GAP = re.compile(r"(?<![\w/.])arxiv[:\s]\s*(?=\d{3,5}\.\d|[a-z-]+(?:\.[a-z]+)?/\d)", re.IGNORECASE)
# What arXiv prints after an id: `arXiv:2501.12345v2 [cs.LG] 3 Jan 2025`.
_CATEGORY = re.compile(r"\[[a-z-]+(?:\.[a-z-]+)?\](?:\s+\d{1,2} [a-z]{3} \d{4})?(?=\s|\Z)", re.IGNORECASE)
_LIST_MARK = re.compile(r"[\[(]?\d{1,3}[.)\]]|[-–—•·*+]+")
_BREAK = re.compile(r"[\s，；。、！？（）《》【】「」“”…]+")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_IDEOGRAPH = re.compile(f"[{_HAN}]")
_BREAK_IN_WORD = re.compile(rf"[,;]+|(?<=[{_HAN}])(?=[^{_HAN}])|(?<=[^{_HAN}])(?=[{_HAN}])")
# An address may hold commas and Chinese, so it only ends where another reference begins.
_BREAK_BESIDE_ADDRESS = re.compile(
    rf"[,;](?=https?://|arxiv[:.]|\d{{4}}\.\d)|(?<=[{_HAN}])(?=https?://)", re.IGNORECASE
)
_OPENING = "([{<\"'`*~|:-‘"
_CLOSING = ".,;:!?)]}>\"'`*~|’"


def cleaned(text: str) -> str:
    """The text without invisible marks and halves of characters, with full-width letters made plain."""
    kept = (letter for letter in whole(text) if unicodedata.category(letter) != "Cf")
    return "".join(kept).translate(_HALF_WIDTH)


def as_written(text: str, start: int) -> str:
    """What a person wrote, from the character on that is the cleaned text's `start`th."""
    written = whole(text)
    kept = [place for place, letter in enumerate(written) if unicodedata.category(letter) != "Cf"]
    return written[kept[start] :] if start < len(kept) else ""


def words_of(text: str) -> list[str]:
    """The words of a cleaned text without the punctuation around them; an address is one word."""
    text = _CATEGORY.sub(" ", _ARXIV_AND_GAP.sub("arXiv:", text))
    words: list[str] = []
    for chunk in _BREAK.split(text):
        if _LIST_MARK.fullmatch(chunk):
            continue
        for part in _BREAK_BESIDE_ADDRESS.split(chunk):
            words += [part] if "://" in part else _BREAK_IN_WORD.split(part)
    return [word for word in map(_bare, words) if word]


def is_running(text: str) -> bool:
    """True for a paper's own words, pasted: enough plain words, or twice as many Chinese characters."""
    plain = [word for word in text.split() if word.strip(".,;:!?()\"'“”‘’").replace("-", "").isalpha()]
    return len(plain) + len(_IDEOGRAPH.findall(text)) // 2 >= PASTED


def shown(text: str) -> str:
    """A person's text as an answer quotes it: one line, at most MOST_SHOWN characters."""
    return " ".join(whole(text).split())[:MOST_SHOWN]


def _bare(word: str) -> str:
    bare = word.lstrip(_OPENING)
    inner = bare.rstrip(_CLOSING)
    closing = ")" * (inner.count("(") - inner.count(")"))  # an address may end with a pair of brackets
    return inner + closing if bare.startswith(closing, len(inner)) else inner
