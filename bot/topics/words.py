"""Text -> the tokens that terms are looked up by: folded, without inflexion, numbers as what they count.

Chinese and Japanese have no spaces and are looked for as they stand, other scripts by whole words.
"""

import re
from functools import lru_cache

from bot.reading.letters import fold

END = "."  # of a sentence, as a token: no phrase goes on across it
TIMES = "#x"  # 2.3x, 4× or $4\times$
SHORTEST = 4  # tokens of a sentence
PERCENT = "#%"
BITS = "#bit"  # 4-bit, INT4 is a word of its own

LATEX = re.compile(r"\\(?:text(?:bf|it|sc|tt|rm|sf)?|emph|math(?:bf|rm|cal|it|tt))\b|[{}$]|\\(?=[%$&])")
TOKEN = re.compile(
    r"(?P<times>\d+(?:[.,]\d+)?\s?(?:x\b|×|\\times|-?fold\b))"
    r"|(?P<percent>\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b))"
    r"|(?P<bits>\d+(?:\.\d+)?[- ]?bits?\b)"
    r"|(?P<end>[.!?;。！？；](?=\s|$)|[。！？；])"
    r"|(?P<word>[a-z0-9]+(?:'[a-z]+)?|[\u3040-\u30ff\u3400-\u9fff]+|[^\W\d_a-z\u3040-\u30ff\u3400-\u9fff]+)"
)
KINDS = {"times": TIMES, "percent": PERCENT, "bits": BITS, "end": END}
CHINESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

# -ise and -ize, in all the forms that either takes: quantised, quantizing, quantisation
ISE = re.compile(r"(?<=[a-z]{4})i[sz](?:e|es|ed|ing|able|ation|ations)$")
ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})(?:ies|ied)$"), "y"),
    (re.compile(r"(?<=[a-z]{2})(?<=ss|sh|ch|.x|zz)es$"), ""),
    (re.compile(r"(?<=[a-z]{2})(?<![sui])s$"), ""),
)
VERBAL = (
    (re.compile(r"(?<=[a-z]{4})at(?:ion|e|ed|ing|ions)$"), ""),
    (re.compile(r"(?<=u)ction$"), "c"),
    (re.compile(r"(?<=[a-z]{3}[st])ion$"), ""),
    (
        re.compile(r"(?:(?<=[aeiouy][^aeiou])|(?<=[aeiouy][^aeiou]{2})|(?<=[aeiouy][^aeiou]{3}))(?:ing|ed)$"),
        "",
    ),
    (re.compile(r"(?<=[a-z]{3}[aeiou])(?:ing|ed)$"), ""),
    (re.compile(r"(?<=[a-z]{2})e$"), ""),
)
DOUBLE = re.compile(r"(?<=[a-z]{3})([bdfglmnprst])\1$")
# nouns of their own: serving models is not serving as an example, sampling is no sample
APART = frozenset({"serving", "batching", "scheduling", "sampling", "reasoning", "learning", "training"})
OUR = re.compile(r"(?<=[a-z]{3})our$")


def tokens_of(text: str) -> list[str]:
    """Stems in order; a hyphen parts words as a space does. Runs of Chinese stay whole."""
    plain = LATEX.sub("", text.replace("’", "'"))
    found = TOKEN.finditer(fold(plain))
    return [KINDS.get(match.lastgroup or "") or stem(match.group()) for match in found]


def sentences_of(text: str) -> list[list[str]]:
    """The same tokens, parted behind each END that has at least SHORTEST of them before it.

    What is shorter goes with what follows: "Fig.", "Yes.", a number in a list.
    """
    sentences: list[list[str]] = [[]]
    for token in tokens_of(text):
        sentences[-1].append(token)
        if token == END and len(sentences[-1]) > SHORTEST:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its English inflexion, British or American, nor the -ation that makes a verb a noun.

    `pruned`, `prunes` and `pruning` are one; so are `quantised` and `quantization`, `cache` and `caching`.
    What comes out is no word: it is only good for comparing.
    """
    if len(word) < 4 or word in APART or not (word.isascii() and word.isalpha()):
        return word
    word = ISE.sub("iz", word)
    for ending, instead in ENDINGS:
        word, changed = ending.subn(instead, word)
        if changed:
            break
    word = OUR.sub("or", word)
    for ending, instead in VERBAL:
        word, changed = ending.subn(instead, word)
        if changed:
            break
    return DOUBLE.sub(r"\1", word)
