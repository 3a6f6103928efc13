"""The terminal: lines piped or typed in, plain words out, and nothing that a paper says obeyed."""

import asyncio
import io
import unicodedata
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.chat import Heading, Quote, Reply, paragraph
from bot.errors import CannotDo, Why
from handlers.local_files import LocalFiles, local_file
from handlers.terminal import HERE, Terminal, paint
from handlers.typed import read_line
from tests.handlers.builders import DOT, Clock, Heard, delivery, file_reply, picture_reply
from tests.handlers.hostile import bare, parts, replies


class Screen(io.StringIO):
    """What the person sees; `typed` makes it an interactive session."""

    def __init__(self, text: str = "", *, typed: bool = False) -> None:
        super().__init__(text)
        self._typed = typed

    def isatty(self) -> bool:
        return self._typed


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Open:
    """Opens a terminal on which these lines arrive; `answered` is awaited where answers are."""

    def opened(stream: io.TextIOBase, *, answered: Callable[[], object] = list) -> Terminal:
        async def wait() -> None:
            outcome = answered()
            if asyncio.iscoroutine(outcome):
                await outcome

        monkeypatch.setattr("sys.stdin", stream)
        monkeypatch.setattr("sys.stdout", Screen())
        return Terminal(clock=Clock(), answered=wait, files=tmp_path / "reports", language="en")

    return opened


def shown(terminal: Terminal) -> str:
    screen = terminal._out
    assert isinstance(screen, io.StringIO)
    return screen.getvalue()


@pytest.mark.parametrize("leave", ["exit", " QUIT ", "/exit", "/quit"])
async def test_lines_are_taken_in_until_a_word_of_leaving(terminal: Open, leave: str) -> None:
    heard = Heard()
    await terminal(Screen(f"help\n\n  \nbrief 2501.12345\n{leave}\nhelp\n")).listen(heard)
    assert heard.texts == ["help", "brief 2501.12345"]
    assert len({message.key for message in heard.messages}) == 2
    assert {(str(message.address), message.person) for message in heard.messages} == {(str(HERE), "you")}


async def test_the_end_of_the_input_waits_for_every_answer(terminal: Open) -> None:
    heard, waits = Heard(), list[int]()
    await terminal(Screen("help\nreport\nhelp"), answered=lambda: waits.append(len(heard.messages))).listen(
        heard
    )
    assert waits == [0, 3]


