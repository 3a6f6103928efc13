"""What a technique, a problem and an effect look like, kind by kind; each text is the writer's own."""

import pytest

from bot.reading.slots import extract_slots

PADDING = "of the many requests that people send from their phones on every working day of a long year"

TECHNIQUES = {
    "the authors are the subject": (
        "In the paper, the authors propose a new index for long chats.",
        "a new index for long chats",
    ),
    "an answer to a task, by name": (
        "We address search in long, noisy chats with ChatDex, a modular index for phones.",
        "ChatDex, a modular index for phones",
    ),
    "a perfect tense": (
        "We have developed an index that sorts chats by their topics.",
        "an index that sorts chats by their topics",
    ),
    "a tail that only points back": (
        "We present ChatDex, a fully automated index for chats designed to overcome these limitations.",
        "ChatDex, a fully automated index for chats",
    ),
    "a tail that points back behind a comma": (
        (
            "We present ChatDex, an index for long chats that, for the first time, systematically "
            "overcomes these hurdles."
        ),
        "ChatDex, an index for long chats",
    ),
    "a hyphen makes another word": (
        "This work proposes an evidence-retrieval index for long chats.",
        "an evidence-retrieval index for long chats",
    ),
    "a name in capitals is no plain word": (
        "We propose STEP (Sorting Topics Early in Pages), an index for long chats.",
        "STEP (Sorting Topics Early in Pages), an index for long chats",
    ),
    "two verbs of making": (
        "We designed and developed an index that sorts chats by topic.",
        "an index that sorts chats by topic",
    ),
    "too short a name takes the whole clause": (
        "We conduct the first study of sorting chats by topic and propose ChatDex.",
        "We conduct the first study of sorting chats by topic and propose ChatDex",
    ),
    "what is proposed besides comes second": (
        (
            "We propose a framework for the topics of chats. In addition, we propose a new metric for "
            "their age."
        ),
        "a framework for the topics of chats",
    ),
    "a long list of examples": (
        (
            f"This survey examines ways to sort chats {PADDING} and that keep the topics apart, "
            "including order by age (OBA), order by name (OBN), order by place (OBP), and order by "
            "sense (OBS)."
        ),
        f"This survey examines ways to sort chats {PADDING} and that keep the topics apart",
    ),
    "markup is no part of it": (
        r"We propose {\textbf{\underline{C}}}hat{\em Dex}, an **index** for $n^2$ chats.",
        "ChatDex, an index for n^2 chats",
    ),
}
NO_TECHNIQUE = {
    "a noun that could be a verb": "We argue that competition and design governance is needed to stay fair.",
    "earlier work": "In previous work, we introduced an index for long chats called ChatDex.",
    "what it builds on": "We build on previous work that sorted long chats by their topics.",
    "what is shown": "We also show how three ways of sorting long chats are related.",
    "what is told elsewhere": "For each index, we assess its relevance to the search in long chats.",
}
PROBLEMS = {
    "parentheses between the words": (
        (
            "Current chat index (CI) systems (such as lists) encounter limits. To address this, we "
            "propose a tree."
        ),
        "Current chat index (CI) systems (such as lists) encounter limits",
    ),
    "a plain difficulty": (
        "Sorting long chats is challenging because topics change. We propose an index for them.",
        "Sorting long chats is challenging because topics change",
    ),
    "what we observe, with an adverb": (
        "However, we empirically observe that lists fail on chats with two topics. We propose an index.",
        "lists fail on chats with two topics",
    ),
    "a long concession": (
        (
            f"Although much has been done for the sorting {PADDING}, which is rarely the same from week "
            "to week and from one country to the next, most existing systems overlook chats with two "
            "topics. We propose an index."
        ),
        "most existing systems overlook chats with two topics",
    ),
    "a paper that begins with itself": (
        "We present ChatDex, an index. However, the sorting of chats suffers from noise and is costly.",
        "the sorting of chats suffers from noise and is costly",
    ),
    "the next sentence answers it": (
        (
            "Chats are long. Lists rely on the age of a chat. Topics are many. To overcome these "
            "limitations, we propose an index for long chats. It is small."
        ),
        None,
    ),
    "the next sentence answers it at once": (
        (
            "Chats are long. Most lists rely on the age of a chat. To overcome this limitation, we "
            "propose an index."
        ),
        "Most lists rely on the age of a chat",
    ),
    "the paper names it": (
        (
            "We present ChatDex, an index for phones. It addresses the challenge of sorting chats with "
            "two topics."
        ),
        "the challenge of sorting chats with two topics",
    ),
    "of others, behind the paper's own sentence": (
        "We present ChatDex, an index for phones. Existing systems fail to sort chats with two topics.",
        "Existing systems fail to sort chats with two topics",
    ),
    "a list follows, but the clause tells enough": (
        (
            f"For the sorting {PADDING}, existing systems remain limited: (i) they forget the topics of "
            "all the chats that were begun on another phone, and (ii) they are slow to read the chats "
            "that were begun before. We propose an index."
        ),
        f"For the sorting {PADDING}, existing systems remain limited",
    ),
}
NO_PROBLEM = {
    "a pronoun at its head": "Lists are old. However, they often fail to sort long chats.",
    "something shown before at its head": "Lists are old. These lists fail to sort chats.",
    "the same behind a concession": "Lists are old. While cheap, these lists fail to sort chats.",
    "a result": "We investigate lists. Across phones, lists reduce errors with limited gains.",
    "a gain over others": "Unlike lists that fail to sort chats, trees adapt to topics.",
    "a purpose": "Reading ahead, lists can be sorted to mitigate failures.",
    "the limits of something": "Topic agents run tools on tasks that exceed the native limits of a phone.",
    "progress": "Recent systems improve the sorting of chats by age, by name or by topic.",
    "all that is told is not only": "Lists serve not only friends but also whole teams at work.",
}
OWN = "We propose ChatDex, an index for long chats (CD). "
EFFECTS = {
    "what it is good for is left out": (
        ("Experiments show that ChatDex sorts chats 2× faster than lists, paving the way for better phones."),
        "ChatDex sorts chats 2× faster than lists",
    ),
    "an adverb of two words": (
        "Most strikingly, ChatDex reduces the errors of lists by 4%.",
        "ChatDex reduces the errors of lists by 4%",
    ),
    "its number in a list is left out": (
        "(iii) ChatDex reduces the errors of lists by 4%.",
        "ChatDex reduces the errors of lists by 4%",
    ),
    "a lead that points back": (
        "By removing these limits, our index achieves an accuracy of 91%.",
        "our index achieves an accuracy of 91%",
    ),
    "a pronoun behind its lead": (
        "Extensive experiments show that it outperforms lists on three phones.",
        "Extensive experiments show that it outperforms lists on three phones",
    ),
    "a finding": (
        "Our analysis reveals that no single order of topics is best for every chat.",
        "no single order of topics is best for every chat",
    ),
    "a finding after a bare verb": (
        "We find agents sort their chats by age when nobody asks them.",
        "We find agents sort their chats by age when nobody asks them",
    ),
    "the name that the technique was given": (
        "Empirically, CD not only improves the speed of sorting but also keeps topics apart.",
        "CD not only improves the speed of sorting but also keeps topics apart",
    ),
    "the better result, where its figures are too far": (
        (
            f"ChatDex significantly outperforms lists on a public collection {PADDING} and on another "
            "with two topics, achieving gains of 2.7% on the first collection of chats and of 6.4% on "
            "the second collection of chats."
        ),
        (
            f"ChatDex significantly outperforms lists on a public collection {PADDING} and on another "
            "with two topics"
        ),
    ),
    "the own method before a warning": (
        (
            "With strict limits, ChatDex achieves accuracies of 96.7 percent. A study shows that loose "
            "limits degrade it to 7.8 percent."
        ),
        "With strict limits, ChatDex achieves accuracies of 96.7 percent",
    ),
}
NO_EFFECT = {
    "nothing but that there was one": "Extensive experiments demonstrate the effectiveness of our index.",
    "agreement with oneself": "The results align with our theory, demonstrating that we are right.",
    "a pronoun at its head": "It reduces errors by 4% and outperforms lists.",
    "a set-up with a figure": "Study 2 tested the sorting across a 14×14 matrix of phones and chats.",
    "a step of the method": "For speed, ChatDex adopts a tree of topics, thereby improving accuracy.",
    "a hope for the field": "Topic trees mature into a bridge that helps to improve quality and speed.",
    "half of a pair": (
        f"Experiments show that ChatDex not only improves the speed of sorting {PADDING} and of many "
        "requests that machines send to each other by night, but also keeps the topics of all chats "
        "apart from each other."
    ),
    "an announcement": (
        f"Our evaluation on many chats {PADDING} reveals a stark pattern: while lists reduce errors in "
        "over 88 percent of the chats of friends on average, they mostly fail for the chats of "
        "colleagues at work."
    ),
}


