"""Who is asked to answer a return: people of the agency, and addresses that are invited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import Respondent, Return, Round
from audits.queries import leads
from audits.services import opening, rounds
from audits.services.answers import lock_return
from audits.states import RoundStatus
from boards.activity import change
from boards.authorization import Permission
from boards.errors import DomainError
from boards.models import Membership, User
from boards.services import invitations

#: The role of somebody whom the board names by address; the agency's lead may give another.
ROLE = "agency_contributor"
#: Of the first address where an agency has no lead: somebody has to sign off and send.
LEAD = "agency_lead"


@dataclass(frozen=True)
class Named:
    """What came of naming: people on the return, and addresses that got an invitation."""

    people: int
    invited: int
    #: How many of those invited are to be the agency's lead: one where it had none.
    leads: int = 0


def name(
    *,
    return_record: Return,
    user_ids: Iterable[int],
    emails: Iterable[str] = (),
    by: User,
    now: datetime | None = None,
) -> Named:
    """Set who is written to about a return; nobody named means everybody of the agency.

    An address of somebody who may answer already names them; any other is invited to the agency,
    with the return as the first page, the first one as its lead where it has none and none is
    invited. In an open round newly named people are told at once.
    Raises `DomainError`, and changes nothing, for a person who may not answer for the agency.
    """
    now = now or timezone.now()
    round_record = return_record.round
    with change("returns.respondents", by=by, board=round_record.board, on=return_record):
        locked = lock_return(return_record)
        people = {user.pk: user for user in who_may_answer(locked)}
        wanted = set(user_ids)
        if wanted - set(people):
            raise DomainError(_("Select people who may answer for this agency."))
        by_email = {user.email.lower(): pk for pk, user in people.items()}
        invited, has_lead = 0, bool(leads.led(round_record.board_id, [locked.agency_id]))
        lead = ""
        for email in dict.fromkeys(email.strip().lower() for email in emails):
            if email in by_email:
                wanted.add(by_email[email])
                continue
            if not has_lead:
                lead, has_lead = email, True
            invitations.invite(
                email=email, role=LEAD if email == lead else ROLE, by=by,
                board=round_record.board, agency=locked.agency, landing_path=_landing(locked),
                now=now,
            )  # fmt: skip
            invited += 1
        there = set(locked.respondents.values_list("user_id", flat=True))
        locked.respondents.filter(user__in=there - wanted).delete()
        new = sorted(wanted - there)
        Respondent.objects.bulk_create(
            [Respondent(return_record=locked, user_id=pk, named_by=by) for pk in new]
        )
        if new and round_record.status == RoundStatus.OPEN:
            opening.tell_people(round_record, [(locked.pk, people[pk]) for pk in new], now=now)
        return Named(people=len(wanted), invited=invited, leads=int(bool(lead)))


def add_listed(
    *,
    round_record: Round,
    agencies: Mapping[int, Iterable[str]],
    by: User,
    now: datetime | None = None,
) -> rounds.Invited:
    """Put the agencies of a list on a round and ask the people whose addresses stand beside them.

    All of it is stored or nothing; who was named before stays. Raises `DomainError`.
    """
    with change("rounds.invite", by=by, board=round_record.board, on=round_record):
        invited = rounds.invite(
            round_record=round_record, agency_ids=agencies.keys(), by=by, now=now
        )
        asked = {pk: list(emails) for pk, emails in agencies.items() if emails}
        returns = round_record.returns.filter(agency__in=list(asked))
        for record in returns.select_related("round__board", "agency"):
            there = set(record.respondents.values_list("user_id", flat=True))
            able = {user.pk for user in who_may_answer(record)}
            name(
                return_record=record, user_ids=there & able, emails=asked[record.agency_id],
                by=by, now=now,
            )  # fmt: skip
    return invited


def who_may_answer(return_record: Return) -> list[User]:
    """Return the active people who may answer for the agency on this board, by name."""
    rows = Membership.objects.granting(Permission.RETURN_ANSWER).filter(
        board=return_record.round.board_id, agency=return_record.agency_id
    )
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True))


def _landing(record: Return) -> str:
    """The return itself, or the list of returns for who comes before its round is open."""
    keys = {"board": record.round.board.slug, "pk": record.pk}
    return reverse("audits:return-arrive", kwargs=keys)
