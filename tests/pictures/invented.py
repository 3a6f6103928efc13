"""Papers that nobody wrote, with briefs in both languages: what the pictures show."""

from datetime import UTC, datetime

from bot.domain.arxiv_ids import ArxivId
from bot.domain.briefs import (
    EXTRACTED,
    EXTRACTION,
    Brief,
    Conditions,
    Evidence,
    Language,
    Making,
    Slot,
    Slots,
)
from bot.domain.papers import Affiliation, Paper
from bot.domain.reports import Entry, Failure, Report
from bot.domain.texts import PaperText, Passage, Section
from bot.errors import Reason, Why
from bot.prompts.briefs import BRIEF
from bot.replies.reports import default_title

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
MODEL = "gpt-5-mini"
MAKING = Making(model=MODEL, calls=1, input=2400, cached=1500, output=210, seconds=3)


def report(language: Language) -> Report:
    """A day on which four papers came in, one of them locked."""
    return Report(
        title=default_title(language),
        language=language,
        made_at=NOW,
        day=NOW.date(),
        entries=tuple(
            Entry(paper=paper, brief=brief_of(paper, language)) for paper in (LANTERN, SPILL, FOLD)
        ),
        failures=(
            Failure(label="draft.pdf", reason=Reason(why=Why.PDF_PASSWORD, facts={"name": "draft.pdf"})),
        ),
    )


def brief_of(paper: Paper, language: Language) -> Brief:
    """What was written of it, or taken from it."""
    if paper is FOLD:
        slots = Slots(
            problem=Slot(text=FOLD_SENTENCES[0].removesuffix("."), sentences=(1,)),
            technique=Slot(text=FOLD_SENTENCES[1].removesuffix("."), sentences=(2,)),
            effect=Slot(text=FOLD_SENTENCES[2].removesuffix("."), sentences=(3,)),
        )
    else:
        slots = _SLOTS[paper.key, language]
    written = paper is not FOLD
    return Brief(
        paper=paper.key,
        version=paper.arxiv_id and paper.arxiv_id.version,
        language=language,
        institutions=tuple(place.name for place in paper.affiliations),
        slots=slots,
        writer=MODEL if written else EXTRACTED,
        prompt=BRIEF if written else EXTRACTION,
        extracted=not written,
        evidence=_EVIDENCE.get(paper.key, ()),
        making=MAKING if written else None,
    )


def _places(*names: str) -> tuple[Affiliation, ...]:
    return tuple(Affiliation(name=name, page=1, words=name) for name in names)


LANTERN = Paper(
    key="arxiv:2611.90012",
    title="LanternCache: Keeping Only the Tokens That Later Queries Will Read",
    authors=tuple(f"Author {letter}" for letter in "ABCDE"),
    affiliations=_places("Northfield University", "Harbour Systems Laboratory"),
    abstract="Serving a large language model to many people at once fills the memory of an accelerator "
    "with keys and values, most of which no later query reads. We present LanternCache, a "
    "cache that predicts from a token's first few uses whether it will be read again, and "
    "keeps only those that will. On an 8B model and contexts of 64K tokens it raises "
    "throughput by up to 2.4x over full caching on one accelerator with 80 GB, while accuracy "
    "on question answering changes by at most 0.4 points.",
    arxiv_id=ArxivId(number="2611.90012", version=2),
    categories=("cs.LG", "cs.DC"),
    pages=14,
    sha256="ab" * 32,
    source="arxiv",
)

SPILL = Paper(
    key="arxiv:2611.90047",
    title="SpillWise: Scheduling Expert Weights Between Host and Device Memory",
    authors=("Author F", "Author G", "Author H"),
    affiliations=_places("Institute for Adaptive Computing", "Lakeside Technical University", "Tern Labs"),
    abstract="Models with many experts do not fit on one device, and loading experts when they are "
    "called stalls decoding. SpillWise schedules the transfer of expert weights two layers "
    "ahead with a small router. It cuts the latency of decoding by 38% on average against "
    "loading on demand, with three consumer devices of 24 GB.",
    arxiv_id=ArxivId(number="2611.90047", version=1),
    categories=("cs.DC",),
    pages=11,
    sha256="cd" * 32,
    source="arxiv",
)

