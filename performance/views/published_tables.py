"""Published tables: choosing a file, matching its columns, looking at it, taking it over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from boards.authorization import Permission
from boards.errors import DomainError
from boards.services import uploads
from boards.views.base import BoardView
from performance.forms import comparators as forms
from performance.models import Indicator, PublishedTable, TableDraft, TableMatch
from performance.queries import comparators as queries
from performance.queries import table_changes
from performance.rules.comparators import check_columns
from performance.rules.table_files import profile
from performance.services import published_tables as services
from performance.services import table_files
from performance.services.submissions import MistakesFound

#: Mistakes and changes that are listed; more than that nobody reads on a page.
MOST_LISTED = 200


class TablePage(BoardView):
    """Base of the pages of published tables."""

    permission = Permission.INDICATOR_EDIT

    def home_url(self) -> str:
        return reverse("performance:comparator-home", args=[self.board.slug])

    def here(self, name: str, table: PublishedTable) -> str:
        return reverse(f"performance:table-{name}", args=[self.board.slug, table.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": [(_("Comparators"), self.home_url())],
            "cancel_url": self.home_url(),
        }


class TableUpload(TablePage, FormView):
    """Choose an edition. It is read at once; nothing is taken over before it was looked at."""

    template_name = "performance/comparators/upload.html"
    form_class = forms.TableUploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def get_initial(self) -> dict[str, Any]:
        return {"table": self.request.GET.get("table", "")}

    def form_valid(self, form: Any) -> HttpResponse:
        data = form.cleaned_data
        upload = data["upload"]
        try:
            file = table_files.read(upload, queries.wanted_rows(self.board))
            draft = services.receive(
                board=self.board, table=data["table"], title=data["title"],
                edition=data["edition"], file=file, by=self.request.user,
                file_name=uploads.clean_name(upload.name or ""),
            )  # fmt: skip
        except MistakesFound as error:
            return self.form_invalid(form, error.mistakes)
        except services.TitleTaken as error:
            form.add_error("title", error.message)
            return self.form_invalid(form)
        except DomainError as error:
            form.add_error("upload", error.message)
            return self.form_invalid(form)
        ready = draft.table.matches.exists() and not services.preview(draft).mistakes
        return redirect(self.here("check" if ready else "match", draft.table))

    def form_invalid(self, form: Any, mistakes: Any = ()) -> HttpResponse:
        shown, count = mistakes[:MOST_LISTED], len(mistakes)
        context = self.get_context_data(form=form, mistakes=shown, count=count)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page_title": _("Add a published table"),
            "has_area": bool(queries.area_row(self.board).authorities),
        }


class OfTable(TablePage):
    """A page of one table, with the edition that waits."""

    object: PublishedTable
    draft: TableDraft | None

    def load_object(self) -> PublishedTable:
        rows = PublishedTable.objects.visible_to(self.request.user).filter(board=self.board)
        found: PublishedTable = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        self.draft = queries.waiting(found)
        return found

    def nothing_waits(self) -> HttpResponse:
        """An edition that was taken over, or none: a new file comes first."""
        address = reverse("performance:table-upload", args=[self.board.slug])
        return redirect(f"{address}?table={self.object.pk}")

    def form_invalid(self, form: Any) -> HttpResponse:
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)  # type: ignore[attr-defined,no-any-return]


class TableColumns(OfTable, FormView):
    """Say which column is which indicator; what was said is remembered for later editions."""

    template_name = "performance/comparators/match.html"
    form_class = forms.MatchForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.draft is None:
            return self.nothing_waits()
        page: HttpResponseBase = super().get(request, *args, **kwargs)
        return page

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.draft is None:
            return self.nothing_waits()
        page: HttpResponseBase = super().post(request, *args, **kwargs)
        return page

    @cached_property
    def profile(self) -> Any:
        assert self.draft is not None  # noqa: S101 - both methods look first
        return profile(self.draft.columns, (row[4:] for row in self.draft.rows))

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = Indicator.objects.visible_to(self.request.user).filter(board=self.board)
        active = list(rows.active(timezone.localdate()))
        return super().get_form_kwargs() | {"profile": self.profile, "indicators": active}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            made = services.match(table=self.object, fields=form.said(), by=self.request.user)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        said = _("Matched with %(indicator)s.") % {"indicator": made.indicator}
        messages.success(self.request, said)
        return redirect(self.here("match", self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.draft is not None  # noqa: S101 - both methods look first
        matches = list(self.object.matches.select_related("indicator"))
        return super().get_context_data(**kwargs) | {
            "page_title": _("Match columns with indicators"),
            "page_caption": self.object.title,
            "draft": self.draft,
            "profile": self.profile,
            "kept": len(self.draft.rows),
            "matches": [
                (each, check_columns(queries.as_match(each), self.draft.columns))
                for each in matches
            ],
        }


class MatchRemove(OfTable, View):
    """Forget a match; figures that were taken over stay."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = TableMatch.objects.visible_to(self.request.user).filter(table=self.object)
        match = self.get_record(rows.select_related("table__board"), pk=self.kwargs["match"])
        services.unmatch(match=match, by=self.request.user)
        messages.success(self.request, _("Removed. Figures that were taken over stay."))
        return redirect(self.here("match", self.object))


class TableCheck(OfTable, FormView):
    """What is wrong in the edition, or what taking it over will change."""

    template_name = "performance/comparators/check.html"
    form_class = forms.TakeOverForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.draft is None:
            return self.nothing_waits()
        page: HttpResponseBase = super().get(request, *args, **kwargs)
        return page

    def get_form_kwargs(self) -> dict[str, Any]:
        version = self.draft.version if self.draft else None
        return super().get_form_kwargs() | {"version": version}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.draft is None:  # taken over already: a second click, or a colleague's
            return redirect(self.home_url())
        try:
            made = services.take_over(
                draft=self.draft, version=form.cleaned_data["version"], by=self.request.user
            )
        except DomainError as error:
            form.data = form.data.copy()
            form.data["version"] = str(self.draft.version)
            form.add_domain_error(error)
            return self.form_invalid(form)
        text = _("The figures are taken over.") if made else _("Nothing was new in this edition.")
        messages.success(self.request, text)
        return redirect(self.home_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"page_title": _("Check the edition")}
        if self.draft is None:
            return context
        changes = services.preview(self.draft)
        return context | {
            "page_caption": self.object.title,
            "draft": self.draft,
            "kept": len(self.draft.rows),
            "changes": changes,
            "count": len(changes.mistakes),
            "mistakes": changes.mistakes[:MOST_LISTED],
            "latest": table_changes.latest(changes.figures),
            "corrected": [
                table_changes.Correction(*each) for each in changes.corrected[:MOST_LISTED]
            ],
            "matched": self.object.matches.exists(),
        }
