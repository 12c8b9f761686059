from django.urls import path

from boards.views import home

board_home = home.BoardHome.as_view()

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
]
