"""URLs of a board's figures, by noun."""

from performance.urls import data_returns

app_name = "performance"
urlpatterns = [
    *data_returns.urlpatterns,
]
