"""The grammar: what people type, paste and send becomes a command, and whatever it is not becomes advice."""

import gc
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.domain.arxiv_ids import ArxivId
from bot.domain.chat import Attachment
from bot.domain.commands import (
    BriefPaper,
    Command,
    Misunderstood,
    OfferPapers,
    SendReport,
    ShowHelp,
    SubmitPaper,
)
from bot.domain.references import (
    ArxivReference,
    FileReference,
    PaperReference,
    WebReference,
)
from bot.errors import Reason, Why
from handlers.grammar import understand
from handlers.named import MOST_PAPERS

COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
DRAFT = Attachment(platform="chat", handle="F1", name="draft.pdf", size=1000)
OTHER = Attachment(platform="chat", handle="F2", name="other.pdf")


def arxiv(*ids: str) -> tuple[PaperReference, ...]:
    return tuple(ArxivReference(id=ArxivId.parse(name)) for name in ids)


def files(*attachments: Attachment) -> tuple[PaperReference, ...]:
    return tuple(FileReference(file=attachment) for attachment in attachments)


def advice(why: Why, **facts: str) -> Misunderstood:
    return Misunderstood(reason=Reason(why, facts))


def no_paper(text: str) -> Reason:
    return Reason(Why.NOT_A_PAPER_REFERENCE, {"text": text})


@pytest.mark.parametrize(
    "head",
    [
        "brief ",
        "Brief ",
        "BRIEF\n",
        "/brief ",
        "/Brief@my_bot ",
        "  /brief: ",
        "brief:",
        "brief, ",
        "简报 ",
        "简报",
        "简报：",
        "/简报@my_bot ",
        "／ｂｒｉｅｆ　",
        "\ufeffbrief\u200b ",
        "",
    ],
)
def test_brief_is_understood_however_it_is_written(head: str) -> None:
    assert understand(f"{head}2501.12345") == BriefPaper(papers=arxiv("2501.12345"))


@pytest.mark.parametrize("head", ["submit", "/submit", "SUBMIT", "/submit@my_bot", "提交", "/提交", "提交："])
def test_submit_is_understood_however_it_is_written(head: str) -> None:
    assert understand(f"{head} hep-th/9901001") == SubmitPaper(papers=arxiv("hep-th/9901001"))


