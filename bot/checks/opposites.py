"""Pure, one check of a brief: "training-based" of a paper that says "training-free" and nothing else."""

import re
from functools import cache
from importlib.resources import files

from bot.checks.wording import normalised

TABLE = "opposites.tsv"


def opposite_words(claim: str, source: str) -> tuple[str, ...]:
    """The words of a claim of which the source has the opposite and nothing that bears them out, as written.

    A claim that names both, as a comparison does, is let pass.
    """
    claim, source = normalised(claim), normalised(source)
    return tuple(
        found[0]
        for said, borne_out, opposite in _table()
        if (found := said.search(claim))
        and not opposite.search(claim)
        and opposite.search(source)
        and not borne_out.search(source)
    )


@cache
def _table() -> tuple[tuple[re.Pattern[str], ...], ...]:
    rows = files(__package__).joinpath(TABLE).read_text(encoding="utf-8").splitlines()
    return tuple(
        tuple(re.compile(part, re.IGNORECASE) for part in row.split("\t"))
        for row in rows
        if not row.startswith("#")
    )
