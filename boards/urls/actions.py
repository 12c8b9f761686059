from django.urls import path

from boards.views import actions as views

urlpatterns = [
    path("actions/", views.ActionList.as_view(), name="action-list"),
    path("actions/new/", views.ActionNew.as_view(), name="action-new"),
    path("actions/<int:pk>/", views.ActionDetail.as_view(), name="action-detail"),
    path("actions/<int:pk>/edit/", views.ActionEdit.as_view(), name="action-edit"),
    path("actions/<int:pk>/progress/", views.ActionProgress.as_view(), name="action-progress"),
    path("actions/<int:pk>/extend/", views.ActionExtend.as_view(), name="action-extend"),
    path("actions/<int:pk>/reassign/", views.ActionReassign.as_view(), name="action-reassign"),
    path("actions/<int:pk>/complete/", views.ActionComplete.as_view(), name="action-complete"),
    path("actions/<int:pk>/reopen/", views.ActionReopen.as_view(), name="action-reopen"),
    path("actions/<int:pk>/close/", views.ActionClose.as_view(), name="action-close"),
    path("actions/<int:pk>/withdraw/", views.ActionWithdraw.as_view(), name="action-withdraw"),
    path(
        "actions/<int:pk>/evidence/<int:evidence>/",
        views.ActionEvidenceFile.as_view(),
        name="action-evidence",
    ),
]
