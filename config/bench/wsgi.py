"""The portal as it is served, with the bare view beside it: what the bench asks over HTTP."""

from django.conf import settings

from config.wsgi import application

__all__ = ["application"]

settings.ROOT_URLCONF = "config.bench.urls"
