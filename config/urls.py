"""URLs: what belongs to a board is under its slug; reserved words come first."""

from django.urls import include, path

from boards.urls.home import board_home
from boards.views import errors, health, metrics
from boards.views.words import Words

urlpatterns = [
    path("health/live", health.Live.as_view(), name="health-live"),
    path("health/ready", health.Ready.as_view(), name="health-ready"),
    path("health/metrics", metrics.Metrics.as_view(), name="metrics"),
    path("boards/words.js", Words.as_view(), name="words"),
    path("accounts/", include("boards.accounts.urls")),
    path("api/", include("performance.api.urls")),
    path("", include("boards.site_urls")),
    path("<slug:board>/", board_home, name="board-home"),
    path("<slug:board>/audits/", include("audits.urls")),
    path("<slug:board>/performance/", include("performance.urls")),
    path("<slug:board>/reports/", include("reports.urls")),
    path("<slug:board>/", include("boards.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_tries  # asked for by django-allauth
handler500 = errors.server_error
