"""A question of a thread -> the same so that it stands on its own, with English words to look for."""

import re
from collections.abc import Sequence

from bot.checks.languages import is_in_neither
from bot.checks.rewrites import believed_keywords, stands_alone
from bot.domain.answers import Question, Turn
from bot.domain.prompts import Written
from bot.errors import CannotDo, TryLater
from bot.ports import Writer
from bot.prompts.rewriting import RewrittenQuestion, rewriting_prompt
from bot.retrieval.general import is_general

FEW_WORDS = 3  # "And with eight?": the rest of such a question stands in the earlier ones
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9][\w.-]*")
_POINTS_BACK = re.compile(
    r"\b(?:its?|they|them|theirs?|this|that|these|those|former|latter|same|such|ones?|others?|else|instead|again"
    r"|also|too|then|there|so|why|he|she|his|her)\b|\A\W*(?:and|but|or|(?:what|how) about|compared)\b"
    r"|它|他们|她们|这|那|其|该|此|上述|前者|后者|前面|上面|刚才|之前|同样|还|另外|也|又|再|呢|相比|为什么|为何",
    re.IGNORECASE,
)


def needs_rewriting(question: str, *, follows: bool, chinese: bool) -> bool:
    """Whether a question is to be rewritten before passages are looked for by its words.

    So is one in another language than the paper's, which is Chinese or not, and one that `follows` others of
    its thread and says less than it means: by a word that points back, or by hardly a word. What any paper
    could be asked is answered by what the paper's sections are for.
    """
    plain = question.strip()
    if follows and (_POINTS_BACK.search(plain) or _length(plain) <= FEW_WORDS):
        return True
    return (is_in_neither(plain) or bool(_HAN.search(plain)) != chinese) and not is_general(plain)


def _length(question: str) -> int:
    """About how many words it has; two Chinese characters make one."""
    return len(_WORD.findall(question)) + len(_HAN.findall(question)) // 2


async def standalone_question(
    question: Question, *, title: str, turns: Sequence[Turn], writer: Writer
) -> tuple[Question, Written[RewrittenQuestion] | None]:
    """The question; as it was asked where the model fails or says more than was asked; and what it said."""
    try:
        written = await writer.write(rewriting_prompt(question, title=title, turns=turns))
    except (CannotDo, TryLater):
        return question, None
    known = [title, *(words for turn in turns for words in (turn.question, turn.answer))]
    said = written.answer
    rewritten = question.model_copy(
        update={
            "standalone": stands_alone(said.standalone_question, question=question.text, known=known),
            "keywords": believed_keywords(said.keywords_en, question=question.text, known=known),
        }
    )
    return rewritten, written
