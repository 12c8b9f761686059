"""Which texts of an answer are shown, on values."""

from datetime import UTC, datetime

from audits.rules.answers import AnswerFields
from audits.rules.versions import Version, told

AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


def version(text, by=1, *, rival=False, **fields):
    return Version(f"{text}-{by}", AT, by, AnswerFields(commentary=text, **fields), is_rival=rival)


def texts(*newest_first):
    return [(v.fields.commentary, v.by) for v in told(newest_first)]


def test_told_leaves_out_what_was_only_typed_on():
    assert texts(version("We check."), version("We che"), version("We")) == [("We check.", 1)]


def test_told_keeps_a_text_that_lost_words():
    assert texts(version("We"), version("We check.")) == [("We", 1), ("We check.", 1)]


def test_told_keeps_the_same_beginning_by_another_person():
    assert texts(version("We check.", 2), version("We", 1)) == [("We check.", 2), ("We", 1)]


def test_told_keeps_another_grade():
    assert len(told([version("We check.", point="2"), version("We", point="1")])) == 2


def test_told_leaves_out_a_save_that_changed_no_word():
    confirmed = version("Copied", 1, is_confirmed=True)
    assert told([confirmed, version("Copied", None)]) == [confirmed]


def test_told_keeps_a_copied_text_that_somebody_went_on_with():
    assert texts(version("Copied. New.", 1), version("Copied.", None)) == [
        ("Copied. New.", 1), ("Copied.", None),
    ]  # fmt: skip


def test_told_keeps_a_text_that_stood_beside_the_answer():
    assert len(told([version("We check."), version("We", rival=True)])) == 2
