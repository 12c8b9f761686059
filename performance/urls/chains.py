from django.urls import path

from performance.views import chains as views

urlpatterns = [
    path("chains/", views.ChainList.as_view(), name="chain-list"),
    path("chains/adopt/", views.ChainAdopt.as_view(), name="chain-adopt"),
    path("chains/new/funnel/", views.FunnelNew.as_view(), name="chain-new-funnel"),
    path("chains/new/roll-forward/", views.RollForwardNew.as_view(), name="chain-new-roll-forward"),
    path("chains/<int:pk>/", views.ChainDetail.as_view(), name="chain-detail"),
    path("chains/<int:pk>/edit/", views.ChainEdit.as_view(), name="chain-edit"),
    path("chains/<int:pk>/remove/", views.ChainRemove.as_view(), name="chain-remove"),
]
