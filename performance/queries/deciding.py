"""Who decides on a recommendation: the chair of the group before which it is, else all who may."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from boards.authorization import Permission
from boards.models import Membership, SeatTerm, User
from performance.models import Enquiry
from performance.models.enquiries import EnquiryQuerySet
from performance.states import EnquiryStatus

TO_DECIDE = (EnquiryStatus.RECOMMENDED, EnquiryStatus.ESCALATED)


def to_decide_by(user: User) -> EnquiryQuerySet:
    """Return recommendations that wait for this person; never their own."""
    may = Membership.objects.granting(Permission.ENQUIRY_DECIDE, user).filter(
        board=OuterRef("board")
    )
    chairs = _chairs(OuterRef("decided_by_group"), OuterRef("board"), OuterRef("recommended_by"))
    rows: EnquiryQuerySet = (
        Enquiry.objects.visible_to(user)
        .filter(Exists(may), status__in=TO_DECIDE)
        .filter(Exists(chairs.filter(holder=user)) | ~Exists(chairs))
        .exclude(recommended_by=user)
    )
    return rows


def deciders_of(enquiry: Enquiry) -> QuerySet[User]:
    """Return whom to tell that a recommendation is before their group."""
    may = Membership.objects.granting(Permission.ENQUIRY_DECIDE).filter(board=enquiry.board_id)
    people = User.objects.filter(pk__in=may.values("user"), is_active=True)
    people = people.exclude(pk=enquiry.recommended_by_id).order_by("pk")
    if enquiry.decided_by_group_id is None:
        return people
    chairs = _chairs(enquiry.decided_by_group_id, enquiry.board_id, enquiry.recommended_by_id)
    chairing = people.filter(pk__in=chairs.values("holder"))
    return chairing if chairing.exists() else people


def _chairs(group: object, board: object, recommended_by: object) -> QuerySet[SeatTerm]:
    """Return who holds the chair's seat of a group today, and may decide on what is before it."""
    today = timezone.localdate()
    may = Membership.objects.granting(Permission.ENQUIRY_DECIDE).filter(
        user=OuterRef("holder"), board=OuterRef("seat__board")
    )
    terms = SeatTerm.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        Exists(may),
        seat__chairs=group,
        seat__board=board,
        starts_on__lte=today,
        holder__is_active=True,
    )
    return terms.exclude(holder=recommended_by)
