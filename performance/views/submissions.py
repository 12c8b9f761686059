"""Sending figures: typed on a page, or as a spreadsheet that is checked before it is sent."""

from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from boards.authorization import Permission
from boards.downloads import attachment
from boards.errors import DomainError, StaleRecord
from performance.forms import data_returns as forms
from performance.models import DataDraft
from performance.queries import data_returns as queries
from performance.services import data_files, submissions
from performance.services.submissions import BreaksFound, MistakesFound
from performance.views.data_returns import OfDataReturn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Mistakes and changes that are listed; more than that nobody reads on a page.
MOST_LISTED = 200


class SendPage(OfDataReturn):
    """A page for those who send the agency's figures, until the board has accepted them."""

    permission = Permission.DATA_RETURN_SEND

    def draft(self, via: str) -> DataDraft | None:
        return self.object.drafts.filter(via=via).select_related("by").first()

    def sent(self, submission: Any) -> HttpResponse:
        text = _("The figures are with the board.")
        messages.success(
            self.request, text if submission else _("The board has these figures already.")
        )
        return redirect(self.here())


class TypeFigures(SendPage, FormView):
    """Boxes for all figures: keep what is half done, or send it."""

    template_name = "performance/data_returns/type.html"
    form_class = forms.FiguresForm

    def get_form_kwargs(self) -> dict[str, Any]:
        draft = self.draft("typed")
        lines = queries.lines(self.object)
        kept = submissions.entries_of(draft) if draft else None
        return super().get_form_kwargs() | {
            "lines": lines,
            "version": draft.version if draft else 0,
            "initial": forms.initial_of(lines, kept),
        }

    def form_valid(self, form: forms.FiguresForm) -> HttpResponse:
        entries = form.entries()
        try:
            draft = submissions.keep(
                data_return=self.object, via="typed", entries=entries, by=self.request.user,
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except StaleRecord as error:
            if error.current is None:
                return self.begin_anew(form, error)
            return self.show_both(form, error.current)
        if "keep" in self.request.POST:
            messages.success(self.request, _("Kept. Nothing has been sent yet."))
            return redirect(self.here())
        form.data = form.data.copy()  # type: ignore[union-attr]  # a QueryDict
        form.data["version"] = str(draft.version)
        try:
            submission = submissions.submit(
                data_return=self.object, entries=entries, by=self.request.user, via="typed",
                seen=(draft.pk, draft.version),
            )  # fmt: skip
        except MistakesFound as error:
            form.add_mistakes(error.mistakes)
            return self.form_invalid(form)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        return self.sent(submission)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def begin_anew(self, form: forms.FiguresForm, error: StaleRecord) -> HttpResponse:
        """Keep what was typed on the page; sending it again is then deliberate."""
        form.data = form.data.copy()  # type: ignore[union-attr]  # a QueryDict
        form.data["version"] = "0"
        form.add_domain_error(error)
        return self.form_invalid(form)

    def show_both(self, form: forms.FiguresForm, theirs: DataDraft) -> HttpResponse:
        """Show what a colleague saved beside each box; saving again is then deliberate."""
        form.theirs = {
            entry.indicator: _said(entry)
            for entry, mine in zip(submissions.entries_of(theirs), form.entries(), strict=False)
            if _said(entry) != _said(mine)
        }
        form.data = form.data.copy()  # type: ignore[union-attr]  # a QueryDict
        form.data["version"] = str(theirs.version)
        form.add_error(
            None,
            _("%(name)s has saved figures meanwhile. What differs stands beside your own.")
            % {"name": theirs.by},
        )
        return self.form_invalid(form)


class Template(SendPage, View):
    """The workbook to fill in."""

    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        record = self.object
        name = slugify(f"{record.requirement.title} {record.agency} {record.period}")[:100]
        file = ContentFile(data_files.template(record))
        return attachment(file, file_name=f"{name}.xlsx", content_type=XLSX)


class Upload(SendPage, FormView):
    """Choose a file. It is read at once; nothing is sent before it was looked at."""

    template_name = "performance/data_returns/upload.html"
    form_class = forms.UploadForm

    def form_valid(self, form: Any) -> HttpResponse:
        upload = form.cleaned_data["upload"]
        try:
            found = data_files.read(upload)
        except DomainError as error:
            form.add_error("upload", error.message)
            return self.form_invalid(form)
        if found.mistakes:
            return self.form_invalid(form, found.mistakes)
        submissions.keep(
            data_return=self.object, via="file", entries=found.entries, columns=found.columns,
            file_name=upload.name[:255], sha256=found.sha256, by=self.request.user,
        )  # fmt: skip
        return redirect(self.here("data-return-check"))

    def form_invalid(self, form: Any, mistakes: Any = ()) -> HttpResponse:
        context = self.get_context_data(form=form, mistakes=mistakes, count=len(mistakes))
        return self.render_to_response(context, status=422)


class CheckFile(SendPage, FormView):
    """What is wrong in the file that was chosen, or what sending it will change."""

    template_name = "performance/data_returns/check.html"
    form_class = forms.SendFileForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.draft("file") is None:
            return redirect(self.here("data-return-upload"))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"draft": self.draft("file")}

    def form_valid(self, form: forms.SendFileForm) -> HttpResponse:
        draft = self.draft("file")
        if draft is None:  # sent already: a second click, or a colleague's
            return redirect(self.here())
        try:
            submission = submissions.submit(
                data_return=self.object, entries=submissions.entries_of(draft),
                by=self.request.user, via="file", file_name=draft.file_name, sha256=draft.sha256,
                comment=form.cleaned_data["comment"], seen=form.seen,
            )  # fmt: skip
        except BreaksFound:
            form.add_error("comment", _("Say why these figures do not hang together."))
            return self.form_invalid(form)
        except StaleRecord as error:
            if error.current is None:
                return redirect(self.here())
            form.show(error.current)
            form.add_domain_error(error)
            return self.form_invalid(form)
        except DomainError as error:
            form.add_domain_error(error)
            return self.form_invalid(form)
        return self.sent(submission)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        draft = self.draft("file")
        if draft is None:
            return context
        checked, changes = submissions.preview(self.object, submissions.entries_of(draft))
        breaks = submissions.unexplained(self.object, checked)
        return context | {
            "draft": draft,
            "mistakes": checked.mistakes[:MOST_LISTED],
            "count": len(checked.mistakes),
            "changes": changes,
            "breaks": breaks[:MOST_LISTED],
            "corrected": [
                queries.Correction(row, figure) for row, figure in changes.corrected[:MOST_LISTED]
            ],
            "upload_form": forms.UploadForm(),
        }


def _said(entry: Any) -> str:
    parts = [entry.value, f"{entry.numerator} / {entry.denominator}".strip(" /"), entry.missing,
             entry.comment]  # fmt: skip
    return ", ".join(part for part in parts if part)
