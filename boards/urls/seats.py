from django.urls import path

from boards.views import seats as views

urlpatterns = [
    path("seats/", views.SeatList.as_view(), name="seat-list"),
    path("seats/new/", views.SeatNew.as_view(), name="seat-new"),
    path("seats/<int:pk>/", views.SeatDetail.as_view(), name="seat-detail"),
    path("seats/<int:pk>/edit/", views.SeatEdit.as_view(), name="seat-edit"),
    path("seats/<int:pk>/holder/", views.TermStart.as_view(), name="seat-term-start"),
    path("seats/<int:pk>/end/", views.TermEnd.as_view(), name="seat-term-end"),
]