async def test_whoever_types_waits_for_each_answer_and_sees_a_sign_of_life(
    terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.terminal.SILENCE", 0.01)
    heard, waits = Heard(), list[int]()

    async def slowly() -> None:
        waits.append(len(heard.messages))
        await asyncio.sleep(0.03 if len(waits) == 2 else 0)

    typed = terminal(Screen("help\nreport\n", typed=True), answered=slowly)
    await typed.listen(heard)
    assert waits == [0, 1, 2, 2]
    assert shown(typed) == "> …\n> > "


async def test_bytes_that_are_no_text_do_not_stop_the_lines_after_them(terminal: Open) -> None:
    heard = Heard()
    lines = io.TextIOWrapper(io.BytesIO(b"brief \xff\xfe\nhelp\n"), encoding="utf-8")
    async with asyncio.timeout(5):
        await terminal(lines).listen(heard)
    assert heard.texts == ["brief \ufffd\ufffd", "help"]


@pytest.mark.parametrize(
    ("line", "text", "names"),
    [
        ("submit 'a b.pdf'", "submit", ["a b.pdf"]),
        ('submit "a b.pdf" c.PDF', "submit", ["a b.pdf", "c.PDF"]),
        ("submit a\\ b.pdf", "submit", ["a b.pdf"]),
        ("brief zh ./x/paper", "brief zh", ["paper"]),
        ("brief ~/paper", "brief", ["paper"]),
        ("brief ~nobody-here/paper.pdf", "brief", ["paper.pdf"]),
        ("don't brief a.pdf", "don't brief", ["a.pdf"]),
        ("brief 2501.12345 hep-th/9901001 https://arxiv.org/pdf/2501.1.pdf", None, []),
        ("paper.pdf", "paper.pdf", []),
        ("/submit", "/submit", []),
        ("report yesterday", "report yesterday", []),
        ("", "", []),
        ('ask a.pdf is TCP/IP "the idea"?', 'ask is TCP/IP "the idea"?', ["a.pdf"]),
        ("ask 2501.12345 how many tokens/s don't fit, or c.pdf?", None, []),
        ("/ask x/a.pdf, b.pdf: why/how?", "/ask why/how?", ["a.pdf", "b.pdf"]),
        (
            "compare 'a b.pdf' and c.pdf: which input/output?",
            "compare which input/output?",
            ["a b.pdf", "c.pdf"],
        ),
        ("提问 a.pdf 用了多少 tokens/s？", "提问 用了多少 tokens/s？", ["a.pdf"]),
        ("ask what is new in a.pdf", "ask what is new in", ["a.pdf"]),
        ("ask 'a", "ask 'a", []),
    ],
)
def test_a_line_is_read_as_words_and_the_files_it_names(
    line: str, text: str | None, names: list[str]
) -> None:
    words, files = read_line(line)
    assert words == (line if text is None else text)
    assert [file.name for file in files] == names
    assert all(Path(file.handle).is_absolute() for file in files)


@pytest.mark.parametrize(
    "line",
    [
        "settings zone Asia/Shanghai",
        "设置 时区 Asia/Shanghai",
        'follow LLM/VLM: LLM/VLM serving, "A/B testing" in cs.DC',
        "/topic search include and/or",
        "find KV/cache don't",
    ],
)
def test_a_slash_behind_a_command_without_papers_is_part_of_a_word(line: str) -> None:
    assert read_line(f"{line}\n") == (line, ())


def test_a_tilde_is_the_persons_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_line("brief ~/paper.pdf")[1][0].handle == str(tmp_path / "paper.pdf")


def test_a_file_beside_the_person_needs_no_ending_and_a_folder_of_that_name_is_a_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft").write_text("words")
    (tmp_path / "zh").mkdir()
    text, files = read_line("brief zh draft")
    assert (text, [file.handle for file in files]) == ("brief zh", [str(tmp_path / "draft")])


@settings(max_examples=200, deadline=None)
@example(line="~\x00", command="brief")
@example(line="~\ud800/a", command="ask")
@given(
    line=st.text(max_size=40)
    | st.text("'\"\\ ~/.ab\x00\ud800", max_size=20)
    | st.integers(1, 400).map("é".__mul__),
    command=st.sampled_from(["brief", "ask", "compare"]),
)
def test_no_line_is_too_strange_to_be_read(line: str, command: str) -> None:
    text, files = read_line(f"{command} {line}")
    assert text.startswith(command)
    assert all(file.handle for file in files)


@settings(max_examples=100, deadline=None)
@given(replies)
def test_every_word_is_printed_and_nothing_in_it_moves_the_cursor(reply: Reply) -> None:
    printed = paint(reply).encode().decode()
    assert all(letter == "\n" or unicodedata.category(letter) != "Cc" for letter in printed)
    assert all(bare(part) in bare(printed) for part in parts(reply.blocks))


def test_a_reply_is_printed_as_lines_with_the_spaces_that_part_words() -> None:
    reply = Reply(
        blocks=(
            Heading(text="A\u00a0title"),
            paragraph("3\u2009km\tfar\x1b[2J"),
            Quote(label="Abstract", text="x"),
        )
    )
    assert paint(reply) == "A\u00a0title\n=======\n\n3\u2009km far [2J\n\nAbstract: x\n"


@pytest.mark.parametrize("name", ["report.md", "../../report.md", "/etc/report.md", "..", "", ".report.md"])
async def test_a_document_is_saved_in_its_folder_and_nowhere_else(
    terminal: Open, tmp_path: Path, name: str
) -> None:
    opened = terminal(Screen())
    assert await opened.post(delivery(HERE, file_reply(name, "# 报告\n"))) == ""
    place = tmp_path / "reports" / ("report.md" if "report" in name else "document")
    assert files_in(tmp_path) == {place: "# 报告\n"}
    assert f"→ {place}\n" in shown(opened)


async def test_a_picture_and_a_document_are_both_saved(terminal: Open, tmp_path: Path) -> None:
    opened = terminal(Screen())
    document = file_reply("overview.md", "# 周报\n").document
    both = picture_reply("overview.png").model_copy(update={"document": document})
    await opened.post(delivery(HERE, both))
    folder = tmp_path / "reports"
    assert (folder / "overview.png").read_bytes() == b64decode(DOT)
    assert (folder / "overview.md").read_text(encoding="utf-8") == "# 周报\n"
    assert shown(opened).count("→ ") == 2


def files_in(folder: Path) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()}


async def test_what_was_printed_before_a_crash_is_printed_again(terminal: Open) -> None:
    opened = terminal(Screen())
    assert opened.cut(Reply(blocks=(paragraph("x" * 100_000),))) == (
        Reply(blocks=(paragraph("x" * 100_000),)),
    )
    assert await opened.find(delivery(HERE, "hello")) is None


async def test_a_file_is_handed_over_or_the_person_is_told_what_is_wrong_with_it(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "big.pdf").write_bytes(b"%PDF-1.7 far too large")
    (tmp_path / "folder.pdf").mkdir()
    wrong = {
        "big.pdf": Why.FILE_TOO_LARGE,
        "folder.pdf": Why.FILE_IS_DIRECTORY,
        "missing.pdf": Why.FILE_MISSING,
        "paper.pdf/inside": Why.FILE_MISSING,
        "/dev/null": Why.FILE_UNREADABLE,
        "x" * 300 + ".pdf": Why.FILE_UNREADABLE,
        "a\x00b.pdf": Why.FILE_MISSING,
    }
    found = {}
    for path in wrong:
        with pytest.raises(CannotDo) as refusal:
            await LocalFiles().fetch(local_file(str(tmp_path / path)), limit=10)
        found[path] = refusal.value.reason.why
    assert found == wrong
    assert await LocalFiles().fetch(local_file(str(tmp_path / "paper.pdf")), limit=10) == b"%PDF-1.7"
