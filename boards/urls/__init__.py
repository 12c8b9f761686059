"""URLs of a board's shared ground, by noun."""

from boards.urls import (
    accounts,
    actions,
    activity,
    groups,
    meetings,
    partners,
    search,
    seats,
    settings,
    themes,
)

app_name = "boards"
urlpatterns = [
    *accounts.urlpatterns,
    *partners.urlpatterns,
    *seats.urlpatterns,
    *groups.urlpatterns,
    *meetings.urlpatterns,
    *actions.urlpatterns,
    *activity.urlpatterns,
    *search.urlpatterns,
    *settings.urlpatterns,
    *themes.urlpatterns,
]
