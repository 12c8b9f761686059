"""URLs of a board's performance, by noun."""

from performance.urls import chains, completeness, data_returns, derived, indicators, scorecards
from performance.urls import chains, data_returns, indicators, scorecards
from performance.urls import comparators, data_returns, indicators, scorecards
from performance.urls import chains, comparators, data_returns, indicators, scorecards

app_name = "performance"
urlpatterns = [
    *indicators.urlpatterns,
    *scorecards.urlpatterns,
    *data_returns.urlpatterns,
    *chains.urlpatterns,
    *completeness.urlpatterns,
    *derived.urlpatterns,
    *comparators.urlpatterns,
]
