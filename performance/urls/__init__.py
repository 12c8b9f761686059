"""URLs of a board's performance, by noun."""

from performance.urls import (
    chains,
    comparators,
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
    *comparators.urlpatterns,
    *enquiries.urlpatterns,
]
