"""What a list of agencies would do to a round, before anybody confirms it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audits.models import Round
from audits.queries import leads
from audits.queries.rounds import candidates
from boards.authorization import Permission
from boards.models import Membership


@dataclass(frozen=True)
class ListedAgency:
    """An agency of the list, with the people who would be asked and the addresses invited."""

    name: str
    sector: str
    is_invited: bool
    named: list[str]
    invited: list[str]
    #: Which of those invited is to be the agency's lead, because it has none.
    lead: str = ""


def listed(
    round_record: Round, agencies: Mapping[int, Sequence[str]], on: date
) -> list[ListedAgency]:
    """Return what the list means, by name: four queries for any number."""
    members = Membership.objects.granting(Permission.RETURN_ANSWER).filter(
        board=round_record.board_id, agency__in=list(agencies), user__is_active=True
    )
    known = {(agency, email.lower()) for agency, email in
             members.values_list("agency_id", "user__email")}  # fmt: skip
    led = leads.led(round_record.board_id, list(agencies))
    found = []
    for row in candidates(round_record, on).filter(pk__in=list(agencies)):
        invited = [email for email in agencies[row.pk] if (row.pk, email) not in known]
        found.append(
            ListedAgency(
                name=row.shown_name,
                sector=row.sector_label,
                is_invited=row.is_invited,
                named=[email for email in agencies[row.pk] if (row.pk, email) in known],
                invited=invited,
                lead=invited[0] if invited and row.pk not in led else "",
            )
        )
    return found
