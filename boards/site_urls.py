"""Pages outside any board: home over all boards, invitations, notifications, the gallery."""

from boards.urls import gallery, home, search, site_accounts

urlpatterns = [
    *home.urlpatterns,
    *search.site_urlpatterns,
    *site_accounts.urlpatterns,
    *gallery.urlpatterns,
]
