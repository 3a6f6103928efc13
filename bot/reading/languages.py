"""Which language a paragraph is in, by its commonest words: some papers print abstracts in two."""

import re

from bot.reading.letters import fold

COMMON_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to is in that for we are with this by as on an be our which from it these",
        "de": "der die das und ist von mit den des ein eine wird nicht dem auf fur im zu werden sich",
        "fr": "le la les des du et est un une dans pour que nous qui sur par avec ce cette sont aux",
        "es": "el los las del y es un una en para que por con se su como este esta son al",
        "it": "il lo gli della di che e un una per con sono del nel dei questo questa le alla da",
        "pt": "o os as da do das dos e um uma em para que por com se na no este esta sao",
    }.items()
}
ENOUGH = 3  # common words


def language_of(text: str) -> str | None:
    """The language of a text by its common words; None for a text with hardly any of them."""
    words = re.findall(r"[a-z]+", fold(text))
    share = {language: sum([word in common for word in words]) for language, common in COMMON_WORDS.items()}
    best = max(share, key=share.__getitem__)
    return best if share[best] >= ENOUGH else None
