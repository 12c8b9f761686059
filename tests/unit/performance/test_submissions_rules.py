"""What an agency sent, checked as a whole."""

from decimal import Decimal

import pytest

from performance.rules import periods
from performance.rules.entries import Entry
from performance.rules.figures import Measure
from performance.rules.submissions import Asked, check

APRIL, MARCH = periods.parse("2026-04"), periods.parse("2026-03")
CONTACTS = Asked(Measure("contacts", "count", "flow"), "Contacts", APRIL, ("sex",), 50)
SEEN = Asked(Measure("seen", "percent", "ratio"), "Seen within 72 hours", APRIL)
COLUMNS = {"indicator": 0, "period": 3, "value": 4, "numerator": 5, "denominator": 6, "missing": 7}


def line(row: int = 1, **texts) -> Entry:
    return Entry(sheet="Figures", row=row, columns=COLUMNS, **texts)


def messages(*entries, asked=(CONTACTS,), earlier=None):
    found = check(entries, asked, earlier or {})
    return [(mistake.place, mistake.message) for mistake in found.mistakes]


def test_a_good_file_gives_figures():
    found = check(
        [
            line(1, indicator="contacts", value="1,240"),
            line(2, indicator="contacts", value="600", breakdown={"sex": "female"}),
            line(3, indicator="seen", numerator="18", denominator="24"),
        ],
        [CONTACTS, SEEN],
        {},
    )
    assert not found.mistakes
    assert [figure.result for figure in found.figures] == [1240, 600, Decimal("75.0")]


def test_a_reason_stands_for_a_figure():
    found = check([line(indicator="contacts", missing="under review")], [CONTACTS], {})
    assert (found.mistakes, found.figures[0].missing) == ([], "under_review")


def test_nothing_out_of_nothing_is_a_reason():
    found = check([line(indicator="seen", numerator="0", denominator="0")], [SEEN], {})
    assert (found.mistakes, found.figures[0].missing) == ([], "zero_of_zero")


@pytest.mark.parametrize(
    ("texts", "place", "words"),
    [
        ({"indicator": "unknown", "value": "1"}, "A2", "does not ask"),
        ({"indicator": "contacts", "value": "-1"}, "E2", "below 0"),
        ({"indicator": "contacts", "value": "1.5"}, "E2", "whole number"),
        ({"indicator": "contacts", "value": "n/a"}, "E2", "means not applicable"),
        ({"indicator": "contacts", "value": "-"}, "E2", "not a number"),
        ({"indicator": "contacts", "value": "1", "missing": "suppressed"}, "H2", "not both"),
        ({"indicator": "contacts", "value": "1", "period": "2026-05"}, "D2", "2026-04"),
        ({"indicator": "contacts", "value": "1", "period": "2026"}, "D2", "same kind"),
        ({"indicator": "contacts", "numerator": "1"}, "F2", "one number"),
        ({"indicator": "contacts", "comment": "see mail"}, "E2", "no figure"),
    ],
)
def test_each_mistake_says_where_and_what_to_do(texts, place, words):
    (found,) = messages(line(**texts))[:1]
    assert found[0] == f"Figures, {place}"
    assert words in found[1]


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"value": "75"}, "numerator and the denominator"),
        ({"numerator": "18"}, "denominator is missing"),
        ({"numerator": "30", "denominator": "24"}, "more than 100%"),
        ({"numerator": "1", "denominator": "0"}, "part of nothing"),
        ({"numerator": "-1", "denominator": "5"}, "below 0"),
    ],
)
def test_mistakes_in_a_ratio(texts, words):
    (found,) = messages(line(indicator="seen", **texts), asked=[SEEN])
    assert words in found[1]


def test_a_breakdown_that_the_indicator_does_not_have():
    (found,) = messages(line(indicator="seen", numerator="1", denominator="2",
                             breakdown={"sex": "male"}), asked=[SEEN])[:1]  # fmt: skip
    assert "not divided by sex" in found[1]


def test_the_same_figure_twice_in_a_file():
    found = messages(
        line(1, indicator="contacts", value="1"), line(2, indicator="contacts", value="2")
    )
    assert found == [("Figures, A3", "The same figure stands already at Figures, A2.")]


def test_what_is_asked_for_may_not_be_left_out():
    assert messages(line(1, indicator="contacts"), line(2)) == [
        ("", "Contacts, 2026-04: write the figure, or why there is none.")
    ]


@pytest.mark.parametrize(
    ("value", "comment", "wrong"),
    [("150", "", False), ("151", "", True), ("49", "", True), ("400", "A new front door", False)],
)
def test_a_great_change_wants_a_comment(value, comment, wrong):
    before = {("contacts", MARCH, frozenset()): Decimal(100)}
    found = messages(line(indicator="contacts", value=value, comment=comment), earlier=before)
    assert bool(found) is wrong


def test_all_mistakes_of_a_file_come_at_once():
    found = messages(
        line(1, indicator="contacts", value="-1"), line(2, indicator="x", value="1"),
        line(3, indicator="seen", numerator="5"), asked=[CONTACTS, SEEN],
    )  # fmt: skip
    assert len(found) == 3
