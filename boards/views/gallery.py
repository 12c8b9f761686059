"""Every component in all its states, for designers, screenshots and axe. Not in production."""

from datetime import timedelta
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fluid, Layout
from django import forms
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.generic import TemplateView

from boards.authorization import Public
from boards.forms import DateField, GovukForm, VersionedForm

LONG_NAME = (
    "Northmoor, Eastvale and Harrowgate Combined Children's Social Care, Early Help, Youth "
    "Justice and Special Educational Needs Transformation Partnership Directorate for the Former "
    "Metropolitan Boroughs (including the transferred functions of the Lower Dale Joint "
    "Commissioning Consortium) "
    "ReferenceWithoutAnySpaces-2026-0000000001"
)


class GalleryForm(VersionedForm):
    """One of each control."""

    title = forms.CharField(label="Title of the action", max_length=200)
    agency = forms.ChoiceField(
        label="Agency",
        choices=[("", "Choose an agency"), ("nhs", "Northmoor NHS Trust"), ("police", "Police")],
    )
    due_on = DateField(label="Due date")
    hours = forms.IntegerField(label="Hours it will take", required=False, min_value=0)
    grade = forms.ChoiceField(
        label="How well do you meet this standard?",
        help_text="Answer for your own agency. Your board sees your answer with the evidence.",
        widget=forms.RadioSelect,
        choices=[
            Choice("met", "Met", hint="Everybody does this, and we can show it"),
            Choice("partly", "Partly met", hint="Some do, or we cannot show it yet"),
            Choice("not", "Not met", divider="or"),
            Choice("na", "Does not apply to us"),
        ],
    )
    partners = forms.MultipleChoiceField(
        label="Who else takes part?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("health", "Health"),
            ("schools", "Schools and colleges"),
            ("probation", "Probation"),
        ],
    )
    evidence = forms.FileField(
        label="Evidence", required=False, help_text="PDF, Word or Excel, up to 25 MB"
    )
    comment = forms.CharField(label="What difference has it made?", widget=forms.Textarea)
    agreed = forms.BooleanField(label="Our chief officer has agreed this")
    submit_text = "Save the action"

    def build_helper(self) -> Any:
        helper = super().build_helper()
        helper.layout = Layout(
            Field.text("title"),
            Field.select("agency"),
            Field.text("due_on"),
            Field.text("hours", field_width=Fluid.ONE_QUARTER),
            Field.radios("grade"),
            Field.checkboxes("partners"),
            Field("evidence"),
            Field.textarea("comment", rows=5, max_characters=400),
            Field.checkbox("agreed"),
        )
        return helper


class QuestionForm(GovukForm):
    """A lone question: its label is the heading of the page."""

    question_as_heading = True
    trained = forms.ChoiceField(
        label="Has everybody who works with children been trained in the last three years?",
        help_text="Count volunteers and people on contracts too.",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "We do not know")],
    )


class GalleryView(TemplateView):
    """Base of the gallery's pages: nobody's data, so for anybody, and never in production."""

    permission = Public.ANYBODY

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (settings.DEBUG or getattr(settings, "MODE", "production") in {"demo", "test"}):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class Gallery(GalleryView):
    """The workspace: all components."""

    template_name = "boards/gallery/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | sample()


class GalleryForms(GalleryView):
    """A form in the workspace with every error a form can have."""

    template_name = "boards/gallery/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = GalleryForm({"due_on": "31/02/2026", "version": "3", "grade": "", "hours": "-4"})
        form.add_error(
            None, "The round closed on 1 November 2026. Ask the board manager to open it again."
        )
        return super().get_context_data(**kwargs) | {
            "form": form,
            "page_title": "Change the action",
        }


class GalleryVisit(GalleryView):
    """The visit: one question on the page."""

    template_name = "visit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "form": QuestionForm(),
            "page_title": "Training",
            "back_url": "/components/",
            "cancel_url": "/components/",
            "steps": sample()["steps"],
        }


