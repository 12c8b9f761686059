"""The words that scripts say, in the person's language: Django's own catalogue for scripts."""

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

from boards.authorization import Public


@method_decorator(cache_control(public=True, max_age=3600), name="dispatch")
class Words(JavaScriptCatalog):
    """`gettext()` for the files of static/js; their sentences are in the domain `djangojs`."""

    permission = Public.ANYBODY
