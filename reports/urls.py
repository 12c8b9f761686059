from django.urls import path

from reports.views import publishing, reports, runs, sections

app_name = "reports"
_SECTION = "<int:pk>/sections/<slug:key>/"
urlpatterns = [
    path("", reports.ReportList.as_view(), name="report-list"),
    path("small-numbers/", publishing.PublishingEdit.as_view(), name="publishing-edit"),
    path("new/", reports.ReportNew.as_view(), name="report-new"),
    path("<int:pk>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("<int:pk>/checklist/", reports.ReportChecklist.as_view(), name="report-checklist"),
    path("<int:pk>/numbers/", reports.ReportNumbers.as_view(), name="report-numbers"),
    path("<int:pk>/order/", reports.ReportArrange.as_view(), name="report-arrange"),
    path("<int:pk>/sections/add/", reports.SectionNew.as_view(), name="section-new"),
    path(_SECTION, sections.SectionEdit.as_view(), name="section-edit"),
    path(f"{_SECTION}preview/", sections.SectionPreview.as_view(), name="section-preview"),
    path(f"{_SECTION}try/", sections.SectionTry.as_view(), name="section-try"),
    path(f"{_SECTION}move/", sections.SectionMove.as_view(), name="section-move"),
    path(f"{_SECTION}leave-out/", sections.SectionLeaveOut.as_view(), name="section-leave-out"),
    path(f"{_SECTION}restore/", sections.SectionRestore.as_view(), name="section-restore"),
    path("<int:pk>/builds/", runs.RunRequest.as_view(), name="run-request"),
    path("<int:pk>/builds/<int:number>/", runs.RunDetail.as_view(), name="run-detail"),
    path("<int:pk>/builds/<int:number>/cancel/", runs.RunCancel.as_view(), name="run-cancel"),
    path("<int:pk>/downloads/", runs.DownloadList.as_view(), name="download-list"),
    path("<int:pk>/files/<int:file>/", runs.Download.as_view(), name="download"),
]