def sample() -> dict[str, Any]:
    """Return made-up values for every component, long ones among them."""
    now = timezone.now()
    today = timezone.localdate()
    agencies = [
        ("Northmoor NHS Foundation Trust", "accepted", "Accepted", -3, 96, 4, "++ Strong"),
        (
            "Northmoor Borough Council, Children's Services",
            "submitted",
            "Submitted",
            5,
            100,
            3,
            "Good",
        ),
        (LONG_NAME, "sent_back", "Sent back", 2, 41, 2, "Partly"),
        ("Dale Police", "overdue", "Overdue", -12, 18, 1, "Weak"),
        ("St Cuthbert's CofE Primary School", "not_started", "Not started", 30, 0, 0, "No answer"),
    ]
    return {
        "page_title": "Components",
        "page_intro": "Everything a page is made of, in every state. The names are made up.",
        "crumbs": [("Northmoor", "/"), ("For designers", "")],
        "long_name": LONG_NAME,
        "now": now,
        "today": today,
        "dates": [today + timedelta(days=n) for n in (-12, -1, 0, 1, 6, 40)],
        "tags": [
            ("Not started", "not_started"),
            ("Draft", "draft"),
            ("Submitted", "submitted"),
            ("Due soon", "due_soon"),
            ("Overdue", "overdue"),
            ("Accepted", "accepted"),
        ],
        "rows": [
            {
                "name": name,
                "state": state,
                "label": label,
                "due": today + timedelta(days=days),
                "score": score,
                "level": level,
                "word": word,
                "done": state == "accepted",
            }
            for name, state, label, days, score, level, word in agencies
        ],
        "summary": [
            ("Agency", "Northmoor NHS Foundation Trust", "/components/"),
            ("Round", "Section 11 self-assessment 2026"),
            ("Long name", LONG_NAME, "/components/", "Change the name"),
            ("Signed off by", ""),
        ],
        "sections": [
            {
                "title": "Leadership",
                "tasks": [
                    {
                        "title": "A senior person is responsible",
                        "url": "/components/",
                        "label": "Complete",
                        "state": "complete",
                    },
                    {
                        "title": "The chief officer reports every year",
                        "url": "/components/",
                        "hint": "2 of 5 answered",
                        "label": "In progress",
                        "state": "in_progress",
                    },
                    {
                        "title": LONG_NAME,
                        "url": "/components/",
                        "label": "Not started",
                        "state": "not_started",
                    },
                ],
            },
            {
                "title": "Sign off",
                "tasks": [
                    {
                        "title": "Check your answers and sign off",
                        "hint": "When every standard is complete",
                        "label": "Cannot start yet",
                        "state": "grey",
                    },
                ],
            },
        ],
        "steps": [
            {"label": "About you", "state": "done", "url": "/components/"},
            {"label": "Training", "state": "current"},
            {"label": "Evidence", "state": "todo"},
            {"label": "Check and send", "state": "todo"},
        ],
        "tabs": [
            {"label": "Returns", "url": "/components/", "current": True, "count": 184},
            {"label": "Moderation", "url": "/components/", "count": 12},
            {"label": "Themes", "url": "/components/"},
        ],
        "chips": [
            {"label": "Status: overdue", "remove_url": "/components/"},
            {"label": "Sector: schools", "remove_url": "/components/"},
        ],
        "page": Paginator(range(913), 50).page(7),
        "heat": [
            ("Leadership", [(4, "Strong"), (3, "Good"), (2, "Partly"), (1, "Weak")]),
            (
                "Safer recruitment",
                [(3, "Good"), (3, "Good"), (0, "No answer"), ("na", "Not asked")],
            ),
        ],
        "heat_columns": ["Health", "Police", "Council", "Schools"],
        "spark": [12, 14, 13, 18, None, 17, 21, 24, 22, 27],
        "notices": [
            Message(constants.SUCCESS, "Return submitted. The board manager has been told."),
            Message(constants.INFO, "The round opens on Monday."),
            Message(constants.WARNING, "Three agencies have nobody who can sign in."),
            Message(constants.ERROR, "The file was not stored: it is larger than 25 MB."),
        ],
        "mine": "Two new designated leads are in post.\nBoth have had level 4 training.",
        "theirs": "One designated lead is in post; the other starts on 1 December.",
        "form_sample": GalleryForm(version=3),
    }
