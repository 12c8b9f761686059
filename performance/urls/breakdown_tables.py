from django.urls import path

from performance.views import breakdown_tables as views

urlpatterns = [
    path("tables/", views.TableList.as_view(), name="breakdown-list"),
    path("tables/new/", views.TableNew.as_view(), name="breakdown-new"),
    path("tables/starters/", views.TableStarters.as_view(), name="breakdown-starters"),
    path("tables/<int:pk>/", views.TableDetail.as_view(), name="breakdown-detail"),
    path("tables/<int:pk>/edit/", views.TableEdit.as_view(), name="breakdown-edit"),
    path("tables/<int:pk>/remove/", views.TableRemove.as_view(), name="breakdown-remove"),
]
