"""What models cost -> words."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

from bot.domain.briefs import Language
from bot.domain.spending import Spent
from bot.replies.catalogue import say

_SHOWN = Decimal("0.0001")


def cost_words(spent: Spent, language: Language) -> str:
    """Amounts by currency, and how many calls had no known price; nothing spent is 0."""
    amounts = _amounts(spent)
    if spent.unpriced_calls:
        amounts.append(say(language, "report.unpriced", calls=spent.unpriced_calls))
    return " + ".join(amounts) or "0"


def cost_figures(spent: Spent) -> str:
    """The same for a log: one word, such as 0.0123USD+2unpriced."""
    unpriced = [f"{spent.unpriced_calls}unpriced"] if spent.unpriced_calls else []
    return "+".join([*_amounts(spent), *unpriced]).replace(" ", "") or "0"


def cost_line(costs: Mapping[str, Spent], language: Language, *, remembered: bool) -> str:
    """What a wish for briefs cost, by model; "" where none was paid and none was `remembered`."""
    if not costs:
        return say(language, "paper.cost_nothing") if remembered else ""
    told = [f"{cost_words(spent, language)} ({model})" for model, spent in costs.items()]
    return say(language, "paper.cost", cost=say(language, "paper.list_join").join(told))


def _amounts(spent: Spent) -> list[str]:
    return [
        f"{amount.quantize(_SHOWN, rounding=ROUND_CEILING):f} {currency}"
        for currency, amount in sorted(spent.costs.items())
    ]
