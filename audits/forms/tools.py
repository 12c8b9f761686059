"""Forms of the tool editor: what is typed for a tool, a standard, a question."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms_gds.layout import Div, Field, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Question, Scale, ToolKind, ToolVersion
from audits.queries.tools import Earlier
from audits.rules.tools import format_choices, parse_choices
from boards.forms import GovukForm, VersionedForm

#: Much more than a page: what people paste is kept.
LONG = 20_000


def long_text(
    label: Any, help_text: Any = "", *, rows: int = 4, required: bool = False
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class ToolCreateForm(GovukForm):
    """A new tool: empty, or everything of another one."""

    submit_text = gettext_lazy("Create the tool")

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    source = forms.ChoiceField(label=gettext_lazy("Start from"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of audit"), choices=ToolKind.choices, initial=ToolKind.SECTION_11,
        help_text=gettext_lazy("For an empty tool. A copy keeps the kind of its original."),
    )  # fmt: skip

    def __init__(self, *args: Any, sources: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("Nothing: an empty tool")), *sources]
        self.fields["source"].hide_optional = True


class SettingsForm(VersionedForm):
    """What a version says about itself."""

    submit_text = gettext_lazy("Save settings")

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of audit"), choices=ToolKind.choices)
    scale: forms.ModelChoiceField[Scale] = forms.ModelChoiceField(
        label=gettext_lazy("Grading scale"), queryset=None, required=False,
        empty_label=gettext_lazy("No scale yet"),
        help_text=gettext_lazy("Graded questions use it unless they have a scale of their own."),
    )  # fmt: skip
    introduction = long_text(
        gettext_lazy("Introduction"),
        gettext_lazy(
            "What agencies read first. Use **bold**, lists with a dash at the start of the line, "
            "and ## headings."
        ),
        rows=14,
    )
    sources = long_text(
        gettext_lazy("Sources"),
        gettext_lazy("The law and guidance this tool is built on, one per line."),
        rows=5,
    )  # fmt: skip

    def __init__(self, *args: Any, scales: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scale"].queryset = scales

    def clean_sources(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["sources"].splitlines() if line.strip()]
        if any(len(line) > 500 for line in lines):
            raise forms.ValidationError(
                _("Each source must be 500 characters or fewer"), code="max_length"
            )
        return lines


class StandardForm(VersionedForm):
    """A heading of a tool."""

    submit_text = gettext_lazy("Save standard")

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    intent = long_text(
        gettext_lazy("What good looks like"),
        gettext_lazy("One or two sentences under the heading."),
        rows=4,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"), required=False, max_length=500,
        help_text=gettext_lazy("The section of the law or guidance that asks for it."),
    )  # fmt: skip


class QuestionForm(VersionedForm):
    """A question with all that goes with it."""

    submit_text = gettext_lazy("Save question")

    text = long_text(gettext_lazy("Question"), rows=3, required=True)
    guidance = long_text(
        gettext_lazy("Guidance"),
        gettext_lazy(
            "Shown under the question. Use **bold**, lists with a dash at the start of the line, "
            "and links."
        ),
        rows=7,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Answered with"),
        choices=Question.Kind.choices, initial=Question.Kind.GRADED,
        widget=forms.Select(attrs={"data-kind": ""}),
    )  # fmt: skip
    scale: forms.ModelChoiceField[Scale] = forms.ModelChoiceField(
        label=gettext_lazy("Scale of its own"), queryset=None, required=False,
        empty_label=gettext_lazy("The tool’s scale"),
        help_text=gettext_lazy("For graded questions only."),
    )  # fmt: skip
    choices = long_text(
        gettext_lazy("Choices"),
        gettext_lazy(
            "For a choice from a list: one per line. Once saved, each line begins with a key and a "
            "bar, as in “vacant | At least one post vacant”. Keep the key when you reword a "
            "choice."
        ),
        rows=5,
    )
    is_essential = forms.BooleanField(
        label=gettext_lazy("Essential: the standard is held back when it is not met"),
        required=False,
    )
    evidence_rule = forms.ChoiceField(
        label=gettext_lazy("Evidence"), choices=Question.EvidenceRule.choices,
        initial=Question.EvidenceRule.SUGGESTED,
    )  # fmt: skip
    evidence_hint = long_text(gettext_lazy("What could be shown as evidence"), rows=2)
    impact_probe = long_text(
        gettext_lazy("Impact"),
        gettext_lazy("The question behind: what changed for children?"),
        rows=2,
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Sectors that are asked"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Select none to ask every agency."),
    )  # fmt: skip
    follows = forms.TypedChoiceField(
        label=gettext_lazy("Show only after an answer to"),
        required=False, coerce=int, empty_value=None,
        help_text=gettext_lazy("An earlier question that is answered from a list."),
    )  # fmt: skip
    follows_when = forms.MultipleChoiceField(
        label=gettext_lazy("Answers that show this question"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    key = forms.RegexField(
        regex=r"^[-a-zA-Z0-9_]{1,60}$", label=gettext_lazy("Key"), required=False, strip=True,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy(
                "Enter a key of letters, numbers, hyphens and underscores, 60 characters at most"
            )
        },
    )  # fmt: skip

    def __init__(
        self, *args: Any, scales: Any, sectors: list[tuple[str, str]], earlier: list[Earlier],
        key_is_fixed: bool = False, known_choices: list[dict[str, str]] | None = None,
        answers_url: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        self.earlier = {question.pk: question for question in earlier}
        self.known = {c["label"]: c["key"] for c in known_choices or []}
        super().__init__(*args, **kwargs)
        self.fields["scale"].queryset = scales
        self.fields["sectors"].choices = sectors
        self.fields["follows"].choices = [("", _("Always shown")), *_grouped(earlier)]
        self.fields["follows"].widget.attrs |= {
            "hx-get": answers_url, "hx-target": "#follow-up-answers", "hx-swap": "outerHTML",
            "hx-include": "this", "data-follows": "",
        }  # fmt: skip
        self.fields["follows_when"].choices = self._answers()
        self._word_key(key_is_fixed)
        for name in ("scale", "sectors", "follows", "follows_when", "key", "choices"):
            self.fields[name].hide_optional = True

    def _word_key(self, fixed: bool) -> None:
        key = self.fields["key"]
        key.help_text = _("Made from the question when left empty. Years are compared by it.")
        if fixed:
            key.disabled = True
            key.help_text = _(
                "It came from an earlier version and stays: years are compared by it."
            )

    def _answers(self) -> list[tuple[str, str]]:
        chosen = self["follows"].value()
        question = self.earlier.get(int(chosen)) if str(chosen or "").isdigit() else None
        return [(option.key, option.label) for option in question.answers] if question else []

    def build_helper(self) -> FormHelper:
        helper = super().build_helper()
        helper.layout = Layout(
            "version",
            "text",
            "guidance",
            Div(
                "kind",
                Field("scale", context={"wrapper_class": "only only--graded"}),
                Field("choices", context={"wrapper_class": "only only--choice"}),
                css_class="editor-part",
            ),
            Div(
                "evidence_rule",
                "evidence_hint",
                "impact_probe",
                "is_essential",
                css_class="editor-part",
            ),
            Div(
                Field("sectors", context={"checkboxes_small": True, "wrapper_class": "columns"}),
                css_class="editor-part",
            ),
            Div(
                Fieldset(
                    "follows",
                    Div(
                        *(["follows_when"] if self.fields["follows_when"].choices else []),
                        css_id="follow-up-answers",
                    ),
                    legend=_("Follow-up"),
                    legend_size="m",
                ),
                css_class="editor-part",
            ),
            Div("key", css_class="editor-part"),
        )
        return helper

    def clean_choices(self) -> list[dict[str, str]]:
        if self.data.get(self.add_prefix("kind")) != Question.Kind.CHOICE:
            return []
        parsed = parse_choices(self.cleaned_data["choices"], self.known)
        if parsed.errors:
            raise forms.ValidationError(parsed.errors, code="choices")
        return parsed.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        follows = cleaned.get("follows")
        if follows and not cleaned.get("follows_when") and "follows_when" not in self.errors:
            self.add_error(
                "follows_when",
                forms.ValidationError(
                    _("Select the answers that show this question"), code="required"
                ),
            )
        if not follows:
            cleaned["follows_when"] = []
        return cleaned


def _grouped(earlier: list[Earlier]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for question in earlier:
        groups.setdefault(question.standard, []).append((question.pk, question.label))
    return list(groups.items())


def initial_of(question: Question) -> dict[str, Any]:
    """Return a question as its form shows it."""
    names = (
        "text", "guidance", "kind", "scale", "is_essential", "evidence_rule", "evidence_hint",
        "impact_probe", "sectors", "follows_when", "key", "version",
    )  # fmt: skip
    return {name: getattr(question, name) for name in names} | {
        "choices": format_choices(question.choices),
        "follows": question.follows_id,
    }


class MoveForm(GovukForm):
    """Where a question goes: the start of a standard, or after another question."""

    submit_text = gettext_lazy("Move the question")

    place = forms.ChoiceField(label=gettext_lazy("Place"))

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places


class StandardMoveForm(GovukForm):
    """Where a standard goes."""

    submit_text = gettext_lazy("Move the standard")

    position = forms.TypedChoiceField(label=gettext_lazy("Place"), coerce=int)

    def __init__(self, *args: Any, places: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = places


class PublishForm(GovukForm):
    """The last change of the version that the person saw."""

    submit_text = gettext_lazy("Publish this version")

    seen = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])


class ImportForm(GovukForm):
    """A tool from a file."""

    submit_text = gettext_lazy("Read the file")

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=300, required=False,
        help_text=gettext_lazy("Leave it empty to take the title in the file."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A tool that was downloaded from this portal, ending in .yaml."),
    )


class SectorForm(forms.Form):
    """As whom the preview looks."""

    sector = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, sectors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = [("", _("Every sector")), *sectors]


def source_choices(rows: list[Any]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return what a new tool can start from, starters and the board's own apart."""
    starters: list[tuple[int, str]] = []
    own: list[tuple[int, str]] = []
    for row in rows:
        target = starters if row.tool.board_id is None else own
        for version in row.versions[:1] if row.tool.board_id is None else row.versions:
            target.append((version.pk, _version_label(row.tool.title, version)))
    return [(_("Starters"), starters), (_("Tools of your board"), own)]


def _version_label(title: str, version: ToolVersion) -> str:
    label = _("%(title)s, version %(number)d") % {"title": title, "number": version.number}
    return f"{label} · {version.regime.label}" if version.regime else label
