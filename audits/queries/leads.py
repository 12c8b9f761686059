"""Which agencies of a round have nobody who could sign off and send their return."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from audits.models import Return, Round
from audits.queries.compliance import with_names
from audits.states import READABLE_BY_BOARD
from boards.authorization import ROLES, Permission, Scope
from boards.models import Invitation, Membership

#: Roles of an agency whose holders sign off and send.
LEADS = [
    slug
    for slug, role in ROLES.items()
    if role.scope is Scope.AGENCY
    and {Permission.RETURN_SIGN_OFF, Permission.RETURN_SUBMIT} <= role.permissions
]


def without_lead(round_record: Round, *, somebody_answers: bool = False) -> QuerySet[Return]:
    """Return the returns that are not in and that nobody could sign off now, by name.

    Annotated `is_invited`: somebody has an invitation to be the lead. With `somebody_answers`
    those alone that have people who may answer.
    """
    people = _people(round_record.board_id, Permission.RETURN_SUBMIT)
    rows = with_names(Return.objects.filter(round=round_record), round_record.board_id)
    rows = rows.exclude(status__in=READABLE_BY_BOARD).filter(
        ~Exists(people.filter(agency=OuterRef("agency")))
    )
    if somebody_answers:
        answering = _people(round_record.board_id, Permission.RETURN_ANSWER)
        rows = rows.filter(Exists(answering.filter(agency=OuterRef("agency"))))
    invited = _invited(round_record.board_id).filter(agency=OuterRef("agency"))
    return rows.annotate(is_invited=Exists(invited)).order_by("partner_name", "pk")  # type: ignore[no-any-return]


def led(board_id: int, agencies: Collection[int]) -> set[int]:
    """Return those of the agencies that have a lead on the board, or have invited one: two
    queries.
    """
    people = _people(board_id, Permission.RETURN_SUBMIT).filter(agency__in=agencies)
    invited = _invited(board_id).filter(agency__in=agencies)
    found = [
        *people.values_list("agency_id", flat=True),
        *invited.values_list("agency_id", flat=True),
    ]
    return {pk for pk in found if pk is not None}


def _people(board_id: int, permission: Permission) -> QuerySet[Membership]:
    rows = Membership.objects.granting(permission)
    return rows.filter(board=board_id, user__is_active=True)


def _invited(board_id: int) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        board=board_id, role__in=LEADS, accepted_at=None, withdrawn_at=None
    )
