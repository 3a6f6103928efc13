"""Pure, one check of a brief: is a clause in the language that it was asked for?"""

import re

from bot.domain.briefs import Language

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Kana, Hangul, Cyrillic, Arabic, Hebrew, Thai and Indian letters; Greek ones stand in formulas.
_OTHER_SCRIPT = re.compile(
    r""
    r"[\u3041-\u3096\u30a1-\u30fa\u1100-\u11ff\uac00-\ud7a3\u0400-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0e7f]"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_ANY_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset({
    *("a", "an", "the", "of", "and", "to", "in", "for", "with", "that", "which", "on", "by", "from", "as"),
    *("at", "is", "are", "its", "it", "than", "over", "into", "without", "while", "when", "or", "their"),
    *("under", "across", "using", "between", "through", "up", "not", "both", "each", "more", "less"),
})  # fmt: skip
# Words that English has too ("die", "des", "on", "an", "in", "as", "or") are left out.
_NOT_ENGLISH = frozenset({
    *("le", "la", "les", "une", "un", "du", "et", "qui", "que", "pour", "avec", "sans", "dans", "sur", "aux"),
    *("de", "est", "sont", "par", "plus", "der", "das", "dem", "den", "und", "mit", "ein", "eine", "einen"),
    *("einer", "für", "von", "zu", "zur", "zum", "ist", "nicht", "durch", "ohne", "wird", "werden", "bei"),
    *("auf", "im", "el", "los", "las", "una", "del", "con", "para", "por", "sin", "sobre", "y", "se", "il"),
    *("lo", "gli", "della", "di", "che", "e", "da", "per", "senza", "o", "os", "do", "dos", "uma", "com"),
    *("em", "het", "een", "van", "voor", "met", "zonder", "och", "med", "utan", "för"),
})  # fmt: skip
_LEAST_FOREIGN = 2


def is_in(language: Language, text: str) -> bool:
    """Whether a clause is in the language; in Chinese, names and a few English words stay as they are."""
    if _OTHER_SCRIPT.search(text):
        return False
    characters = len(_CHINESE.findall(text))
    if language == "zh":
        plain = sum(word.islower() for word in _WORD.findall(text))
        return characters > 1 and characters >= plain
    words = [word.lower() for word in _ANY_WORD.findall(text) if not word.isupper()]
    foreign = sum(word in _NOT_ENGLISH for word in words)
    return not characters and not foreign >= max(_LEAST_FOREIGN, 1 + sum(word in _ENGLISH for word in words))


def is_other_script(text: str) -> bool:
    """Whether a text is written in letters that are neither Latin nor Chinese, as Japanese and Korean are."""
    return len(_OTHER_SCRIPT.findall(text)) >= _LEAST_FOREIGN


def is_in_neither(text: str) -> bool:
    """Whether a text is in another language than these two, as far as its letters and small words tell."""
    return is_other_script(text) or not (_CHINESE.search(text) or is_in("en", text))
