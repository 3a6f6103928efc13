"""How many tokens a text will be, before anybody has counted them; and what a count tells about that."""

import re

_SPACES = re.compile(r"\s{2,}|[^\S ]")  # but for those that are one space already: a paper has 50,000
# Ideographs, kana and hangul, with their punctuation and full-width forms.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]+")
# 4 letters of English a token: https://platform.openai.com/tokenizer. 0.6 tokens a Chinese character:
# https://api-docs.deepseek.com/quick_start/token_usage. Other alphabets stand between the two.
_A_LETTER, _A_CHARACTER, _ANOTHER = 1 / 4, 0.6, 1 / 3
_A_MESSAGE = 4  # what a chat template adds to each message, about

# Counts of fewer tokens say more of the template than of the text.
_TELLING = 200
_BOUNDS = (0.25, 4.0)
# Servers that cut a prompt keep at most their context, 2,048 tokens or more: a shorter prompt is not cut.
_MAY_BE_CUT = 1500
_WHOLE = 0.6  # of the expected tokens: a tokenizer differs by less from what it did before


def estimate(*texts: str) -> int:
    """The tokens of a request's messages by a rule of thumb: characters a token, by script."""
    return round(sum(_tokens(_SPACES.sub(" ", text)) for text in texts)) + _A_MESSAGE * len(texts)


def _tokens(text: str) -> float:
    ascii_letters = len(text.encode("ascii", "ignore"))
    east_asian = sum(map(len, _EAST_ASIAN.findall(text)))
    others = len(text) - ascii_letters - east_asian
    return ascii_letters * _A_LETTER + east_asian * _A_CHARACTER + others * _ANOTHER


class TokenGauge:
    """The rule of thumb, corrected by what one model's server has counted so far."""

    def __init__(self) -> None:
        self._estimated = self._counted = 0

    def expected(self, estimated: int) -> int:
        """What the server will count for an estimate."""
        least, most = _BOUNDS
        scale = self._counted / self._estimated if self._estimated else 1.0
        return round(estimated * min(max(scale, least), most))

    def learn(self, estimated: int, *, counted: int) -> None:
        """Take in what the server counted for a prompt that it read whole; 0: it did not count."""
        if estimated >= _TELLING and counted:
            self._estimated += estimated
            self._counted += counted

    def was_cut(self, estimated: int, *, counted: int) -> bool:
        """True where the server read far less than was sent, as Ollama does without a word."""
        expected = self.expected(estimated)
        return bool(counted) and expected > _MAY_BE_CUT and counted < expected * _WHOLE
