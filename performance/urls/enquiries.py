from django.urls import path

from performance.views import enquiries, exceptions, questions

urlpatterns = [
    path("enquiries/", enquiries.EnquiryList.as_view(), name="enquiry-list"),
    path("enquiries/new/", enquiries.EnquiryNew.as_view(), name="enquiry-new"),
    path("enquiries/<int:pk>/", enquiries.EnquiryDetail.as_view(), name="enquiry-detail"),
    path("enquiries/<int:pk>/edit/", enquiries.EnquiryEdit.as_view(), name="enquiry-edit"),
    path("enquiries/<int:pk>/ask/", enquiries.Ask.as_view(), name="enquiry-ask"),
    path("enquiries/<int:pk>/finding/", enquiries.Finding.as_view(), name="enquiry-finding"),
    path("enquiries/<int:pk>/recommend/", enquiries.Recommend.as_view(), name="enquiry-recommend"),
    path("enquiries/<int:pk>/decide/", enquiries.Decide.as_view(), name="enquiry-decide"),
    path("enquiries/<int:pk>/close/", enquiries.Close.as_view(), name="enquiry-close"),
    path("enquiries/<int:pk>/action/", enquiries.RaiseAction.as_view(), name="enquiry-action"),
    path("answers/<int:pk>/accept/", questions.AnswerAccept.as_view(), name="answer-accept"),
    path("answers/<int:pk>/back/", questions.AnswerSendBack.as_view(), name="answer-send-back"),
    path("answers/<int:pk>/extend/", questions.AnswerExtend.as_view(), name="answer-extend"),
    path("answers/<int:pk>/withdraw/", questions.AnswerWithdraw.as_view(), name="answer-withdraw"),
    path("questions/", questions.QuestionList.as_view(), name="question-list"),
    path("questions/<int:pk>/", questions.Answer.as_view(), name="question-answer"),
    path("exceptions/", exceptions.ExceptionPage.as_view(), name="exception-page"),
    path("exceptions/build/", exceptions.ExceptionBuild.as_view(), name="exception-build"),
    path("exceptions/<int:pk>/", exceptions.ExceptionDetail.as_view(), name="exception-detail"),
    path(
        "exceptions/<int:pk>/download/",
        exceptions.ExceptionDownload.as_view(),
        name="exception-download",
    ),
]
