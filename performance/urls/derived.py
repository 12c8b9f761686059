from django.urls import path

from performance.views import derived as views

urlpatterns = [
    path("derived/", views.DerivedList.as_view(), name="derived-list"),
    path("derived/adopt/", views.DerivedAdopt.as_view(), name="derived-adopt"),
    path("derived/recorded/", views.RecordedAdopt.as_view(), name="derived-recorded"),
    path("derived/calculate/", views.DerivedCalculate.as_view(), name="derived-calculate"),
]
