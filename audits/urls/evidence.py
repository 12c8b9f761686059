from django.urls import path

from audits.views import evidence

urlpatterns = [
    path("evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
    path("evidence/<int:pk>/", evidence.EvidenceDownload.as_view(), name="evidence-download"),
]
