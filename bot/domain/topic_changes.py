"""Words for a topic, or for a part of one -> the topic that it then is."""

import re
from collections.abc import Callable, Mapping

from bot.domain.arxiv_categories import category_named, is_in_archive
from bot.domain.topics import DEFAULT_THRESHOLD, Topic, TopicPart
from bot.errors import CannotDo, Why

LONGEST_NAME, LONGEST_WORDS, LONGEST_SENTENCE = 60, 80, 400  # characters
MOST = 60  # words, names or categories in one part
_BACK = frozenset({"-", "–", "—", "default", "默认"})
_LEAVING_OUT = re.compile(r"[-–—−]\s*(?=\S)")
_TURN = re.compile(r"[,，、;；\n]\s*(?=[-–—−]\s*\S)")  # from here on words are taken out
_TURN_OF_CATEGORIES = re.compile(r"[\s,，、;；]\s*(?=[-–—−]\s*\S)")
_COMMAS = re.compile(r"\s*[,，、;；\n]\s*")
_SEMICOLONS = re.compile(r"\s*[;；、\n]\s*")  # "Smith, John" is one name
# The last "in" names them: one before it belongs to the words, as in "search in documents".
_IN = re.compile(
    r"(?s:.*)(?P<in>(?:\A|[\s,，、;；])(?:in|from|在|类别|分类)[\s:：]*)"
    r"(?P<categories>[a-z][a-z.,，、;；\s-]*)\Z",
    re.I,
)


def new_topic(name: str, words: str) -> Topic:
    """A topic of a chat's own: words with commas between them, and behind "in" arXiv's categories.

    Raises CannotDo: NO_WORDS_GIVEN, UNKNOWN_CATEGORY, TOPIC_TOO_LONG or TOPIC_TOO_FULL.
    """
    place = _IN.match(words)
    categories: tuple[str, ...] = ()
    if place and _are_categories(_words_of(place["categories"])):
        words, categories = words[: place.start("in")], _categories(place["categories"])
    include = _words(words)
    if not include:
        raise CannotDo(
            Why.NO_WORDS_GIVEN, command=f"follow {name}: vector search, nearest neighbour in cs.DB"
        )
    _checked(name, LONGEST_NAME)
    return Topic(name=name, include=include, categories=categories)


def changed(topic: Topic, part: TopicPart, value: str) -> Topic:
    """The topic with one part set as it was written.

    To a list words are added, or taken out from a - before one of them on; a - alone empties a part,
    and sets a threshold back. Raises CannotDo: those of `new_topic`, NOT_IN_TOPIC or MALFORMED_THRESHOLD.
    """
    value = value.strip()
    back = value.lower() in _BACK
    match part:
        case "threshold":
            new: object = DEFAULT_THRESHOLD if back else _threshold(value)
        case "relevant" | "irrelevant":
            new = "" if back else _checked(" ".join(value.split()), LONGEST_SENTENCE)
        case _:
            new = () if back else _listed(topic, part, value)
    return topic.model_copy(update={part: new})


def _listed(topic: Topic, part: TopicPart, value: str) -> tuple[str, ...]:
    read = _READERS[part]
    there: tuple[str, ...] = getattr(topic, part)
    if out := _LEAVING_OUT.match(value):
        gone = [_unmarked(each) for each in read(value[out.end() :])]
        known = {each.casefold() for each in there}
        for each in gone:
            if each.casefold() not in known:
                raise CannotDo(Why.NOT_IN_TOPIC, text=each, command=f"topic {topic.name} {part}")
        left = {each.casefold() for each in gone}
        return tuple(each for each in there if each.casefold() not in left)
    if turn := (_TURN_OF_CATEGORIES if part == "categories" else _TURN).search(value):
        more = topic.model_copy(update={part: _listed(topic, part, value[: turn.start()])})
        return _listed(more, part, value[turn.end() :])
    added = {each.casefold(): each for each in (*there, *read(value))}
    if len(added) > MOST:
        raise CannotDo(Why.TOPIC_TOO_FULL, limit=MOST)
    return tuple(added.values())


def _words(value: str) -> tuple[str, ...]:
    found = {each.casefold(): each for each in map(_bare, _COMMAS.split(value)) if each}
    if len(found) > MOST:
        raise CannotDo(Why.TOPIC_TOO_FULL, limit=MOST)
    return tuple(_checked(each, LONGEST_WORDS) for each in found.values())


def _names(value: str) -> tuple[str, ...]:
    """Names between semicolons; between commas where there are none."""
    if not _SEMICOLONS.search(value):
        return _words(value)
    names = [" ".join(each.split()) for each in _SEMICOLONS.split(value)]
    return tuple(_checked(each, LONGEST_WORDS) for each in names if each)


def _categories(value: str) -> tuple[str, ...]:
    named: list[str] = []
    for word in _words_of(value):
        category = category_named(_unmarked(word))
        if category is None:
            raise CannotDo(Why.UNKNOWN_CATEGORY, text=word[:LONGEST_WORDS])
        named.append(category)
    return tuple(dict.fromkeys(named))


def _words_of(value: str) -> list[str]:
    return [word for word in re.split(r"[\s,，、;；]+", value) if word and word.lower() not in {"and", "和"}]


def _are_categories(words: list[str]) -> bool:
    """Whether categories are meant, also where one is misspelt: "in the wild" means none, "in cs.XX" does."""
    return bool(words) and (all(map(category_named, words)) or any(map(is_in_archive, words)))


def _threshold(value: str) -> float:
    """A share, as 0.6 or 60%."""
    found = re.fullmatch(r"(?P<number>\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})\s*(?P<percent>%)?", value)
    share = float(found["number"]) / (100 if found["percent"] else 1) if found else 2.0
    if share > 1:
        raise CannotDo(Why.MALFORMED_THRESHOLD, text=value[:LONGEST_WORDS])
    return share


def _unmarked(word: str) -> str:
    """A word without the - before it; one inside it stays, as in quant-ph."""
    mark = _LEAVING_OUT.match(word)
    return word[mark.end() :] if mark else word


def _bare(word: str) -> str:
    return " ".join(word.strip(" \t\"'“”‘’「」").split())


def _checked(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CannotDo(Why.TOPIC_TOO_LONG, text=text[:LONGEST_WORDS], limit=limit)
    return text


_READERS: Mapping[TopicPart, Callable[[str], tuple[str, ...]]] = {
    "include": _words,
    "exclude": _words,
    "categories": _categories,
    "institutions": _names,
    "authors": _names,
}
