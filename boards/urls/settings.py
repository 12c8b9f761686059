from django.urls import path

from boards.views import board_settings, board_years

urlpatterns = [
    path("settings/", board_settings.BoardEdit.as_view(), name="board-edit"),
    path("years/", board_years.BoardYears.as_view(), name="board-year-list"),
    path("years/start/", board_years.BoardYearStart.as_view(), name="board-year-start"),
    path(
        "years/<int:pk>/download/",
        board_years.BoardYearDownload.as_view(),
        name="board-year-download",
    ),
]
