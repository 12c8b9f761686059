from django.urls import path

from performance.views import targets as views

urlpatterns = [path("targets/", views.TargetList.as_view(), name="target-list")]
