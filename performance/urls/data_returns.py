from django.urls import path

from performance.views import api_keys, data_requirements, data_returns, submissions

urlpatterns = [
    path("keys/", api_keys.KeyList.as_view(), name="api-key-list"),
    path("keys/new/", api_keys.KeyNew.as_view(), name="api-key-new"),
    path("keys/<int:pk>/revoke/", api_keys.KeyRevoke.as_view(), name="api-key-revoke"),
    path("returns/", data_returns.DataReturnList.as_view(), name="data-return-list"),
    path("returns/<int:pk>/", data_returns.DataReturnDetail.as_view(), name="data-return-detail"),
    path("returns/<int:pk>/extend/", data_returns.Extend.as_view(), name="data-return-extend"),
    path(
        "returns/<int:pk>/send-back/", data_returns.SendBack.as_view(), name="data-return-send-back"
    ),
    path("returns/<int:pk>/accept/", data_returns.Accept.as_view(), name="data-return-accept"),
    path("returns/<int:pk>/type/", submissions.TypeFigures.as_view(), name="data-return-type"),
    path("returns/<int:pk>/template/", submissions.Template.as_view(), name="data-return-template"),
    path("returns/<int:pk>/upload/", submissions.Upload.as_view(), name="data-return-upload"),
    path("returns/<int:pk>/check/", submissions.CheckFile.as_view(), name="data-return-check"),
    path(
        "requirements/",
        data_requirements.RequirementList.as_view(),
        name="data-requirement-list",
    ),
    path(
        "requirements/new/",
        data_requirements.RequirementNew.as_view(),
        name="data-requirement-new",
    ),
    path(
        "requirements/<int:pk>/edit/",
        data_requirements.RequirementEdit.as_view(),
        name="data-requirement-edit",
    ),
]
