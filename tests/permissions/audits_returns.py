"""Rows of the agency's side of returns."""

from datetime import timedelta

from audits.models import Answer, AnswerEvidence, Return
from audits.services import improvements
from boards.authorization import Permission
from boards.models import Evidence
from tests.permissions import Row
from tests.world import BoardCast, today


def _return(cast: BoardCast) -> dict[str, object]:
    return {"pk": cast.police_return.pk}


def _question(cast: BoardCast) -> dict[str, object]:
    return _return(cast) | {"question": "lead-person"}


def _standard(cast: BoardCast) -> dict[str, object]:
    return _return(cast) | {"standard": "leadership"}


def _evidence(cast: BoardCast) -> Evidence:
    from django.core.files.base import ContentFile

    evidence = Evidence(
        agency=cast.police, title="Policy", kind="file", file_name="policy.pdf", size=5,
        sha256="0" * 64, content_type="application/pdf", uploaded_by=cast.police_lead,
    )  # fmt: skip
    evidence.file.save("policy.pdf", ContentFile(b"%PDF-"), save=True)
    return evidence


def _evidence_of(cast: BoardCast) -> dict[str, object]:
    return {"pk": _evidence(cast).pk}


def _answer_evidence(cast: BoardCast) -> dict[str, object]:
    question = cast.tool_version.questions.get(key="lead-person")
    answer, _made = Answer.objects.get_or_create(
        return_record=cast.police_return, question=question, defaults={"commentary": "x"}
    )
    link = AnswerEvidence.objects.create(answer=answer, evidence=_evidence(cast))
    return _return(cast) | {"link": link.pk}


def _planned(cast: BoardCast) -> dict[str, object]:
    # The rows before this one may have sent the return; what is planned can be changed until then.
    Return.objects.filter(pk=cast.police_return.pk).update(status="draft")
    link = improvements.plan_action(
        return_record=cast.police_return, title="Train all", due_on=today() + timedelta(days=30),
        question=cast.tool_version.questions.get(key="lead-person"), by=cast.police_lead,
    ).answer_link  # fmt: skip
    return _return(cast) | {"link": link.pk}


def _police(cast: BoardCast) -> object:
    return cast.police


ROWS = [
    Row("audits:return-list", "get", Permission.RETURN_VIEW),
    Row("audits:return-arrive", "get", Permission.RETURN_VIEW, _return),
    Row("audits:return-detail", "get", Permission.RETURN_ANSWER, _return, agency=_police),
    Row("audits:return-check", "get", Permission.RETURN_ANSWER, _return, agency=_police),
    Row("audits:return-standard", "get", Permission.RETURN_ANSWER, _standard, agency=_police),
    Row("audits:return-standard", "post", Permission.RETURN_ANSWER, _standard, agency=_police),
    Row("audits:return-question", "get", Permission.RETURN_VIEW, _question, agency=_police),
    Row("audits:answer-save", "post", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-versions", "get", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-versions", "post", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-evidence-add", "get", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-evidence-add", "post", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-action-add", "get", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-action-add", "post", Permission.RETURN_ANSWER, _question, agency=_police),
    Row("audits:answer-action-edit", "get", Permission.RETURN_ANSWER, _planned, agency=_police),
    Row("audits:answer-action-edit", "post", Permission.RETURN_ANSWER, _planned, agency=_police),
    Row("audits:answer-action-delete", "get", Permission.RETURN_ANSWER, _planned, agency=_police),
    Row("audits:answer-action-delete", "post", Permission.RETURN_ANSWER, _planned, agency=_police),
    Row("audits:return-sign-off", "get", Permission.RETURN_SIGN_OFF, _return, agency=_police),
    Row("audits:return-sign-off", "post", Permission.RETURN_SIGN_OFF, _return, agency=_police),
    Row("audits:return-take-back", "get", Permission.RETURN_SIGN_OFF, _return, agency=_police),
    Row("audits:return-take-back", "post", Permission.RETURN_SIGN_OFF, _return, agency=_police),
    Row("audits:return-submit", "get", Permission.RETURN_SUBMIT, _return, agency=_police),
    Row("audits:return-submit", "post", Permission.RETURN_SUBMIT, _return, agency=_police),
    Row("audits:evidence-edit", "get", Permission.EVIDENCE_EDIT, _evidence_of, agency=_police),
    Row("audits:evidence-edit", "post", Permission.EVIDENCE_EDIT, _evidence_of, agency=_police),
    Row("audits:evidence-withdraw", "get", Permission.EVIDENCE_EDIT, _evidence_of, agency=_police),
    Row("audits:evidence-withdraw", "post", Permission.EVIDENCE_EDIT, _evidence_of, agency=_police),
    # The board reads evidence of returns that it was sent; this one is a draft, so for it 404.
    Row(
        "audits:answer-evidence",
        "get",
        Permission.RETURN_VIEW,
        _answer_evidence,
        agency=_police,
        allowed=(200, 404),
    ),
    Row("audits:evidence-list", "get", Permission.EVIDENCE_EDIT),
    Row(
        "audits:evidence-download",
        "get",
        Permission.EVIDENCE_EDIT,
        lambda cast: {"pk": _evidence(cast).pk},
        agency=_police,
    ),
]
