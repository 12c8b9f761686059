"""What records and their fields are called where their history is read, in words of the pages.

By the names of models and fields; what is not here shows under its name in the code.
"""

from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

NOUNS = {
    "Action": _("Action"),
    "ActionUpdate": _("Note on an action"),
    "Agency": _("Agency"),
    "AgencyName": _("Former name"),
    "AgencySuccession": _("Agency that became another"),
    "Attendance": _("Attendance"),
    "Board": _("Board"),
    "BoardPartner": _("Agency of the board"),
    "BoardYear": _("Year"),
    "Group": _("Group"),
    "Invitation": _("Invitation"),
    "Meeting": _("Meeting"),
    "Membership": _("Role"),
    "Seat": _("Seat"),
    "SeatTerm": _("Term of a seat"),
    "Theme": _("Theme"),
}
FIELDS = {
    "accepted_at": _("Accepted"),
    "accepted_by": _("Accepted by"),
    "action": _("Action"),
    "agency": _("Agency"),
    "approved_at": _("Approved"),
    "approved_by": _("Approved by"),
    "area": _("Area"),
    "at": _("When"),
    "board": _("Board"),
    "board_name": _("Name of the board"),
    "board_short_name": _("Short name of the board"),
    "by": _("By"),
    "capacity": _("Capacity"),
    "chair": _("Chair"),
    "closed_at": _("Closed"),
    "closed_by": _("Closed by"),
    "colour": _("Colour"),
    "completed_at": _("Completed"),
    "completed_by": _("Completed by"),
    "completion_evidence": _("What shows that it was done"),
    "created_at": _("Added"),
    "deputises_for": _("Deputises for"),
    "description": _("Description"),
    "due_on": _("Due"),
    "email": _("E-mail address"),
    "ends_on": _("Last day"),
    "expires_at": _("Valid until"),
    "granted_at": _("Given"),
    "granted_by": _("Given by"),
    "group": _("Group"),
    "held_back": _("Held back"),
    "held_on": _("Date"),
    "holder": _("Who holds it"),
    "holder_name": _("Name of who holds it"),
    "impact": _("What changed in practice"),
    "impact_measure": _("How that was measured"),
    "invited_at": _("Invited"),
    "invited_by": _("Invited by"),
    "is_month_only": _("Only the month is known"),
    "is_statutory": _("Statutory partner"),
    "is_vacant": _("Vacant"),
    "kind": _("Kind"),
    "label": _("Name"),
    "landing_path": _("First page"),
    "mark": _("Attendance"),
    "meeting": _("Meeting"),
    "name": _("Name"),
    "new": _("New agency"),
    "new_due_on": _("New due date"),
    "number": _("Number"),
    "old": _("Old agency"),
    "old_due_on": _("Old due date"),
    "on": _("From"),
    "owner": _("Person"),
    "parent": _("Part of"),
    "partner": _("Agency"),
    "raised_at": _("Raised"),
    "raised_by": _("Raised by"),
    "rating": _("How it goes"),
    "regime": _("Legal framework"),
    "retired_on": _("Retired on"),
    "role": _("Role"),
    "seat": _("Seat"),
    "sector": _("Sector"),
    "short_name": _("Short name"),
    "slug": _("Web address"),
    "source": _("Comes from"),
    "source_label": _("Which one it comes from"),
    "source_path": _("Page it comes from"),
    "starts_on": _("First day"),
    "status": _("Status"),
    "success_measure": _("How we will know that it worked"),
    "text": _("Text"),
    "title": _("Title"),
    "until": _("Until"),
    "user": _("Person"),
    "withdrawn_at": _("Withdrawn"),
    "withdrawn_by": _("Withdrawn by"),
    "withdrawn_reason": _("Why it was withdrawn"),
}


def noun(model: type[models.Model]) -> str:
    return str(NOUNS.get(model.__name__) or capfirst(str(model._meta.verbose_name)))


def label(field: Any) -> str:
    """Return what a field (of a model) is called."""
    return str(FIELDS.get(field.name) or capfirst(str(field.verbose_name)))
