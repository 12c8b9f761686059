"""Agencies that merge, split or are replaced: the shared fact, and what it does on one board."""

from datetime import timedelta

import pytest

from audits.models import Answer, Return
from boards.models import (
    Agency,
    AgencySuccession,
    Attendance,
    BoardPartner,
    Evidence,
    Meeting,
    Membership,
    Notification,
    Seat,
    SeatTerm,
)
from boards.queries import successions as queries
from boards.rules.successions import in_words, read_names
from boards.services import actions, invitations, partners, successions
from boards.services.successions import Successor
from tests.world import give_role, today

LONG_AGO = timedelta(days=400)


def test_read_names_without_blanks_and_repetitions():
    assert read_names(" A  Trust \n\na trust\r\nB\n") == ["A Trust", "B"]


@pytest.mark.parametrize(
    ("names", "words"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_in_words(names, words):
    assert in_words(names, joined_by="and") == words


@pytest.fixture
def on():
    return today() - timedelta(days=3)


def partner_of(cast, agency):
    return BoardPartner.objects.get(board=cast.board, agency=agency)


def replace(cast, *agencies, became=("New Trust",), on, people=None, **extra):
    return successions.replace(
        olds=[partner_of(cast, agency) for agency in agencies or [cast.health]],
        became=[Successor(name) for name in became], on=on, by=cast.board_manager,
        people=people, **extra,
    )  # fmt: skip


def test_replace_one_by_two(north, on):
    heirs = replace(north, became=("NPS", "CRC"), on=on)

    links = queries.became(partner_of(north, north.health))
    assert [(link.name, link.on) for link in links] == [("NPS", on), ("CRC", on)]
    assert [heir.starts_on for heir in heirs] == [on, on]
    assert partner_of(north, north.health).ends_on == on - timedelta(days=1)


def test_replace_many_by_one(north, on):
    others = [Agency.objects.create(name=f"CCG {n}", sector=north.health.sector) for n in (1, 2)]
    for agency in others:
        partners.add(board=north.board, by=north.board_manager, sector=agency.sector, agency=agency)

    heirs = replace(north, north.health, *others, became=("ICB",), on=on)

    assert len(heirs) == 1
    assert {link.name for link in queries.was(heirs[0])} == {
        north.health.name, "CCG 1", "CCG 2",
    }  # fmt: skip


def test_replace_moves_people_who_were_chosen(north, on):
    lead, contributor = north.health_lead, north.health_contributor

    (heir,) = replace(north, on=on, people={lead.pk: 0})

    held = Membership.objects.current(today() + timedelta(days=1))
    assert held.get(user=lead).agency == heir.agency
    assert held.get(user=contributor).agency == north.health
    assert Notification.objects.filter(user=lead, text__contains="New Trust").exists()


def test_replace_moves_open_actions_and_keeps_closed_ones(north, on):
    raised = [
        actions.raise_action(
            board=north.board, title=f"Do {n}", by=north.board_manager, agency=north.health,
            owner=north.health_lead, due_on=today(),
        )
        for n in range(3)
    ]  # fmt: skip
    actions.withdraw(action=raised[2], by=north.board_manager, reason="Done elsewhere")

    (heir,) = replace(north, on=on, people={north.health_lead.pk: 0})

    for action in raised:
        action.refresh_from_db()
    assert [a.agency for a in raised] == [heir.agency, heir.agency, north.health]
    assert raised[0].owner == north.health_lead


def test_replace_leaves_an_action_without_its_owner_who_stays(north, on):
    action = actions.raise_action(
        board=north.board, title="Do", by=north.board_manager, agency=north.health,
        owner=north.health_lead, due_on=today(),
    )  # fmt: skip

    (heir,) = replace(north, on=on)

    action.refresh_from_db()
    assert (action.agency, action.owner) == (heir.agency, None)


def test_replace_keeps_past_attendance_under_the_old_name(north, on):
    seat = north.seats["health-lead"]
    meeting = Meeting.objects.create(
        board=north.board, group=north.group, key="m", held_on=on - timedelta(days=5)
    )
    Attendance.objects.create(meeting=meeting, seat=seat, mark="present")
    SeatTerm.objects.filter(seat=seat).update(starts_on=on - LONG_AGO, holder=north.health_lead)
    north.group.chair = seat
    north.group.save()

    (heir,) = replace(north, on=on)

    new = Seat.objects.get(partner=heir)
    north.group.refresh_from_db()
    assert Attendance.objects.get().seat.partner.agency == north.health
    assert SeatTerm.objects.get(seat=seat).ends_on == on - timedelta(days=1)
    assert (new.title, new.terms.get().holder) == (seat.title, north.health_lead)
    assert north.group.chair == new


def test_replace_takes_the_deputies_along(north, on):
    replace(north, north.police, became=("Constabulary",), on=on)

    deputy = Seat.objects.get(partner__agency__name="Constabulary", capacity="deputy")
    assert deputy.deputises_for.partner.agency.name == "Constabulary"


def test_replace_moves_the_unfinished_return_and_keeps_what_was_sent(north, on):
    sent = north.police_return

    (heir,) = replace(north, on=on)

    north.health_return.refresh_from_db()
    assert north.health_return.agency == heir.agency
    Return.objects.filter(pk=sent.pk).update(
        status="accepted", signed_off_by=north.police_lead, signed_off_at="2026-01-01T10:00Z",
        signatory_name="Chief", submitted_by=north.police_lead, submitted_at="2026-01-01T10:00Z",
        accepted_by=north.board_manager, accepted_at="2026-01-01T10:00Z",
    )  # fmt: skip
    replace(north, north.police, became=("Constabulary",), on=on)
    sent.refresh_from_db()
    assert sent.agency == north.police


def test_replace_lets_one_return_of_a_merger_go_on(north, on):
    (heir,) = replace(north, north.health, north.police, became=("One",), on=on)

    assert [r.agency for r in north.round.returns.all()] == [heir.agency]


def test_replace_keeps_the_return_that_the_successor_answers(north, on):
    partner = partner_of(north, north.police)
    successions.replace(
        olds=[partner_of(north, north.health)], by=north.board_manager, on=on,
        became=[Successor(partner.name, partner.agency)],
    )  # fmt: skip

    assert [r.pk for r in north.round.returns.all()] == [north.police_return.pk]


def test_replace_withdraws_open_invitations(north, on):
    invitation = invitations.invite(
        email="new@example.org", role="agency_lead", by=north.board_manager, board=north.board,
        agency=north.health,
    )  # fmt: skip

    replace(north, on=on)

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def evidence_of(agency, by):
    return Evidence.objects.create(
        agency=agency, title="Policy", kind="link", link="https://example.org", uploaded_by=by
    )


def test_replace_hands_evidence_and_sites_on(north, on):
    item = evidence_of(north.health, north.health_lead)
    ward = Agency.objects.create(name="Ward", sector=north.health.sector, parent=north.health)

    (heir,) = replace(north, on=on)

    item.refresh_from_db()
    ward.refresh_from_db()
    assert (item.agency, ward.parent) == (heir.agency, heir.agency)


def test_replace_of_agencies_that_have_the_same_evidence(north, on):
    """Both put the county's policy beside their answers: the successor has it once."""
    links = []
    for agency, lead, record in (
        (north.health, north.health_lead, north.health_return),
        (north.police, north.police_lead, north.police_return),
    ):
        item = evidence_of(agency, lead)
        action = actions.raise_action(
            board=north.board, by=north.board_manager, title="Train", agency=agency, due_on=today()
        )
        action.evidence_links.create(evidence=item)
        question = north.tool_version.questions.first()
        written = Answer.objects.create(return_record=record, question=question, updated_by=lead)
        links += [written.evidence_links.create(evidence=item), action.evidence_links.get()]
    BoardPartner.objects.exclude(board=north.board).update(ends_on=on - timedelta(days=1))

    (heir, *_rest) = replace(north, north.health, north.police, on=on)

    (kept,) = Evidence.objects.filter(agency=heir.agency)
    for link in links:
        link.refresh_from_db()
        assert link.evidence == kept


def test_replace_on_one_board_changes_nothing_on_the_other(world, on):
    north, south = world.north, world.south
    item = evidence_of(north.police, north.police_lead)

    replace(north, north.police, became=("Constabulary",), on=on,
            people={north.police_lead.pk: 0})  # fmt: skip

    item.refresh_from_db()
    south.police_return.refresh_from_db()
    assert partner_of(south, south.police).ends_on is None
    assert item.agency == north.police
    assert south.police_return.agency == south.police
    assert Membership.objects.get(user=south.police_lead).ends_on is None
    told = Notification.objects.filter(user=south.board_manager).get()
    assert "Constabulary" in told.text
    assert f"/{south.board.slug}/" in told.path
    assert not Notification.objects.filter(user=south.police_lead).exists()


def test_replace_by_the_last_board_hands_evidence_on(world, on):
    north, south = world.north, world.south
    item = evidence_of(north.police, north.police_lead)
    replace(north, north.police, became=("Constabulary",), on=on)
    new = Agency.objects.get(name="Constabulary")

    successions.replace(
        olds=[partner_of(south, south.police)], became=[Successor(new.name, new)], on=on,
        by=south.board_manager,
    )  # fmt: skip

    item.refresh_from_db()
    assert item.agency == new
    assert AgencySuccession.objects.filter(old=north.police).count() == 1


def test_replace_otherwise_than_another_board_recorded(world, on):
    replace(world.north, world.north.police, became=("Constabulary",), on=on)

    with pytest.raises(successions.RecordedOtherwise, match="Constabulary"):
        replace(world.south, world.south.police, became=("Something else",), on=on)

    assert not Agency.objects.filter(name="Something else").exists()


def test_replace_on_a_day_to_come(north):
    with pytest.raises(successions.DayToCome):
        replace(north, on=today() + timedelta(days=1))


def test_replace_by_one_that_was_replaced_itself(north, on):
    replace(north, on=on)

    with pytest.raises(successions.UnsuitableSuccessor):
        successions.replace(
            olds=[partner_of(north, north.police)], by=north.board_manager, on=on,
            became=[Successor(north.health.name, north.health)],
        )  # fmt: skip


def test_replace_of_one_that_left(north, on):
    partners.end(
        partner=partner_of(north, north.health), by=north.board_manager,
        ends_on=on - timedelta(days=30), version=1,
    )  # fmt: skip

    with pytest.raises(successions.LeftAlready):
        replace(north, on=on)


def test_take_back_puts_the_agency_back(north, on):
    replace(north, on=on)

    successions.take_back(partner=partner_of(north, north.health), by=north.board_manager)

    assert partner_of(north, north.health).ends_on is None
    assert not AgencySuccession.objects.exists()


def test_take_back_of_what_another_board_carried_out(world, on):
    north, south = world.north, world.south
    replace(north, north.police, became=("Constabulary",), on=on)

    with pytest.raises(successions.CarriedOutElsewhere):
        successions.take_back(partner=partner_of(south, south.police), by=south.board_manager)

    give_role(south.board_manager, "board_manager", north.board)
    successions.take_back(partner=partner_of(south, south.police), by=south.board_manager)
    assert not AgencySuccession.objects.exists()


def test_successors_prefers_the_name_on_the_board(north):
    found = queries.successors(["shire police", "Unknown"], board=north.board, olds=[])

    assert [(each.name, each.agency) for each in found] == [
        ("Shire Police", north.police), ("Unknown", None),
    ]  # fmt: skip
