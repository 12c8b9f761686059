"""Words of a search: apart, without accents, marked in a text."""

import pytest

from boards.rules import search
from boards.rules.search import Part, Problem


def terms(text, **stems):
    words = search.words_of(text)
    return search.terms_of(text, {word: stems.get(word, [word]) for word in words})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Brien’s", ["obriens"]),
        ("Smith-Jones", ["smith", "jones"]),
        ("Ystâd Llŷr ŵyl", ["ystad", "llyr", "wyl"]),
        ("policy_2024.PDF", ["policy", "2024", "pdf"]),
        ("<script>alert(1)</script>", ["script", "alert", "1", "script"]),
        ("a' OR 1=1; --", ["a", "or", "1", "1"]),
        ("Łódź & Ærø", ["lodz", "æro"]),
        ("!!! & | : *", []),
    ],
)
def test_words_of(text, words):
    assert search.words_of(text) == words


def test_words_of_stops_at_the_most():
    assert len(search.words_of("word " * 50)) == search.MOST_WORDS


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", Problem.EMPTY), ("  ", Problem.EMPTY), ("x" * 201, Problem.TOO_LONG),
     ("&|!", Problem.NO_WORDS), ("x" * 200, None)],
)  # fmt: skip
def test_problem_of(text, problem):
    assert search.problem_of(text) == problem


def test_query_of_has_every_word_or_its_stem_and_the_last_ones_beginning():
    stems = {"trained": ["train"], "polic": ["polic"]}
    found = search.terms_of("trained polic", stems)

    assert search.query_of(found, stems) == "(trained | train) & (polic:*)"


def test_query_of_leaves_common_words_out_beside_others():
    stems = {"the": [], "police": ["polic"], "of": []}
    found = search.terms_of("the police of", stems)

    assert search.query_of(found, stems) == "(police | polic)"
    assert not found.only_common


def test_query_of_common_words_alone_asks_titles():
    stems = {"will": [], "the": []}
    found = search.terms_of("will the", stems)

    assert search.query_of(found, stems) == "will:A & the:A"
    assert found.only_common


def test_parts_mark_words_stems_and_the_beginning():
    found = terms("policies saf", policies=["polici"])

    assert search.parts("Our policy on <b>Safeguarding</b>", found) == [
        Part("Our "), Part("policy", is_match=True), Part(" on <b>"),
        Part("Safeguarding", is_match=True), Part("</b>"),
    ]  # fmt: skip


def test_parts_mark_words_with_accents_and_apostrophes():
    found = terms("obrien llyr")

    shown = [p.text for p in search.parts("Áine O’Brien and Llŷr", found) if p.is_match]

    assert shown == ["O’Brien", "Llŷr"]


def test_parts_joined_are_the_text():
    text = "Ŵyl, O'Brien – 100% <script> l’été"

    assert "".join(p.text for p in search.parts(text, terms("brien l"))) == text


def test_snippet_stands_around_the_first_match():
    text = "lead " * 100 + "supervision every month " + "tail " * 100

    found = search.snippet(text, terms("supervision"))
    shown = "".join(part.text for part in found)

    assert shown.startswith("… lead")
    assert shown.endswith("tail …")
    assert "supervision every month" in shown
    assert len(shown) <= search.SNIPPET_LENGTH + 5


def test_snippet_of_one_endless_word_is_cut():
    found = search.snippet("x" * 5000, terms("x" * 40))

    assert sum(len(p.text) for p in found) <= search.SNIPPET_LENGTH + 5


def test_snippet_without_a_match_is_empty():
    assert search.snippet("nothing here", terms("police")) == []
