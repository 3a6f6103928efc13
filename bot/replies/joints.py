"""A clause or a title on its way into the sentence: without what the sentence has no room for."""

import re

from bot.domain.briefs import Language, SlotName

# The verbs of the frames in the catalogue, and those that people write in their place. A verb that begins a
# noun stays: 使用者 is a user, 利用率 a rate, 解决方案 a solution.
_LEADS: dict[tuple[Language, SlotName], str] = {
    ("zh", "technique"): r"(?:使用|采用)了?(?![者率权量])",
    ("zh", "problem"): r"(?:成功|有效)?解决了?(?!方案|方法|思路)",
    ("zh", "effect"): r"(?:达成|达到|实现|取得)了?(?!率|细节|方式|方法)",
    ("en", "technique"): r"(?:by )?(?:using|uses?|used|employ(?:s|ing)?)\s+(?!of\b)",
    ("en", "problem"): r"(?:to )?(?:address(?:es|ed|ing)?|solv(?:es?|ed|ing)|tackl(?:es?|ed|ing))\s+",
    ("en", "effect"): r"(?:to )?(?:achiev(?:es?|ed|ing)|reach(?:es|ed|ing)?)\s+",
}
_TAILS: dict[tuple[Language, SlotName], str] = {("zh", "effect"): r"的?效果"}
# "a rule that learns to wait", "queues to sort requests", "lanes where short requests overtake"
_OWN_VERB = re.compile(
    r"\b(?:to(?= [a-z])(?! (?:a|an|the|each|every|all|one|its|their)\b)|that|which|who|where|while"
    r"|by [a-z]+ing)\b",
    re.IGNORECASE,
)
LONGEST_TITLE = 300  # characters in a post; the longest of arXiv's have some 250, and a file has any whole
_STOPS = " \t。.；;，,、:："


def fitted(text: str, name: SlotName, *, language: Language) -> str:
    """The clause without the frame's own verb before it, its noun behind it, or a stop; never empty."""
    whole = " ".join(text.split()).rstrip(_STOPS)
    lead, tail = _LEADS[language, name], _TAILS.get((language, name), "")
    flags = re.IGNORECASE if language == "en" else re.NOFLAG
    shorter = re.sub(rf"(?:{tail})\Z", "", re.sub(rf"\A(?:{lead})", "", whole, flags=flags)).rstrip(_STOPS)
    return shorter or whole


def holds_verb(clause: str) -> bool:
    """Whether an English clause has a verb of its own: then "to address" behind it seems to belong there."""
    return bool(_OWN_VERB.search(clause))


def quoted(title: str, *, language: Language) -> str:
    """A title as it stands between the language's quotation marks: those inside it become the inner ones."""
    inner = str.maketrans("《》", "〈〉") if language == "zh" else str.maketrans("“”", "‘’")
    return title_line(title).translate(inner)


def title_line(title: str) -> str:
    """A title as posts show it: in one line, and one that is no title by its length cut behind a word."""
    line = " ".join(title.split())
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[:LONGEST_TITLE]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(_STOPS)}…"
