"""The catalogues hold together: one key, one sentence in each language, with facts that are really given."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from bot.domain.briefs import Language
from bot.errors import Reason, Why
from bot.replies.catalogue import explain, say, sentences

ROOT = Path(__file__).resolve().parents[3]
MODULES = [path for room in ("bot", "handlers", "storage") for path in (ROOT / room).rglob("*.py")]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
RAISED = {"CannotDo", "TryLater", "Reason"}
# A fact that only one language needs: English names the rest of the institutions, Chinese all of them.
DIFFERENT = {"brief.institutions_more"}


def keys(language: Language) -> dict[str, str]:
    return {
        f"{section}.{name}": text
        for section, names in sentences(language).items()
        for name, text in names.items()
    }


def facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@cache
def commented_facts() -> dict[str, set[str]]:
    """The facts that the comment behind each reason names (for one, above it)."""
    named: dict[str, set[str]] = {}
    above = ""
    for line in (ROOT / "bot" / "errors.py").read_text(encoding="utf-8").splitlines():
        member = re.match(r"    [A-Z_]+ = \"(\w+)\"(?:\s+# (.*))?", line)
        if member:
            words = member[2] or ""
            if words.startswith("noqa"):
                words = above.rpartition(": ")[2]
            named[member[1]] = set(re.findall(r"\w+", re.split(r"[:(]", words)[0]))
        above = line
    return named


@cache
def raised_facts() -> dict[str, list[set[str]]]:
    """For each reason the facts that it is given, at every place where the code names both."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            why = node.args[0]
            if node.func.id not in RAISED or not isinstance(why, ast.Attribute) or not why.attr.isupper():
                continue
            if any(keyword.arg is None for keyword in node.keywords):
                continue  # facts that come from elsewhere
            given = {str(keyword.arg) for keyword in node.keywords} - {"after"}
            for argument in node.args[1:]:
                if isinstance(argument, ast.Dict):
                    given |= {str(key.value) for key in argument.keys if isinstance(key, ast.Constant)}
                elif isinstance(argument, ast.Name):
                    break  # a dictionary that was made before
            else:
                found[Why[why.attr]].append(given)
    return found


def test_both_languages_have_the_same_keys_with_the_same_facts() -> None:
    chinese, english = keys("zh"), keys("en")
    assert list(chinese) == list(english), "in the same order"
    differing = {key for key in chinese if facts(chinese[key]) != facts(english[key])}
    assert differing == DIFFERENT


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence_with_the_facts_that_it_is_given(why: Why) -> None:
    told = facts(sentences("en")["why"][why])
    assert told == commented_facts()[why]
    for given in raised_facts().get(why, []):
        assert told <= given
    assert any(f"Why.{why.name}" in path.read_text(encoding="utf-8") for path in MODULES), "nobody raises it"
    for language in LANGUAGES:
        words = explain(language, Reason(why, dict.fromkeys(told, "§{0}%s")))
        assert words.count("§{0}%s") >= len(told), "a fact is put in as it is"
        assert words.endswith(("。", "？", "！") if language == "zh" else (".", "?", "!", "pdf."))


def test_the_reasons_that_are_raised_are_found_in_the_code() -> None:
    assert len(raised_facts()) > 30, "else the test above sees nothing"


def test_no_sentence_is_without_a_reason() -> None:
    assert set(sentences("en")["why"]) == set(Why)


def test_every_other_sentence_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    spoken = set(re.findall(r"\"([a-z]+\.[a-z_]+)\"", code))
    families = [
        re.escape(family).replace("NAME", "[a-z]+")
        for family in (
            re.sub(r"\{[a-z]+\}", "NAME", found) for found in re.findall(r"f\"([a-z]+\.[a-z_{}]+)\"", code)
        )
    ]
    unsaid = {
        key
        for key in keys("en")
        if not key.startswith("why.")
        and key not in spoken
        and not any(re.fullmatch(family, key) for family in families)
    }
    assert unsaid == set()


def test_no_sentence_holds_markup_or_loose_ends() -> None:
    for language in LANGUAGES:
        for key, text in keys(language).items():
            assert "  " not in text, key
            assert not re.search(r"[<>*`]|\]\(", text.replace("*.pdf", "")), key
            for before, after in ("“”", "《》", "（）", "()"):
                assert text.count(before) == text.count(after), key


@pytest.mark.parametrize(("pages", "noun"), [("1", "1 page "), ("2", "2 pages "), ("0", "0 pages ")])
def test_a_number_goes_with_its_noun(pages: str, noun: str) -> None:
    reason = Reason(Why.PDF_NO_TEXT, {"name": "a.pdf", "pages": pages})
    assert f"on the {noun}of" in explain("en", reason)


def test_every_number_before_a_noun_bends_it() -> None:
    """A fact that counts things is written with both forms, as {pages:page|pages}."""
    counts = r"\{(?:pages|papers|posts|lines|given|calls|count)\} \(?[a-z]"
    loose = {key for key, text in keys("en").items() if re.search(counts, text)}
    assert loose == set()


def test_a_missing_fact_or_an_unknown_key_is_loud() -> None:
    with pytest.raises(KeyError):
        say("en", "why.file_missing")
    with pytest.raises(KeyError):
        say("en", "brief.nothing")
