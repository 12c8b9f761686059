from django.urls import path

from boards.views import search

site_urlpatterns = [path("search/", search.SiteSearch.as_view(), name="search")]
urlpatterns = [path("search/", search.BoardSearch.as_view(), name="search")]
