"""What stands in the way of a sign-off, with the place where each thing is mended."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audits.models import Return
from audits.queries import returns as queries
from audits.rules.answers import Lack
from boards.errors import Problem

_WORDS = {
    Lack.GRADE: gettext_lazy("select an answer"),
    Lack.VALUE: gettext_lazy("enter an answer"),
    Lack.UNFINISHED: gettext_lazy("what was entered cannot be read: enter it again"),
    Lack.COMMENTARY: gettext_lazy("say how you know"),
    Lack.REASON: gettext_lazy("say why it does not apply"),
    Lack.CONFIRMATION: gettext_lazy("confirm that last round’s answer is still true, or change it"),
    Lack.WHAT_CHANGED: gettext_lazy("say what changed since last round"),
    Lack.EVIDENCE: gettext_lazy("add evidence"),
    Lack.ACTION: gettext_lazy("plan an action, or say why none is needed"),
}


def before_sign_off(record: Return) -> list[Problem]:
    """Return every question that still wants something, and every unsettled pair of texts."""
    return problems_of(queries.sheet(record))


def problems_of(sheet: queries.ReturnSheet) -> list[Problem]:
    """Return the problems of a return that has been read already."""
    problems = []
    for item in sheet.shown:
        url = question_url(sheet.record, item)
        problems += [Problem(f"{item.question}: {_WORDS[lack]}", url) for lack in item.lacks]
        if item.rivals:
            message = _("%(question)s: two texts were saved, keep one or bring them together")
            problems.append(Problem(message % {"question": item.question}, url))
    return problems


def question_url(record: Return, item: queries.QuestionItem) -> str:
    """Return the address of a question on its standard's page."""
    page = reverse(
        "audits:return-standard",
        kwargs={
            "board": record.round.board.slug,
            "pk": record.pk,
            "standard": item.question.standard.key,
        },
    )
    return f"{page}#{item.anchor}"
