"""URLs of a board's performance, by noun."""

from performance.urls import (
    chains,
    completeness,
    data_returns,
    derived,
    enquiries,
    indicators,
    scorecards,
)

app_name = "performance"
urlpatterns = [
    *indicators.urlpatterns,
    *scorecards.urlpatterns,
    *data_returns.urlpatterns,
    *chains.urlpatterns,
    *completeness.urlpatterns,
    *derived.urlpatterns,
    *enquiries.urlpatterns,
]
