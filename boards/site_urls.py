"""Pages outside any board: home over all boards, invitations, notifications, the gallery."""

from boards.urls import gallery, home, site_accounts

urlpatterns = [*home.urlpatterns, *site_accounts.urlpatterns, *gallery.urlpatterns]
