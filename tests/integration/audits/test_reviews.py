"""The board reads a return, comments, sends it back, accepts it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audits.models import AnswerComment, AnswerEvidence, Return, Round, Scale
from boards.models import Evidence
from tests.integration.audits.test_rounds import SCRIPT, page, url
from tests.unit.audits.test_compliance import submit
from tests.unit.audits.test_rounds import answer
from tests.world import BoardCast, World, today

LONG = "Llanfairpwllgwyngyll " * 15


@pytest.fixture
def office(world: World) -> Client:
    return world.client(world.north.board_manager)


def points() -> dict[bool | None, Any]:
    scale = Scale.objects.get(board=None, key="four_point")
    return {point.is_met: point for point in scale.points.order_by("-order")}


def sent(cast: BoardCast) -> Return:
    grades = points()
    answer(cast.police_return, "lead-person", grades[True].key, commentary=f"{SCRIPT} {LONG}")
    answer(cast.police_return, "board-report", grades[False].key, commentary="Not yet")
    return submit(cast.police_return, cast.police_lead)


def test_a_sent_return_is_read_whole(world: World, office: Client) -> None:
    north = world.north
    sent(north)
    response = office.get(url(north, "review-detail", pk=north.police_return.pk))
    shown = page(response)
    assert SCRIPT not in shown
    assert "Llanfairpwllgwyngyll" in shown
    review = response.context["review"]
    assert [item.question.key for item in review.without_evidence] == ["lead-person"]
    assert (review.value.met, review.value.base) == (1, 2)


def test_evidence_takes_an_answer_off_the_list(world: World, office: Client) -> None:
    north = world.north
    sent(north)
    evidence = Evidence.objects.create(
        agency=north.police, title="Policy", kind="link", link="https://example.org/p",
        uploaded_by=north.police_lead,
    )  # fmt: skip
    AnswerEvidence.objects.create(
        answer=north.police_return.answers.get(question__key="lead-person"), evidence=evidence
    )
    response = office.get(url(north, "review-detail", pk=north.police_return.pk))
    assert not response.context["review"].without_evidence
    assert "https://example.org/p" in page(response)


@pytest.mark.parametrize("status", ["draft", "signed_off", "sent_back"])
def test_answers_of_a_return_with_its_agency_are_not_shown(
    world: World, office: Client, status: str
) -> None:
    north = world.north
    sent(north)
    now = timezone.now()
    Return.objects.filter(pk=north.police_return.pk).update(
        status=status, sent_back_at=now, sent_back_by=north.board_manager,
        sent_back_reason="Say more about supervision",
    )  # fmt: skip
    shown = page(office.get(url(north, "review-detail", pk=north.police_return.pk)))
    assert "Llanfairpwllgwyngyll" not in shown
    assert "Not yet" not in shown
    assert ("Say more about supervision" in shown) == (status == "sent_back")


def test_comment_goes_with_the_return_that_is_sent_back(world: World, office: Client) -> None:
    north = world.north
    sent(north)
    keys = {"pk": north.police_return.pk}
    add = url(north, "review-comment", question="lead-person", **keys)
    assert office.post(add, {"text": "  "}).status_code == 422
    response = office.post(add, {"text": f"Which policy? {SCRIPT}"})
    assert response["Location"].endswith("#q-lead-person")
    agency = world.client(north.police_lead)
    assert "Which policy?" not in page(agency.get(url(north, "return-check", **keys)))
    confirm = page(office.get(url(north, "review-send-back", **keys)))
    assert "1 comment goes with it" in confirm
    assert "Which policy?" in confirm
    back = url(north, "review-send-back", **keys)
    assert office.post(back, {"version": 1, "reason": ""}).status_code == 422
    day = today() + timedelta(days=10)
    office.post(back, {"version": 1, "reason": "Please say more", "answer_by": f"{day:%d/%m/%Y}"})
    north.police_return.refresh_from_db()
    assert north.police_return.status == "sent_back"
    assert north.police_return.extended_to == day
    assert AnswerComment.objects.get().released_at is not None
    shown = page(office.get(url(north, "review-detail", **keys)))
    assert "Which policy?" in shown
    assert "Please say more" in shown
    again = office.post(back, {"version": 1, "reason": "Twice", "answer_by": f"{day:%d/%m/%Y}"})
    assert again.status_code == 422


def test_withdraw_only_before_release(world: World, office: Client) -> None:
    north = world.north
    record = sent(north)
    question = north.tool_version.questions.get(key="lead-person")
    now = timezone.now()
    kept, gone = (
        AnswerComment.objects.create(
            return_record=record, question=question, text=text, by=north.board_manager,
            at=now, released_at=released,
        )
        for text, released in (("kept", now), ("gone", None))
    )  # fmt: skip
    for comment in (kept, gone):
        office.post(
            url(north, "review-comment-withdraw", pk=record.pk, comment=comment.pk), follow=True
        )
    assert list(AnswerComment.objects.values_list("text", flat=True)) == ["kept"]


def test_accept_is_versioned_and_final(world: World, office: Client) -> None:
    north = world.north
    sent(north)
    address = url(north, "review-accept", pk=north.police_return.pk)
    assert "1 answer is graded met with no evidence" in page(office.get(address))
    stale = office.post(address, {"version": 7, "note": "Kept words"})
    assert stale.status_code == 422
    assert "Kept words" in page(stale)
    assert office.post(address, {"version": 1, "note": "Thank you"}).status_code == 302
    assert office.post(address, {"version": 2, "note": ""}).status_code == 422
    north.police_return.refresh_from_db()
    assert (north.police_return.status, north.police_return.accepted_note) == (
        "accepted", "Thank you"
    )  # fmt: skip


def previous_round(cast: BoardCast, *, was_sent: bool) -> None:
    old = Round.objects.create(
        board=cast.board, year=cast.year, key="last", title="Last", kind="section-11",
        tool_version=cast.tool_version, opens_on=cast.round.opens_on, status="closed",
        closes_on=cast.round.opens_on, opened_at=timezone.now(), closed_at=timezone.now(),
    )  # fmt: skip
    record = Return.objects.create(round=old, agency=cast.police)
    answer(record, "board-report", points()[True].key, commentary="Last year’s words")
    if was_sent:
        submit(record, cast.police_lead)
    Round.objects.filter(pk=cast.round.pk).update(previous=old)


def test_changes_since_last_round(world: World, office: Client) -> None:
    north = world.north
    previous_round(north, was_sent=True)
    sent(north)
    response = office.get(url(north, "review-detail", pk=north.police_return.pk))
    changes = response.context["review"].changes
    assert [(change.item.question.key, change.direction) for change in changes] == [
        ("board-report", "worse")
    ]


def test_last_rounds_draft_is_never_compared(world: World, office: Client) -> None:
    north = world.north
    previous_round(north, was_sent=False)
    sent(north)
    response = office.get(url(north, "review-detail", pk=north.police_return.pk))
    assert not response.context["review"].changes
    assert "Last year’s words" not in page(response)


def test_next_return_is_the_one_that_waits_longest(world: World, office: Client) -> None:
    north = world.north
    address = url(north, "review-next")
    assert office.get(address)["Location"] == url(north, "round-list")
    submit(world.south.police_return, world.south.police_lead)
    submit(north.health_return, north.health_lead)
    sent(north)
    assert office.get(address)["Location"] == url(north, "review-detail", pk=north.health_return.pk)


def test_agencies_never_see_the_boards_side(world: World) -> None:
    north = world.north
    sent(north)
    address = url(north, "review-detail", pk=north.police_return.pk)
    assert world.client(north.police_lead).get(address).status_code == 403
    assert world.client(north.independent_chair).get(address).status_code == 200
    accept = url(north, "review-accept", pk=north.police_return.pk)
    assert world.client(north.independent_chair).get(accept).status_code == 403


def test_constant_queries(
    world: World, office: Client, assert_constant_queries: Callable[..., int]
) -> None:
    north = world.north
    sent(north)
    address = url(north, "review-detail", pk=north.police_return.pk)
    questions = list(north.tool_version.questions.all())

    def grow() -> None:
        for question in questions:
            AnswerComment.objects.create(
                return_record=north.police_return, question=question, text="Why?",
                by=north.board_manager,
            )  # fmt: skip
        answer(north.police_return, "supervision", "no")
        answer(north.police_return, "supervision-why", commentary="Because")

    assert assert_constant_queries(lambda: office.get(address), grow) <= 30
