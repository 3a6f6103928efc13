"""How well rows fit a word."""

from bot.retrieval.index import index_of

GATES = [("", "The gate opens."), ("", "Gates are closed."), ("", "A gate, a gate!"), ("", "Cars wait.")]


def test_a_word_is_found_in_any_of_its_forms() -> None:
    with index_of(GATES) as index:
        assert set(index.fits("gates")) == {0, 1, 2}
        assert index.share("closing") == 1 / len(GATES)


def test_a_word_of_most_rows_counts_for_less_than_a_rare_one_and_yet_for_something() -> None:
    with index_of(GATES) as index:
        common, rare = index.fits("gate"), index.fits("cars")
    assert common[2] > common[0] > 0.05  # FTS5 by itself: a millionth
    assert max(common.values()) < rare[3]


def test_what_begins_so_is_found() -> None:
    with index_of(GATES) as index:
        assert set(index.fits("clo", begins=True)) == {1}
        assert not index.fits("clo")


def test_titles_count_for_more_than_text() -> None:
    with index_of([("Lanes", "of cars"), ("Of cars", "lanes"), ("Of", "gates")]) as index:
        fits = index.fits("lanes")
    assert fits[0] > fits[1]
