from django.urls import path

from boards.views import activity as views

urlpatterns = [
    path("activity/", views.ActivityList.as_view(), name="activity-list"),
    path("activity/<uuid:pk>/", views.ActivityDetail.as_view(), name="activity-detail"),
]
