"""Lines of enquiry: the list, one of them, and what those who work on it and decide do."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column
from boards.views.base import BoardView
from boards.views.changes import ChangePage
from boards.views.lists import ListPage
from performance.forms import enquiries as forms
from performance.forms.notes import ActionForm
from performance.models import Enquiry, Indicator
from performance.queries import enquiries as queries
from performance.rules.periods import in_words
from performance.rules.themes import theme_label, theme_order
from performance.services import enquiries as services
from performance.services import questions
from performance.services.enquiries import WORKED_ON, EnquiryFields
from performance.states import EnquiryStatus


class EnquiryList(ListPage):
    """What the board looks into because of its figures."""

    permission = Permission.ENQUIRY_VIEW
    template_name = "performance/enquiries/list.html"
    csv_name = "lines-of-enquiry"
    sorts = {
        "opened": ("opened_at",),
        "title": ("title",),
        "group": ("group__name", "opened_at"),
        "status": ("status", "opened_at"),
    }
    default_sort = "-opened"

    def get_rows(self) -> QuerySet[Enquiry]:
        return queries.listed(self.board, self.request.user, timezone.localdate())

    def get_filter_form(self) -> forms.EnquiryFilters:
        shown = Enquiry.objects.visible_to(self.request.user).filter(board=self.board)
        return forms.EnquiryFilters(self.request.GET, shown=shown)

    def filtered(self, rows: Any, data: dict[str, Any]) -> QuerySet[Enquiry]:
        if not data["status"]:
            rows = rows.under_way()
        elif data["status"] == "late":
            rows = rows.filter(late__gt=0)
        elif data["status"] != "any":
            rows = rows.filter(status=data["status"])
        if data["group"]:
            rows = rows.filter(group=data["group"])
        if data["q"]:
            words = data["q"]
            rows = rows.filter(Q(title__icontains=words) | Q(why__icontains=words))
        found: QuerySet[Enquiry] = rows
        return found

    def columns(self) -> list[Column]:
        return [
            Column(_("Line of enquiry"), lambda row: row.title),
            Column(_("Why it matters"), lambda row: row.why),
            Column(_("Period"), lambda row: str(row.period)),
            Column(_("Group"), lambda row: row.group or _("The board")),
            Column(_("Status"), lambda row: row.get_status_display()),
            Column(_("Answers awaited"), lambda row: row.waiting),
            Column(_("Answers late"), lambda row: row.late),
            Column(_("Answers to read"), lambda row: row.to_read),
            Column(_("Finding"), lambda row: row.finding),
            Column(_("Recommendation"), lambda row: row.recommendation),
            Column(_("Opened"), lambda row: row.opened_at),
            Column(_("Closed"), lambda row: row.closed_at),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        total = context["page"].paginator.count
        for row in context["page"].object_list:
            row.in_words = in_words(row.period)
        return context | {
            "counted": ngettext("%(n)d line of enquiry", "%(n)d lines of enquiry", total)
            % {"n": total},
            "any": self.all_rows.exists() if not total else True,
            "can_edit": self.can(Permission.ENQUIRY_EDIT),
        }


class OfEnquiry(BoardView):
    """A page about one line of enquiry that the person may see."""

    object: Enquiry

    def load_object(self) -> Enquiry:
        rows = Enquiry.objects.visible_to(self.request.user).filter(board=self.board)
        related = ("board", "group", "decided_by_group", "recommended_by", "opened_by", "closed_by")
        found: Enquiry = self.get_record(rows.select_related(*related), pk=self.kwargs["pk"])
        return found

    def back_url(self) -> str:
        return services.page_of(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = reverse("performance:enquiry-list", kwargs={"board": self.board.slug})
        crumbs = [(_("Lines of enquiry"), listed), (self.object.title, self.back_url())]
        return {"crumbs": crumbs} | super().get_context_data(**kwargs)


class EnquiryDetail(OfEnquiry, TemplateView):
    """One line of enquiry: why, questions with answers, finding, decisions, actions."""

    permission = Permission.ENQUIRY_VIEW
    template_name = "performance/enquiries/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "page_title": self.object.title,
            "crumbs": context["crumbs"][:1],
            "enquiry": self.object,
            "shown": queries.views([self.object], self.request.user)[0],
            "can": self.allowed(),
        }

    def allowed(self) -> dict[str, bool]:
        """Return what this person may do with it as it stands."""
        status, may_edit = self.object.status, self.can(Permission.ENQUIRY_EDIT)
        is_own = self.request.user == self.object.recommended_by
        works = may_edit and status in WORKED_ON
        return {
            "work": works,
            "review": may_edit and status != EnquiryStatus.CLOSED,
            "decide": self.can(Permission.ENQUIRY_DECIDE)
            and self.object.waits_for_decision
            and not is_own,
            "close": may_edit and status in {EnquiryStatus.OPEN, EnquiryStatus.ACCEPTED},
            "raise": self.can(Permission.ACTION_RAISE) and status != EnquiryStatus.CLOSED,
        }


class EnquiryChange(ChangePage):
    """Title, period, reason and group in the form; indicators ticked by theme below it."""

    permission = Permission.ENQUIRY_EDIT
    template_name = "performance/enquiries/form.html"

    def choices(self) -> list[Indicator]:
        if not hasattr(self, "_choices"):
            rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
            active = rows.active(timezone.localdate()) | rows.filter(pk__in=self.ticked())
            self._choices = list(active.distinct().order_by("order", "pk"))
        return self._choices

    def ticked(self) -> list[int]:
        """Return the indicators that are ticked when the page opens."""
        raise NotImplementedError

    def periods(self) -> list[Any]:
        """Return periods to offer besides the recent ones."""
        return []

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = Indicator.objects.filter(pk__in=[each.pk for each in self.choices()])
        return super().get_form_kwargs() | {
            "board": self.board, "shown": shown, "periods": self.periods(),
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        data = context["form"].data
        ticked = set(data.getlist("indicators")) if data else {str(pk) for pk in self.ticked()}
        themes: dict[str, list[tuple[Indicator, bool]]] = {}
        for each in self.choices():
            themes.setdefault(each.theme, []).append((each, str(each.pk) in ticked))
        return context | {
            "themes": [
                (theme_label(key), themes[key], any(is_on for _row, is_on in themes[key]))
                for key in sorted(themes, key=theme_order)
            ]
        }

    def fields(self, data: dict[str, Any]) -> EnquiryFields:
        return EnquiryFields(
            title=data["title"], why=data["why"], period=data["period"], group=data["group"],
            indicators=list(data["indicators"]),
        )  # fmt: skip

    def done_url(self, result: Enquiry) -> str:
        return services.page_of(result)


class EnquiryNew(EnquiryChange):
    """Open one; `?indicator=` is the page that one comes from."""

    form_class = forms.EnquiryForm
    page_title = gettext_lazy("Open a line of enquiry")
    success_message = gettext_lazy("Line of enquiry opened")

    def asked_indicator(self) -> Indicator | None:
        key = self.request.GET.get("indicator", "")
        rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
        return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None

    def ticked(self) -> list[int]:
        found = self.asked_indicator()
        return [found.pk] if found else []

    def latest(self) -> Any:
        """Return the last period that the indicator has a figure of."""
        found = self.asked_indicator()
        rows = found.observations.current().own() if found else None
        last = rows.order_by("-period_end", "-period_start").first() if rows is not None else None
        return last.period if last else None

    def periods(self) -> list[Any]:
        last = self.latest()
        return [last] if last else []

    def get_initial(self) -> dict[str, Any]:
        return {"period": self.latest()}

    def save(self, data: dict[str, Any]) -> Enquiry:
        return services.begin(board=self.board, fields=self.fields(data), by=self.request.user)

    def back_url(self) -> str:
        found = self.asked_indicator()
        if found:
            return reverse("performance:indicator-detail", args=[self.board.slug, found.pk])
        return reverse("performance:enquiry-list", args=[self.board.slug])


class EnquiryEdit(OfEnquiry, EnquiryChange):
    form_class = forms.EnquiryEditForm
    page_title = gettext_lazy("Change the line of enquiry")
    success_message = gettext_lazy("Saved")

    def ticked(self) -> list[int]:
        return list(self.object.about.values_list("indicator_id", flat=True))

    def periods(self) -> list[Any]:
        return [self.object.period]

    def initial_of(self, record: Enquiry) -> dict[str, Any]:
        return {
            "title": record.title, "why": record.why, "period": record.period,
            "group": record.group_id,
        }  # fmt: skip

    def save(self, data: dict[str, Any]) -> Enquiry:
        return services.edit(
            enquiry=self.object, fields=self.fields(data), version=data["version"],
            by=self.request.user,
        )  # fmt: skip


class EnquiryStepPage(OfEnquiry, ChangePage):
    """A form that moves a line of enquiry on."""

    permission = Permission.ENQUIRY_EDIT


class Ask(EnquiryStepPage):
    form_class = forms.QuestionForm
    page_title = gettext_lazy("Ask agencies a question")
    page_intro = gettext_lazy(
        "Their people are told by e-mail, find it in what they owe, and are reminded when it is"
        " late. Each agency sees its own answer alone."
    )
    success_message = gettext_lazy("The question is with the agencies.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def form_valid(self, form: Any) -> HttpResponse:
        self.asked = form.asked()
        return super().form_valid(form)

    def save(self, data: dict[str, Any]) -> Any:
        return questions.ask(
            enquiry=self.object, text=data["text"], agencies=self.asked, due_on=data["due_on"],
            by=self.request.user,
        )  # fmt: skip


class Finding(EnquiryStepPage):
    form_class = forms.FindingForm
    page_title = gettext_lazy("Record the finding")
    success_message = gettext_lazy("Finding saved")

    def initial_of(self, record: Enquiry) -> dict[str, Any]:
        return {"finding": record.finding}

    def save(self, data: dict[str, Any]) -> Enquiry:
        return services.find(enquiry=self.object, by=self.request.user, **data)


class Recommend(EnquiryStepPage):
    form_class = forms.RecommendForm
    page_title = gettext_lazy("Put a recommendation forward")
    page_intro = gettext_lazy(
        "Another group decides on it: it accepts, asks for more, or escalates. Until then the"
        " line of enquiry does not change."
    )
    success_message = gettext_lazy("The recommendation is with those who decide.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def initial_of(self, record: Enquiry) -> dict[str, Any]:
        return {"recommendation": record.recommendation, "to": record.decided_by_group_id}

    def save(self, data: dict[str, Any]) -> Enquiry:
        return services.recommend(enquiry=self.object, by=self.request.user, **data)


class Decide(EnquiryStepPage):
    permission = Permission.ENQUIRY_DECIDE
    template_name = "performance/enquiries/decide.html"
    form_class = forms.DecideForm
    page_title = gettext_lazy("Decide on the recommendation")
    success_message = gettext_lazy("Decision recorded")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def save(self, data: dict[str, Any]) -> Enquiry:
        said = {"text": data["text"], "version": data["version"], "by": self.request.user}
        if data["decision"] == EnquiryStatus.ESCALATED:
            return services.escalate(enquiry=self.object, to=data["to"], **said)
        if data["decision"] == EnquiryStatus.MORE_ASKED:
            return services.ask_for_more(enquiry=self.object, **said)
        return services.accept(enquiry=self.object, **said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"enquiry": self.object}


class Close(EnquiryStepPage):
    form_class = forms.CloseForm
    page_title = gettext_lazy("Close the line of enquiry")
    page_intro = gettext_lazy("Questions that nobody has answered are then no longer asked.")
    success_message = gettext_lazy("Line of enquiry closed")

    def save(self, data: dict[str, Any]) -> Enquiry:
        return services.close(enquiry=self.object, by=self.request.user, **data)


class RaiseAction(EnquiryStepPage):
    permission = Permission.ACTION_RAISE
    form_class = ActionForm
    page_title = gettext_lazy("Raise an action")
    success_message = gettext_lazy("Action raised")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def save(self, data: dict[str, Any]) -> Any:
        return services.raise_action(enquiry=self.object, by=self.request.user, **data)
