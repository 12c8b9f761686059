from django.urls import path

from boards.views import groups as views

urlpatterns = [
    path("groups/", views.GroupList.as_view(), name="group-list"),
    path("groups/new/", views.GroupNew.as_view(), name="group-new"),
    path("groups/<int:pk>/edit/", views.GroupEdit.as_view(), name="group-edit"),
]
