"""Compliance of a round: what counts, what does not, and that tables agree."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from audits.models import Answer, Return, Scale
from audits.queries import compliance
from boards.models import Agency, BoardPartner
from tests.unit.audits.test_rounds import answer
from tests.world import BoardCast, World


def submit(record: Return, by: object) -> Return:
    now = timezone.now()
    Return.objects.filter(pk=record.pk).update(
        status="submitted", signed_off_by=by, signed_off_at=now, signatory_name="A Person",
        submitted_by=by, submitted_at=now,
    )  # fmt: skip
    return record


@pytest.fixture
def points() -> dict[bool | None, str]:
    scale = Scale.objects.get(board=None, key="four_point")
    return {point.is_met: point.key for point in scale.points.order_by("-order")}


def test_only_counting_answers_of_readable_returns(
    world: World, points: dict[bool | None, str]
) -> None:
    north = world.north
    submit(north.police_return, north.police_lead)
    answer(north.police_return, "lead-person", points[False])
    answer(north.police_return, "board-report", points[True])
    answer(north.police_return, "supervision", "yes")
    answer(north.police_return, "custody", is_not_applicable=True)
    answer(north.police_return, "staff-trained", value="98")
    old = answer(north.health_return, "lead-person", points[True])  # not sent: not read
    assert [(r.key, r.met, r.base, r.capped) for r in compliance.by_standard(north.round)] == [
        ("leadership", 1, 2, 1), ("training", 1, 1, 0)
    ]  # fmt: skip
    Answer.objects.filter(question__key="supervision").update(carried_from=old, is_confirmed=False)
    assert compliance.by_standard(north.round)[1].base == 0
    assert compliance.by_standard(north.round)[1].percent is None


def test_questions_of_another_sector_do_not_count(
    world: World, points: dict[bool | None, str]
) -> None:
    north = world.north
    for record in (north.police_return, north.health_return):
        submit(record, north.police_lead)
        answer(record, "custody", points[True])
    assert compliance.by_standard(north.round)[1].base == 1
    rows = {row.title: row.base for row in compliance.by_agency(north.round)}
    assert sorted(rows.values()) == [0, 1]


def test_tables_sum_to_the_same(world: World, points: dict[bool | None, str]) -> None:
    north = world.north
    for record in (north.police_return, north.health_return):
        submit(record, north.police_lead)
        answer(record, "lead-person", points[True])
        answer(record, "board-report", points[False])
    grades = compliance.grades(north.round)
    total = grades.overall()
    for rows in (grades.by_standard(), grades.by_agency(), grades.by_question()):
        assert (sum(r.met for r in rows), sum(r.base for r in rows)) == (total.met, total.base)
    only = compliance.grades(north.round, sector="police")
    assert only.overall().base == 2


def test_names_and_sectors_are_the_boards(world: World) -> None:
    north = world.north
    submit(north.police_return, north.police_lead)
    BoardPartner.objects.filter(board=north.board, agency=north.police).update(name="Our police")
    assert [row.title for row in compliance.by_agency(north.round)] == ["Our police"]


def test_constant_queries(
    world: World, points: dict[bool | None, str], assert_constant_queries: Callable[..., int]
) -> None:
    north = world.north
    submit(north.police_return, north.police_lead)
    answer(north.police_return, "lead-person", points[True])
    count = assert_constant_queries(
        lambda: compliance.matrix(north.round), lambda: more(north, points[True])
    )
    assert count <= 5


def more(cast: BoardCast, point: str, count: int = 20) -> list[Return]:
    made = []
    for number in range(count):
        agency = Agency.objects.create(name=f"School {number}", sector=cast.health.sector)
        BoardPartner.objects.create(
            board=cast.board, agency=agency, key=f"school-{number}", name=agency.name,
            sector=agency.sector, order=number + 10,
        )  # fmt: skip
        record = Return.objects.create(round=cast.round, agency=agency)
        submit(record, cast.police_lead)
        answer(record, "lead-person", point)
        made.append(record)
    return made
