from django.urls import path

from boards.views import board_settings

urlpatterns = [
    path("settings/", board_settings.BoardEdit.as_view(), name="board-edit"),
]