@pytest.mark.parametrize(
    "text",
    [
        "help",
        "/help",
        "HELP!",
        "help?",
        "/help@my_bot",
        "帮助",
        "帮助我",
        "help me",
        "",
        " \n",
    ],
)
def test_help_is_shown_to_whoever_asks_or_says_nothing(text: str) -> None:
    assert understand(text) == ShowHelp()


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("2501.12345, 2502.00001,2503.00002;", ["2501.12345", "2502.00001", "2503.00002"]),
        ("2501.12345，2502.00001、2503.00002。", ["2501.12345", "2502.00001", "2503.00002"]),
        ("2501.12345\n2502.00001\r\n\t2503.00002", ["2501.12345", "2502.00001", "2503.00002"]),
        ("2501.12345和2502.00001", ["2501.12345", "2502.00001"]),
        ("2501.12345和https://arxiv.org/abs/2502.00001", ["2501.12345", "2502.00001"]),
        ("https://arxiv.org/abs/2501.12345,arXiv:2502.00001", ["2501.12345", "2502.00001"]),
        ("2501.12345 and 2502.00001 & 2503.00002.", ["2501.12345", "2502.00001", "2503.00002"]),
        ("- 2501.12345\n- 2502.00001", ["2501.12345", "2502.00001"]),
        ("1. 2501.12345\n2) 2502.00001\n[3] 2503.00002", ["2501.12345", "2502.00001", "2503.00002"]),
        ("(2501.12345)", ["2501.12345"]),
        ("（2501.12345v2）", ["2501.12345v2"]),
        ("2501.12345.", ["2501.12345"]),
        ("2501.12345?!", ["2501.12345"]),
        ('"2501.12345" `2502.00001` **2503.00002**', ["2501.12345", "2502.00001", "2503.00002"]),
        ("“2501.12345”", ["2501.12345"]),
        ("<2501.12345>", ["2501.12345"]),
        ("<https://arxiv.org/abs/2501.12345>,", ["2501.12345"]),
        ("(https://arxiv.org/abs/2501.12345v2).", ["2501.12345v2"]),
        (
            "https://arxiv.org/abs/2501.12345，https://arxiv.org/pdf/2502.00001.pdf",
            ["2501.12345", "2502.00001"],
        ),
        (
            "arxiv.org/abs/2501.12345,https://arxiv.org/abs/2502.00001,2503.00002",
            ["2501.12345", "2502.00001", "2503.00002"],
        ),
        ("arXiv: 2501.12345", ["2501.12345"]),
        ("arXiv 2501.12345 arXiv：2502.00001", ["2501.12345", "2502.00001"]),
        ("arXiv:2501.12345v2 [cs.LG] 3 Jan 2025", ["2501.12345v2"]),
        ("arXiv:hep-th/9901001 [hep-th]", ["hep-th/9901001"]),
        ("２５０１．１２３４５", ["2501.12345"]),
        ("2501.\u200b12345\u00ad", ["2501.12345"]),
        ("2501.12345 2501.12345 arXiv:2501.12345 https://arxiv.org/abs/2501.12345", ["2501.12345"]),
        ("2501.12345 2501.12345v1", ["2501.12345", "2501.12345v1"]),
    ],
)
@pytest.mark.parametrize("head", ["brief ", "简报", ""])
def test_ids_are_read_from_whatever_stands_around_them(text: str, papers: list[str], head: str) -> None:
    offered = not head and len(papers) > 1
    wish = OfferPapers(papers=arxiv(*papers)) if offered else BriefPaper(papers=arxiv(*papers))
    assert understand(head + text) == wish


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("https://example.com/a,b;c.pdf?x=1&y=(2)#p", ["https://example.com/a,b;c.pdf?x=1&y=(2)#p"]),
        ("(https://example.com/a_(b)).", ["https://example.com/a_(b)"]),
        ("https://example.com/arxiv:2501.12345", ["https://example.com/arxiv:2501.12345"]),
        ("https://example.com/论文.pdf", ["https://example.com/论文.pdf"]),
        ("https://example.com/1。https://example.com/2", ["https://example.com/1", "https://example.com/2"]),
        ("https://example.com/1, https://example.com/2.", ["https://example.com/1", "https://example.com/2"]),
    ],
)
def test_an_address_keeps_its_own_punctuation(text: str, addresses: list[str]) -> None:
    papers = tuple(WebReference(address=address) for address in addresses)
    assert understand(f"brief {text}") == understand(text) == BriefPaper(papers=papers)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("2501.12345 en", "en"),
        ("English 2501.12345", "en"),
        ("2501.12345 in english", "en"),
        ("2501.12345 英文", "en"),
        ("用英文 2501.12345", "en"),
        ("zh 2501.12345", "zh"),
        ("2501.12345，中文", "zh"),
        ("2501.12345 en zh", "zh"),
        ("2501.12345", None),
    ],
)
def test_a_language_may_stand_anywhere_in_a_brief(words: str, language: str | None) -> None:
    command = understand(f"brief {words}")
    assert command == understand(words)
    assert isinstance(command, BriefPaper)
    assert (command.language, command.papers, command.unread) == (language, arxiv("2501.12345"), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("report", SendReport()),
        ("/report@my_bot", SendReport()),
        ("报告", SendReport()),
        ("report today", SendReport()),
        ("报告今天", SendReport()),
        ("report yesterday.", SendReport(days_ago=1)),
        ("report for Yesterday", SendReport(days_ago=1)),
        ("报告昨天", SendReport(days_ago=1)),
        ("报告 昨天 英文", SendReport(days_ago=1, language="en")),
        ("report zh", SendReport(language="zh")),
        ("report en 2026-11-21", SendReport(day=date(2026, 11, 21), language="en")),
        ("报告2026-11-21", SendReport(day=date(2026, 11, 21))),
        ("report ２０２６－１１－２１", SendReport(day=date(2026, 11, 21))),
        ("report 2024-02-29 中文", SendReport(day=date(2024, 2, 29), language="zh")),
    ],
)
def test_a_report_is_of_a_day_and_in_a_language(text: str, expected: Command) -> None:
    assert understand(text) == expected


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "20261121",
        "2026-W47-5",
        "21.11.2026",
        "tomorrow",
        "today yesterday",
    ],
)
def test_a_report_of_no_day_is_refused_with_the_word(day: str) -> None:
    assert understand(f"report {day}") == advice(Why.MALFORMED_DATE, text=day)


