"""URLs of the API; the version is in the address."""

from django.urls import path

from performance.api import views

app_name = "api"
urlpatterns = [
    path("v1/openapi/", views.Description.as_view(), name="description"),
    path("v1/<slug:board>/indicators/", views.Indicators.as_view(), name="indicator-list"),
    path("v1/<slug:board>/returns/", views.DataReturns.as_view(), name="return-list"),
    path("v1/<slug:board>/returns/<int:pk>/", views.OneReturn.as_view(), name="return-detail"),
    path("v1/<slug:board>/returns/<int:pk>/figures/", views.Figures.as_view(), name="figures"),
]
