"""A line that somebody typed at this machine -> its words, and the files that it names."""

import shlex
from collections.abc import Iterator
from io import StringIO

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.references import is_other_address, is_web_address
from handlers.correcting import is_correction
from handlers.local_files import is_file, local_file
from handlers.named import JOINING
from handlers.threads import COMPARING
from handlers.vocabulary import Wish, wish_of
from handlers.words import cleaned

# Behind these no paper is named: a slash is part of a time zone there, or of a topic's words.
_OF_NO_PAPER: frozenset[Wish] = frozenset(
    {"report", "preview", "overview", "find", "follow", "unfollow", "topic", "missed", "settings", "admin"}
)
_BEHIND_NAMES = ",;:，；：、"


def read_line(line: str) -> tuple[str, tuple[Attachment, ...]]:
    """A line as text and the files that it names; a path only counts after a command for papers."""
    if is_correction(line):
        return _read_correction(line)
    wish = wish_of(cleaned(line))[0]
    if wish in _OF_NO_PAPER:
        return line.strip(), ()
    if wish == "ask" or COMPARING.match(line):
        return _read_question(line)
    try:
        words = shlex.split(line)
    except ValueError:  # a lone quotation mark, as in “don't”
        words = line.split()
    text, files = words[:1], []
    for word in words[1:]:
        if _is_path(word):
            files.append(local_file(word))
        else:
            text.append(word)
    return " ".join(text), tuple(files)


def _read_correction(line: str) -> tuple[str, tuple[Attachment, ...]]:
    """Only the word after the command can be a path: what follows is a value, with its own marks."""
    words = [word for word, _ in zip(_words_with_ends(line), range(2), strict=False)]
    if len(words) < 2 or not _is_path(words[1][0]):
        return line, ()
    (command, _), (paper, end) = words
    return f"{command} {line[end:]}", (local_file(paper),)


def _read_question(line: str) -> tuple[str, tuple[Attachment, ...]]:
    """Only words in front of the question can be paths: its own keep their slashes and their marks.

    A PDF that is named nowhere but inside the question is meant as well.
    """
    words = list(_words_with_ends(line))
    files: list[Attachment] = []
    begin = words[0][1] if words else 0
    for word, end in words[1:]:
        path = word if is_file(word) else word.rstrip(_BEHIND_NAMES)
        if _is_path(path) and (not files or _is_named_as_file(path)):
            files.append(local_file(path))
            begin = end
        elif not (files and word.lower() in JOINING):
            break
    command, question = words[0][0] if words else "", line[begin:].strip().lstrip(_BEHIND_NAMES).lstrip()
    if not files and not (len(words) > 1 and _is_elsewhere(words[1][0])):
        named = [word for word in question.split() if word.lower().endswith(".pdf") and _is_path(word)]
        files = [local_file(word) for word in named]
        question = " ".join(word for word in question.split() if word not in named) if named else question
    return f"{command} {question}".strip(), tuple(files)


def _words_with_ends(line: str) -> Iterator[tuple[str, int]]:
    """The words as a shell reads them, each with the place behind it, up to an unclosed quotation mark."""
    typed = StringIO(line)
    reader = shlex.shlex(typed, posix=True)
    reader.whitespace_split, reader.commenters = True, ""
    try:
        while (word := reader.get_token()) is not None:
            yield word, typed.tell()
    except ValueError:
        return


def _is_path(word: str) -> bool:
    if _is_elsewhere(word):
        return False
    return "/" in word or _is_named_as_file(word)


def _is_named_as_file(word: str) -> bool:
    return word.lower().endswith(".pdf") or is_file(word)


def _is_elsewhere(word: str) -> bool:
    return ArxivId.is_meant(word) or is_web_address(word) or is_other_address(word)
