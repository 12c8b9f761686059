from django.urls import path

from performance.views import indicators as views
from performance.views import notes, revisions

urlpatterns = [
    path("indicators/", views.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/new/", views.IndicatorNew.as_view(), name="indicator-new"),
    path("indicators/library/", views.IndicatorLibrary.as_view(), name="indicator-library"),
    path("indicators/<int:pk>/", views.IndicatorDetail.as_view(), name="indicator-detail"),
    path(
        "indicators/<int:pk>/revisions/",
        revisions.IndicatorRevisions.as_view(),
        name="indicator-revisions",
    ),
    path("indicators/<int:pk>/edit/", views.IndicatorEdit.as_view(), name="indicator-edit"),
    path("indicators/<int:pk>/retire/", views.IndicatorRetire.as_view(), name="indicator-retire"),
    path("indicators/<int:pk>/comment/", notes.Comment.as_view(), name="indicator-comment"),
    path("indicators/<int:pk>/event/", notes.Annotate.as_view(), name="indicator-event"),
    path("indicators/<int:pk>/target/", notes.TargetSet.as_view(), name="indicator-target"),
    path("indicators/<int:pk>/action/", notes.ActionRaise.as_view(), name="indicator-action"),
]
