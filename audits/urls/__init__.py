"""URLs of a board's audits, by noun."""

from audits.urls import evidence, returns, reviews, rounds, tools

app_name = "audits"
urlpatterns = [
    *tools.urlpatterns,
    *rounds.urlpatterns,
    *reviews.urlpatterns,
    *returns.urlpatterns,
    *evidence.urlpatterns,
]
