from django.urls import path

from boards.views import meetings as views

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meeting-list"),
    path("meetings/new/", views.MeetingNew.as_view(), name="meeting-new"),
    path("meetings/<int:pk>/", views.MeetingDetail.as_view(), name="meeting-detail"),
    path("meetings/<int:pk>/edit/", views.MeetingEdit.as_view(), name="meeting-edit"),
    path("meetings/<int:pk>/attendance/", views.MeetingMark.as_view(), name="meeting-mark"),
    path("meetings/attendance/<int:year>/", views.AttendanceYear.as_view(), name="attendance-year"),
]
