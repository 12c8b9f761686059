from django.urls import path

from audits.views import evidence

urlpatterns = [
    path("evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
    path("evidence/<int:pk>/", evidence.EvidenceDownload.as_view(), name="evidence-download"),
    path("evidence/<int:pk>/edit/", evidence.EvidenceEdit.as_view(), name="evidence-edit"),
    path(
        "evidence/<int:pk>/withdraw/", evidence.EvidenceWithdraw.as_view(), name="evidence-withdraw"
    ),
]
