"""The fake model's Chinese: the sentences' own figures and things, in the glossary's words."""

from bot.checks.gate import check_slots
from bot.domain.briefs import Evidence, Slot, Slots
from bot.prompts.briefs import WrittenBrief
from tests.fakes.model_briefs import Json, filled

SENTENCES = (
    "However, existing caches waste most of their memory on tokens that nobody reads again.",
    "We propose TokenKeeper, a cache that keeps only the tokens which later queries need.",
    "It raises throughput by up to 3.2x over the strongest baseline and cuts peak memory by 41% on average.",
)


def written() -> WrittenBrief:
    lines = "\n".join(f"S{number}: {text}" for number, text in enumerate(SENTENCES, 1))
    messages: list[Json] = [
        {"role": "system", "content": "Write in Chinese."},
        {"role": "user", "content": lines},
    ]
    return WrittenBrief.model_validate(filled(WrittenBrief.model_json_schema(), messages=messages))


def test_chinese_is_made_of_the_sentences_own_things_and_figures() -> None:
    brief = written()
    assert brief.technique.text == "面向缓存、令牌的新方法TokenKeeper"
    assert brief.problem.text == "缓存、内存、令牌方面现有做法的不足"
    assert brief.effect.text == "吞吐最高3.2x、内存平均41%"


def test_what_the_fake_model_writes_in_chinese_is_believed() -> None:
    brief = written()
    slots = Slots(
        **{
            name: Slot(text=slot.text, sentences=tuple(slot.sentences))
            for name, slot in (
                ("technique", brief.technique),
                ("problem", brief.problem),
                ("effect", brief.effect),
            )
        }
    )
    evidence = [Evidence(number=number, text=text) for number, text in enumerate(SENTENCES, 1)]
    assert check_slots(slots, evidence=evidence, title="TokenKeeper", language="zh") == ()
