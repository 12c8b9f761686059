"""How the figures of an indicator changed, and what they were on a day."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from boards.authorization import Permission
from performance.forms.revisions import OnDay
from performance.queries import revisions as queries
from performance.views.indicators import IndicatorPage


class IndicatorRevisions(IndicatorPage, TemplateView):
    """Figures that were corrected, what reports printed of them, and all figures as of a day."""

    permission = Permission.INDICATOR_VIEW
    template_name = "performance/indicators/revisions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = OnDay(self.request.GET if "on" in self.request.GET else None)
        day = form.cleaned_data["on"] if form.is_valid() else None
        changed, unread = queries.histories(self.object, self.request.user)
        return context | {
            "page_title": _("How its figures changed"),
            "page_caption": str(self.object),
            "page_intro": _(
                "A figure is never overwritten: a later one takes its place, and both stay. A "
                "report keeps what it printed."
            ),
            "crumbs": [*context["crumbs"], (str(self.object), self.indicator_url())],
            "histories": changed,
            "unread": unread,
            "day_form": form,
            "day": day,
            "as_it_was": queries.as_it_was(self.object, end_of(day)) if day else None,
        }


def end_of(day: date) -> datetime:
    """Return the last moment of a day."""
    return timezone.make_aware(datetime.combine(day, time.max))
