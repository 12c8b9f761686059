"""Pages outside any board: home over all boards, invitations, notifications, the gallery."""

urlpatterns: list = []