FOLD_SENTENCES = (
    "Neighbouring layers of a transformer compute keys that are nearly the same.",
    "We introduce Folded Attention, which lets two layers share one set of keys.",
    "The cache shrinks by 45% and perplexity rises by 0.03.",
)
FOLD = Paper(
    key="sha256:" + "5f" * 32,
    title="Folded Attention: One Set of Keys for Two Layers",
    authors=("Author J",),
    affiliations=(),
    abstract=" ".join(FOLD_SENTENCES),
    pages=9,
    sha256="5f" * 32,
    source="page",
)

LANTERN_TEXT = PaperText(
    sections=(
        Section(title="1 Introduction", level=1, page=1),
        Section(title="4.1 Models and Data", level=2, page=6),
        Section(title="5 Limitations", level=1, page=9),
    ),
    passages=(
        Passage(kind="paragraph", text=LANTERN.abstract, page=1, section=0, position=0),
        Passage(
            kind="paragraph",
            text="The model that we serve has 8 billion parameters in 32 layers; a larger model of "
            "70 billion parameters is used in one experiment only. Both models are served in "
            "half precision. Every context has 64K tokens, of which the prompt takes nine "
            "tenths.",
            page=6,
            section=1,
            position=1,
        ),
        Passage(
            kind="paragraph",
            text="We did not measure models of more than 70 billion parameters, and none whose "
            "layers share their keys. How large a model the predictor can follow is therefore "
            "open.",
            page=9,
            section=2,
            position=2,
        ),
    ),
    pages=14,
    blank=(12,),
)

_EVIDENCE = {
    LANTERN.key: (
        Evidence(
            number=1,
            text="Serving a large language model to many people at once fills the memory of an "
            "accelerator with keys and values, most of which no later query reads.",
        ),
        Evidence(
            number=2,
            text="We present LanternCache, a cache that predicts from a token's first few uses "
            "whether it will be read again, and keeps only those that will.",
        ),
        Evidence(
            number=3,
            text="With 64K tokens of context, throughput is 2.4x that of full caching, and "
            "accuracy changes by at most 0.4 points.",
            section="4.2 Results",
            page=7,
        ),
    ),
    SPILL.key: (
        Evidence(number=1, text="Loading experts when they are called stalls decoding."),
        Evidence(number=2, text="SpillWise schedules the transfer of expert weights two layers ahead."),
        Evidence(
            number=3, text="It cuts the latency of decoding by 38% on average against loading on demand."
        ),
    ),
}

_FOUND_WITH = Conditions(
    metric="throughput", baseline="full caching", model="8B", hardware="one accelerator with 80 GB"
)
_SLOTS: dict[tuple[str, Language], Slots] = {
    (LANTERN.key, "zh"): Slots(
        technique=Slot(
            text="LanternCache缓存（根据词元最初几次的使用情况预测其是否会被再次读取，只保留会被读取的词元）",
            sentences=(2,),
        ),
        problem=Slot(text="多人同时使用大模型时，键值缓存占满显存而大部分不再被读取的问题", sentences=(1,)),
        effect=Slot(
            text="64K上下文下吞吐量最高提升至完整缓存的2.4x、问答准确率变化不超过0.4个百分点",
            sentences=(3,),
            conditions=_FOUND_WITH,
        ),
    ),
    (LANTERN.key, "en"): Slots(
        technique=Slot(
            text="LanternCache, a cache that predicts from its first uses whether a token is read again",
            sentences=(2,),
        ),
        problem=Slot(text="memory filled with keys and values that no later query reads", sentences=(1,)),
        effect=Slot(
            text="up to 2.4x the throughput of full caching, with accuracy within 0.4 points",
            sentences=(3,),
            conditions=_FOUND_WITH,
        ),
    ),
    (SPILL.key, "zh"): Slots(
        technique=Slot(text="SpillWise调度方法（由小型路由器提前两层安排专家权重的传输）", sentences=(2,)),
        problem=Slot(text="按需加载专家权重使解码停顿的问题", sentences=(1,)),
        effect=Slot(text="解码延迟比按需加载平均降低38%", sentences=(3,)),
    ),
    (SPILL.key, "en"): Slots(
        technique=Slot(
            text="SpillWise, which schedules the transfer of expert weights two layers ahead", sentences=(2,)
        ),
        problem=Slot(text="stalls of decoding while experts are loaded", sentences=(1,)),
        effect=Slot(text="38% lower decoding latency on average than loading on demand", sentences=(3,)),
    ),
}
