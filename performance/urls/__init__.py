"""URLs of a board's performance, by noun."""

from performance.urls import (
    breakdown_tables,
    chains,
    comparators,
    completeness,
    data_returns,
    derived,
    enquiries,
    indicators,
    scorecards,
    targets,
)

app_name = "performance"
urlpatterns = [
    *indicators.urlpatterns,
    *scorecards.urlpatterns,
    *breakdown_tables.urlpatterns,
    *targets.urlpatterns,
    *data_returns.urlpatterns,
    *chains.urlpatterns,
    *completeness.urlpatterns,
    *derived.urlpatterns,
    *comparators.urlpatterns,
    *enquiries.urlpatterns,
]
