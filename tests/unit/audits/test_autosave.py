"""What saving an answer reads says the same as the whole return does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audits.models import (
    Answer,
    Question,
    Return,
    Round,
    Scale,
    ScalePoint,
    Standard,
    Tool,
    ToolVersion,
)
from audits.queries import autosave
from audits.queries import returns as queries
from boards.authorization import access_of


@pytest.fixture
def record(north):
    """A return of three standards: the third is asked after answers to the first two."""
    scale = Scale.objects.get(board=None, key="four_point")
    tool = Tool.objects.create(board=north.board, key="chain", title="Chain", kind="section-175")
    version = ToolVersion.objects.create(tool=tool, number=1, scale=scale)
    before = None
    for number, key in enumerate(("first", "second", "third")):
        standard = Standard.objects.create(tool_version=version, key=key, title=key, order=number)
        before = Question.objects.create(
            tool_version=version, standard=standard, key=f"q-{key}", order=0, text=key,
            kind="yes_no", follows=before, follows_when=["no"] if before else [],
        )  # fmt: skip
    version.status, version.published_at = "published", timezone.now()
    version.save()
    today = timezone.localdate()
    round_record = Round.objects.create(
        board=north.board, year=north.year, key="chain", title="Chain", kind="section-175",
        tool_version=version, status="open", opens_on=today, closes_on=today + timedelta(days=9),
        opened_by=north.board_manager, opened_at=timezone.now(),
    )  # fmt: skip
    return Return.objects.create(round=round_record, agency=north.police)


def answer(record, key, point):
    question = Question.objects.get(tool_version=record.round.tool_version, key=key)
    chosen = ScalePoint.objects.get(scale__board=None, scale__key="yes_no", key=point)
    Answer.objects.update_or_create(
        return_record=record, question=question, defaults={"point": chosen, "commentary": "So."}
    )


@pytest.mark.parametrize("given", [{}, {"first": "no"}, {"second": "no"},
                                   {"first": "no", "second": "no"},
                                   {"first": "yes", "second": "no", "third": "yes"}])  # fmt: skip
def test_standard_around_is_that_of_the_whole_return(north, record, given):
    for key, point in given.items():
        answer(record, f"q-{key}", point)
    access = access_of(north.police_lead)

    for key in ("first", "second", "third"):
        found = autosave.within(access, board=north.board.slug, pk=record.pk)
        sheet, item = autosave.standard_around(found, f"q-{key}")

        whole = queries.outline(record).question(f"q-{key}")
        assert [standard.standard.key for standard in sheet.standards] == [key]
        assert (item.is_shown, item.state, item.lacks) == (
            whole.is_shown, whole.state, whole.lacks,
        )  # fmt: skip
        assert (item.version, item.given) == (whole.version, whole.given)


def test_standard_around_a_question_that_is_not_there(north, record):
    found = autosave.within(access_of(north.police_lead), board=north.board.slug, pk=record.pk)

    assert autosave.standard_around(found, "q-fourth") is None


def test_within_says_what_visible_to_says(world, record):
    for cast in (world.north, world.south):
        for person in cast.people.values():
            seen = Return.objects.visible_to(person).filter(pk=record.pk).exists()

            found = autosave.within(access_of(person), board=record.round.board.slug, pk=record.pk)

            assert (found is not None) == seen, person
    Round.objects.filter(pk=record.round_id).update(status="draft", opened_by=None, opened_at=None)
    lead = access_of(world.north.police_lead)
    assert autosave.within(lead, board=record.round.board.slug, pk=record.pk) is None
    assert autosave.within(lead, board="elsewhere", pk=record.pk) is None
