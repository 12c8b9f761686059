from django.urls import path

from boards.views import partners as views
from boards.views import successions

urlpatterns = [
    path("agencies/", views.PartnerList.as_view(), name="partner-list"),
    path("agencies/add/", views.PartnerAdd.as_view(), name="partner-add"),
    path("agencies/add/<int:agency>/", views.PartnerJoin.as_view(), name="partner-join"),
    path("agencies/new/", views.PartnerNew.as_view(), name="partner-new"),
    path("agencies/<int:pk>/", views.PartnerDetail.as_view(), name="partner-detail"),
    path("agencies/<int:pk>/edit/", views.PartnerEdit.as_view(), name="partner-edit"),
    path("agencies/<int:pk>/rename/", views.PartnerRename.as_view(), name="partner-rename"),
    path("agencies/<int:pk>/part-of/", views.PartnerParent.as_view(), name="partner-parent"),
    path(
        "agencies/<int:pk>/replace/", successions.PartnerReplace.as_view(), name="partner-replace"
    ),
    path(
        "agencies/<int:pk>/not-replaced/",
        successions.PartnerTakeBack.as_view(),
        name="partner-take-back",
    ),
    path("agencies/<int:pk>/end/", views.PartnerEnd.as_view(), name="partner-end"),
]
