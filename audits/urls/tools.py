from django.urls import URLPattern, path

from audits.views import questions, scales, standards, tool_files, tool_versions, tools

urlpatterns: list[URLPattern] = [
    path("tools/", tools.ToolList.as_view(), name="tool-list"),
    path("tools/new/", tools.ToolCreate.as_view(), name="tool-create"),
    path("tools/from-file/", tool_files.ToolImport.as_view(), name="tool-import"),
    path("tools/<int:pk>/", tools.ToolDetail.as_view(), name="tool-detail"),
    path("tools/<int:pk>/new-version/", tools.ToolNewVersion.as_view(), name="tool-new-version"),
    path(
        "tools/versions/<int:pk>/",
        tool_versions.VersionDetail.as_view(),
        name="tool-version-detail",
    ),
    path(
        "tools/versions/<int:pk>/settings/",
        tool_versions.VersionSettings.as_view(),
        name="tool-version-settings",
    ),
    path(
        "tools/versions/<int:pk>/publish/",
        tool_versions.VersionPublish.as_view(),
        name="tool-version-publish",
    ),
    path(
        "tools/versions/<int:pk>/delete/",
        tool_versions.VersionDiscard.as_view(),
        name="tool-version-delete",
    ),
    path(
        "tools/versions/<int:pk>/preview/",
        tool_versions.VersionPreview.as_view(),
        name="tool-version-preview",
    ),
    path(
        "tools/versions/<int:pk>/compare/",
        tool_versions.VersionCompare.as_view(),
        name="tool-version-compare",
    ),
    path(
        "tools/versions/<int:pk>/file/",
        tool_files.VersionDownload.as_view(),
        name="tool-version-download",
    ),
    path(
        "tools/versions/<int:pk>/add-standard/",
        standards.StandardCreate.as_view(),
        name="standard-create",
    ),
    path("tools/standards/<int:pk>/", standards.StandardUpdate.as_view(), name="standard-update"),
    path(
        "tools/standards/<int:pk>/delete/",
        standards.StandardDelete.as_view(),
        name="standard-delete",
    ),
    path("tools/standards/<int:pk>/move/", standards.StandardMove.as_view(), name="standard-move"),
    path(
        "tools/standards/<int:pk>/add-question/",
        questions.QuestionCreate.as_view(),
        name="question-create",
    ),
    path("tools/questions/<int:pk>/", questions.QuestionUpdate.as_view(), name="question-update"),
    path(
        "tools/questions/<int:pk>/delete/",
        questions.QuestionDelete.as_view(),
        name="question-delete",
    ),
    path("tools/questions/<int:pk>/move/", questions.QuestionMove.as_view(), name="question-move"),
    path("tools/scales/", scales.ScaleList.as_view(), name="scale-list"),
    path("tools/scales/new/", scales.ScaleCreate.as_view(), name="scale-create"),
    path("tools/scales/<int:pk>/", scales.ScaleUpdate.as_view(), name="scale-update"),
    path("tools/scales/<int:pk>/delete/", scales.ScaleDelete.as_view(), name="scale-delete"),
]
