from django.urls import path

from audits.views import answer_actions, answer_versions, answers, returns

_RETURN = "returns/<int:pk>/"
_QUESTION = f"{_RETURN}questions/<slug:question>/"

urlpatterns = [
    path("returns/", returns.ReturnList.as_view(), name="return-list"),
    path("returns/<int:pk>/arrive/", returns.ReturnArrive.as_view(), name="return-arrive"),
    path(_RETURN, returns.ReturnDetail.as_view(), name="return-detail"),
    path(f"{_RETURN}check/", returns.ReturnCheck.as_view(), name="return-check"),
    path(f"{_RETURN}sign-off/", returns.ReturnSignOff.as_view(), name="return-sign-off"),
    path(f"{_RETURN}take-back/", returns.ReturnTakeBack.as_view(), name="return-take-back"),
    path(f"{_RETURN}submit/", returns.ReturnSubmit.as_view(), name="return-submit"),
    path(
        f"{_RETURN}standards/<slug:standard>/",
        answers.StandardPage.as_view(),
        name="return-standard",
    ),
    path(_QUESTION, answers.QuestionPlace.as_view(), name="return-question"),
    path(f"{_QUESTION}save/", answers.AnswerSave.as_view(), name="answer-save"),
    path(f"{_QUESTION}versions/", answer_versions.AnswerVersions.as_view(), name="answer-versions"),
    path(f"{_QUESTION}evidence/", answers.EvidenceAdd.as_view(), name="answer-evidence-add"),
    path(f"{_QUESTION}action/", answers.ActionAdd.as_view(), name="answer-action-add"),
    path(
        f"{_RETURN}actions/<int:link>/",
        answer_actions.ActionEdit.as_view(),
        name="answer-action-edit",
    ),
    path(
        f"{_RETURN}actions/<int:link>/delete/",
        answer_actions.ActionDelete.as_view(),
        name="answer-action-delete",
    ),
    path(
        f"{_RETURN}evidence/<int:link>/",
        answers.AnswerEvidenceDownload.as_view(),
        name="answer-evidence",
    ),
]
