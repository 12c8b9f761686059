"""The gallery of components: in demo and tests only (boards/views/gallery.py)."""

from django.urls import path

from boards.views import gallery

urlpatterns = [
    path("components/", gallery.Gallery.as_view(), name="gallery"),
    path("components/forms/", gallery.GalleryForms.as_view(), name="gallery-forms"),
    path("components/visit/", gallery.GalleryVisit.as_view(), name="gallery-visit"),
]