def test_words_among_references_are_given_as_unread_once_a_run() -> None:
    command = understand(
        "submit this paper 2501.12345 2513.00001, please, have a look; 2502.00001 en 2513.00001"
    )
    assert command == SubmitPaper(
        papers=arxiv("2501.12345", "2502.00001"),
        unread=(
            no_paper("this paper"),
            Reason(Why.MALFORMED_ARXIV_ID, {"text": "2513.00001"}),
            no_paper("please have a look"),
            no_paper("en"),
        ),
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("attention is all you need", no_paper("attention is all you need")),
        ("2501.123456", Reason(Why.MALFORMED_ARXIV_ID, {"text": "2501.123456"})),
        ("the paper 2501.123456", Reason(Why.MALFORMED_ARXIV_ID, {"text": "2501.123456"})),
        ("y" * 100, no_paper("y" * 80)),
    ],
)
def test_a_command_in_which_no_word_is_a_paper_says_why(words: str, reason: Reason) -> None:
    assert understand(f"brief {words}") == understand(f"提交 {words}") == Misunderstood(reason=reason)


@pytest.mark.parametrize(
    ("text", "command"), [("brief", "brief"), ("/简报 中文", "brief"), ("提交。", "submit")]
)
def test_a_command_without_a_paper_asks_which(text: str, command: str) -> None:
    assert understand(text) == advice(Why.NOTHING_HANDED_IN, command=command)


def test_a_malformed_id_without_a_command_gets_advice_on_ids() -> None:
    assert understand("2501.123456") == advice(Why.MALFORMED_ARXIV_ID, text="2501.123456")
    assert understand("2501.12345 2513.00001") == BriefPaper(
        papers=arxiv("2501.12345"), unread=(Reason(Why.MALFORMED_ARXIV_ID, {"text": "2513.00001"}),)
    )


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_file_sent_without_words_is_kept_for_the_report(text: str) -> None:
    assert understand(text, attachments=[DRAFT, OTHER, DRAFT]) == SubmitPaper(papers=files(DRAFT, OTHER))


def test_a_file_goes_with_the_words_of_its_message() -> None:
    attachments = (DRAFT,)
    assert understand("brief", attachments=attachments) == BriefPaper(papers=files(DRAFT))
    assert understand("简报 英文", attachments=attachments) == BriefPaper(papers=files(DRAFT), language="en")
    assert understand("/submit", attachments=attachments) == SubmitPaper(papers=files(DRAFT))
    both = (*arxiv("2501.12345"), *files(DRAFT))
    assert understand("2501.12345", attachments=attachments) == BriefPaper(papers=both)
    assert understand("submit 2501.12345", attachments=attachments) == SubmitPaper(papers=both)


def test_a_file_with_words_that_are_no_command_is_kept_and_the_words_are_given_as_unread() -> None:
    assert understand("my new paper", attachments=[DRAFT]) == SubmitPaper(
        papers=files(DRAFT), unread=(Reason(Why.UNKNOWN_COMMAND, {"text": "my new paper"}),)
    )


