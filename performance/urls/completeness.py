from django.urls import path

from performance.views import completeness as views

urlpatterns = [
    path("completeness/", views.CompletenessDetail.as_view(), name="completeness"),
    path(
        "completeness/indicators/",
        views.CompletenessIndicators.as_view(),
        name="completeness-indicators",
    ),
]
