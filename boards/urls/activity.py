from django.urls import path

from boards.views import activity as views
from boards.views import files

urlpatterns = [
    path("activity/", views.ActivityList.as_view(), name="activity-list"),
    path("activity/<uuid:pk>/", views.ActivityDetail.as_view(), name="activity-detail"),
    path("refused-files/", files.RefusedFileList.as_view(), name="refused-file-list"),
]
