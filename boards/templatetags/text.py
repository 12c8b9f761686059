"""Text that people wrote, with light formatting: `{% load text %}`, `{{ value|formatted }}`."""

from django import template
from django.utils.safestring import SafeString

from boards.markdown import to_html

register = template.Library()


@register.filter
def formatted(value: str, top_level: int = 3) -> SafeString:
    """Return the text's paragraphs, lists and emphasis as sanitised HTML."""
    return to_html(value or "", top_level=top_level)
