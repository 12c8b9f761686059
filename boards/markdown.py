"""Text with light formatting (headings, lists, emphasis, links) to safe HTML: the one sanitiser."""

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "table",
    "thead", "tbody", "tr", "th", "td", "code", "hr",
}  # fmt: skip
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def to_html(text: str, *, top_level: int = 2) -> SafeString:
    """Return the text as HTML in which only our tags are left; headings start at `top_level`."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) - 1 + top_level, 4)}"
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
    )
    return SafeString(clean)  # nh3 has just cleaned it