@pytest.mark.parametrize(("text", "clause"), TECHNIQUES.values(), ids=TECHNIQUES)
def test_a_technique_is_what_the_paper_made(text: str, clause: str) -> None:
    technique = extract_slots("", text).technique
    assert technique is not None
    assert technique.text == clause


def test_a_name_of_the_title_says_what_it_is() -> None:
    text = "ChatDex is an index for long chats. It is small."
    technique = extract_slots("ChatDex: Sorting Chats", text).technique
    assert technique is not None
    assert technique.text == "ChatDex is an index for long chats"
    assert extract_slots("Sorting Chats", text).technique is None


@pytest.mark.parametrize("text", NO_TECHNIQUE.values(), ids=NO_TECHNIQUE)
def test_what_was_not_made_here_is_no_technique(text: str) -> None:
    assert extract_slots("", text).technique is None


@pytest.mark.parametrize(("text", "clause"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_says_what_goes_wrong(text: str, clause: str | None) -> None:
    problem = extract_slots("", text).problem
    assert (problem.text if problem else None) == clause


@pytest.mark.parametrize("text", NO_PROBLEM.values(), ids=NO_PROBLEM)
def test_what_does_not_stand_alone_or_goes_well_is_no_problem(text: str) -> None:
    assert extract_slots("", text + " We propose an index.").problem is None


@pytest.mark.parametrize(("text", "clause"), EFFECTS.values(), ids=EFFECTS)
def test_an_effect_says_what_came_out(text: str, clause: str) -> None:
    effect = extract_slots("", OWN + text).effect
    assert effect is not None
    assert effect.text == clause


@pytest.mark.parametrize("text", NO_EFFECT.values(), ids=NO_EFFECT)
def test_what_tells_no_outcome_is_no_effect(text: str) -> None:
    assert extract_slots("", OWN + text).effect is None


def test_what_others_found_before_is_no_effect() -> None:
    text = "Much has shown that lists improve accuracy. We investigate why lists are liked. They are."
    assert extract_slots("", text).effect is None


def test_a_list_is_not_cut_between_its_members() -> None:
    text = (
        f"We present ChatDex, an index for the sorting {PADDING} that integrates a language model, a tree of "
        "topics, and a clock to support synchronized, multimodal exchanges between people and machines."
    )
    technique = extract_slots("", text).technique
    assert technique is not None
    assert technique.text == f"ChatDex, an index for the sorting {PADDING}"


def test_a_member_in_ing_is_no_new_clause() -> None:
    text = (
        f"Existing systems fail at the sorting {PADDING}, which leaves people in finance, gaming, training, "
        "and other fields without any help when the chats of another team grow longer than their own do. "
        "We propose an index."
    )
    problem = extract_slots("", text).problem
    assert problem is not None
    assert problem.text == f"Existing systems fail at the sorting {PADDING}"
