"""The form of one answer, built from its question; the same for autosave and for the whole page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audits.models import Question
from audits.queries.returns import QuestionItem
from audits.rules.answers import (
    AnswerFields,
    Canonical,
    canonical_choice,
    canonical_date,
    canonical_number,
)
from boards.forms import DateField, VersionedForm

GRADED = {Question.Kind.GRADED, Question.Kind.YES_NO}


class AnswerForm(VersionedForm):
    """One question of a return.

    A number or date that cannot be read is not refused: it is kept as typed, counts as unfinished
    and says so. Nothing that somebody typed is dropped because something else is wrong.
    """

    point = forms.ChoiceField(label=_("Your grade"), required=False, widget=forms.RadioSelect)
    value = forms.CharField(label=_("Your answer"), required=False, max_length=200)
    commentary = forms.CharField(
        label=_("How do you know?"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
    )  # fmt: skip
    is_not_applicable = forms.BooleanField(label=_("This does not apply to us"), required=False)
    not_applicable_reason = forms.CharField(
        label=_("Why does it not apply?"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    is_confirmed = forms.BooleanField(
        label=_("We have checked this: it is still true"), required=False
    )
    what_changed = forms.CharField(
        label=_("What changed since last time?"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    no_action_reason = forms.CharField(
        label=_("If no action is planned, why not?"), required=False, max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, item: QuestionItem, data: Any = None, **kwargs: Any) -> None:
        self.item = item
        super().__init__(
            data,
            prefix=item.anchor,
            initial=self._initial(item),
            version=item.version,
            auto_id="%s",
            **kwargs,
        )
        kind = item.question.kind
        if kind in GRADED:
            self.fields["point"].choices = [(p.key, p.label) for p in item.points]
            del self.fields["value"]
        else:
            del self.fields["point"], self.fields["no_action_reason"]
        if kind == Question.Kind.CHOICE:
            self.fields["value"] = forms.ChoiceField(
                label=_("Your answer"), required=False, widget=forms.RadioSelect,
                choices=[(c["key"], c["label"]) for c in item.question.choices],
            )  # fmt: skip
        if kind == Question.Kind.TEXT:
            del self.fields["value"]
            self.fields["commentary"].label = _("Your answer")
        elif kind in {Question.Kind.NUMBER, Question.Kind.DATE, Question.Kind.CHOICE}:
            self.fields["commentary"].label = _("Anything to add?")
            self.fields["commentary"].widget.attrs["rows"] = 3
        if item.answer is None or item.answer.carried_from_id is None:
            del self.fields["is_confirmed"], self.fields["what_changed"]
        elif item.answer.is_confirmed:
            del self.fields["is_confirmed"]
        for shown in self.fields.values():
            # Everything may wait: what is missing is said beside the answer, not in each label.
            shown.hide_optional = True  # type: ignore[attr-defined]

    @staticmethod
    def _initial(item: QuestionItem) -> dict[str, Any]:
        answer = item.answer
        if answer is None:
            return {}
        return {
            "point": answer.point.key if answer.point else "",
            "value": answer.value if item.question.choices else item.shown_value,
            "commentary": answer.commentary,
            "is_not_applicable": answer.is_not_applicable,
            "not_applicable_reason": answer.not_applicable_reason,
            "what_changed": answer.what_changed,
            "no_action_reason": answer.no_action_reason,
        }

    @property
    def shows_unfinished(self) -> bool:
        return bool(self.item.answer and self.item.answer.unfinished)

    def answer_fields(self) -> AnswerFields:
        """Return what was typed in canonical form; call after `is_valid()`."""
        data = self.cleaned_data
        canonical = self._canonical(data.get("value", ""))
        return AnswerFields(
            point=data.get("point", ""),
            value=canonical.value,
            unfinished=canonical.unfinished,
            commentary=data["commentary"],
            is_not_applicable=data["is_not_applicable"],
            not_applicable_reason=data["not_applicable_reason"],
            what_changed=data.get("what_changed", self._kept("what_changed")),
            no_action_reason=data.get("no_action_reason", self._kept("no_action_reason")),
            is_confirmed=data.get("is_confirmed", False),
        )

    def _kept(self, name: str) -> str:
        """A field that the form does not show keeps what is stored."""
        return getattr(self.item.answer, name) if self.item.answer else ""

    def _canonical(self, typed: str) -> Canonical:
        question = self.item.question
        if question.kind == Question.Kind.NUMBER:
            return canonical_number(typed)
        if question.kind == Question.Kind.CHOICE:
            return canonical_choice(typed, tuple(c["key"] for c in question.choices))
        if question.kind == Question.Kind.DATE and typed.strip():
            try:
                return canonical_date(DateField(required=False).clean(typed), typed)
            except ValidationError:
                return canonical_date(None, typed)
        return Canonical()


class UseVersionForm(VersionedForm):
    """Which earlier text of an answer becomes the answer again."""

    text = forms.CharField(
        max_length=40, widget=forms.HiddenInput,
        error_messages={"required": _("Select the text that you want to use")},
    )  # fmt: skip
