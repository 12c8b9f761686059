from django.urls import path

from performance.views import scorecards as views

urlpatterns = [
    path("scorecards/", views.ScorecardHome.as_view(), name="scorecard-home"),
    path("scorecards/new/", views.ScorecardNew.as_view(), name="scorecard-new"),
    path("scorecards/<int:pk>/", views.ScorecardDetail.as_view(), name="scorecard-detail"),
    path("scorecards/<int:pk>/edit/", views.ScorecardEdit.as_view(), name="scorecard-edit"),
]
