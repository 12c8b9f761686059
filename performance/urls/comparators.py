from django.urls import path

from performance.views import comparators, context, published_tables

urlpatterns = [
    path("context/", context.Context.as_view(), name="context"),
    path("context/new/", context.ContextFigureNew.as_view(), name="context-figure-new"),
    path("comparators/", comparators.ComparatorHome.as_view(), name="comparator-home"),
    path("comparators/area/", comparators.AreaEdit.as_view(), name="comparator-area"),
    path(
        "comparators/neighbours/new/",
        comparators.NeighbourSetNew.as_view(),
        name="neighbour-set-new",
    ),
    path(
        "comparators/neighbours/<int:pk>/edit/",
        comparators.NeighbourSetEdit.as_view(),
        name="neighbour-set-edit",
    ),
    path("comparators/tables/new/", published_tables.TableUpload.as_view(), name="table-upload"),
    path(
        "comparators/tables/<int:pk>/match/",
        published_tables.TableColumns.as_view(),
        name="table-match",
    ),
    path(
        "comparators/tables/<int:pk>/match/<int:match>/remove/",
        published_tables.MatchRemove.as_view(),
        name="table-match-remove",
    ),
    path(
        "comparators/tables/<int:pk>/check/",
        published_tables.TableCheck.as_view(),
        name="table-check",
    ),
]