def test_no_more_papers_count_than_a_command_holds() -> None:
    ids = [f"2501.{number:05}" for number in range(1, MOST_PAPERS + 3)]
    assert understand(f"brief {' '.join(ids[:-2])}") == BriefPaper(papers=arxiv(*ids[:-2]))
    assert understand(f"brief {' '.join(ids)}", attachments=[DRAFT]) == BriefPaper(
        papers=arxiv(*ids[:-2]), unread=(Reason(Why.TOO_MANY_PAPERS, {"limit": "20", "given": "23"}),)
    )


@pytest.mark.parametrize(
    ("text", "typed", "command"),
    [
        ("/breif 2501.12345", "/breif", "brief"),
        ("reprot", "reprot", "report"),
        ("Submt 2501.12345", "Submt", "submit"),
        ("/hellp@my_bot", "/hellp@my_bot", "help"),
        ("reports yesterday", "reports", "report"),
        ("ｂｒｉｅｇ", "ｂｒｉｅｇ", "brief"),
    ],
)
def test_a_slip_of_one_letter_is_answered_with_the_command(text: str, typed: str, command: str) -> None:
    assert understand(text) == advice(Why.DID_YOU_MEAN, text=typed, command=command)
    assert understand(text, attachments=[DRAFT]) == understand(text)


@pytest.mark.parametrize(
    "text",
    [
        "zebra",
        "berif",
        "beirf",
        "rief2",
        "report.pdf",
        "/2501.12345",
        "?",
        "en",
        "和",
        "今天天气很好",
        "👨‍👩‍👧",
    ],
)
def test_anything_else_is_unknown_and_quoted(text: str) -> None:
    assert understand(text) == advice(Why.UNKNOWN_COMMAND, text=text)


def test_a_quotation_is_one_line_of_80_characters() -> None:
    assert understand("what\n is\tthis " + "?" * 100) == advice(
        Why.UNKNOWN_COMMAND, text="what is this " + "?" * 67
    )


WORDS = [
    *("brief", "/submit", "report", "简报", "报告", "@", "/", "en", "中文", "和", "yesterday", "2026-11-21"),
    *(
        "2501.12345",
        "2513.1",
        "hep-th/9901001",
        "arXiv",
        "[cs.LG]",
        "https://",
        "arxiv.org/abs/",
        ":",
        "(",
        ")",
    ),
    *(",", "，", "\n", " ", "\u200b", "\ud800", "\x00", "[", "２", "v9", "é", "👨‍👩‍👧"),
]
ANY_TEXT = st.one_of(
    st.text(),
    st.text(st.characters(codec=None, categories=None)),
    st.lists(st.sampled_from(WORDS)).map("".join),
    st.lists(st.sampled_from(WORDS)).map(" ".join),
)


@settings(max_examples=500, deadline=None)
@given(text=ANY_TEXT, attachments=st.lists(st.sampled_from([DRAFT, OTHER]), max_size=2))
def test_any_text_is_a_command_that_can_be_stored_and_read_back(
    text: str, attachments: list[Attachment]
) -> None:
    command = understand(text, attachments=attachments)
    assert COMMAND.validate_json(COMMAND.dump_json(command)) == command


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ",",
        ")",
        "2501.12345 ",
        "简",
        "a.",
        "a-",
        "9",
        "https://",
        "x 2513.1 ",
        "arxiv ",
        "[",
        " ",
        "和2501.12345",
    ],
)
@pytest.mark.parametrize("head", ["", "brief ", "report "])
def test_ten_times_the_message_is_not_a_hundred_times_the_work(head: str, piece: str) -> None:
    seconds = []
    for length in (4_000, 40_000):
        gc.collect()  # or a search for cycles, among all that the other tests left, falls into the time
        started = time.process_time()
        understand(head + piece * (length // len(piece)))
        seconds.append(time.process_time() - started)
    assert seconds[1] < 50 * max(seconds[0], 0.01)
