from django.urls import path

from boards.views import themes as views

urlpatterns = [
    path("themes/", views.ThemeList.as_view(), name="theme-list"),
    path("themes/new/", views.ThemeNew.as_view(), name="theme-new"),
    path("themes/begin/", views.ThemeBegin.as_view(), name="theme-begin"),
    path("themes/<int:pk>/edit/", views.ThemeEdit.as_view(), name="theme-edit"),
    path("themes/<int:pk>/retire/", views.ThemeRetire.as_view(), name="theme-retire"),
    path("themes/<int:pk>/bring-back/", views.ThemeBringBack.as_view(), name="theme-bring-back"),
]
