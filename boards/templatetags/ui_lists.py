"""Components of lists: tables, pages, filters, tabs, the way up, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boards.exports import CSV, XLSX

register = template.Library()


@register.simple_block_tag
def data_table(
    content: SafeString,
    caption: Any,
    hide_caption: bool = False,
    as_list: bool = True,
    dense: bool = False,
    css_class: str = "",
) -> str:
    """A table with its caption; content is `<thead>`, `<tbody>`, `<tfoot>`.

    On a phone a row becomes a block that shows each cell's `data-label`; with `as_list=False`
    the table scrolls sideways instead.
    """
    return render_to_string(
        "_components/table.html",
        {
            "content": content,
            "caption": caption,
            "hide_caption": hide_caption,
            "as_list": as_list,
            "dense": dense,
            "css_class": css_class,
        },
    )


@register.inclusion_tag("_components/sort_header.html", takes_context=True)
def sort_header(
    context: Any, label: Any, key: str, numeric: bool = False, default: bool = False
) -> dict[str, Any]:
    """Heading cell that sorts by `?sort=key`, then by `-key`; `default`: the list's own order."""
    query = _query(context)
    current = query.get("sort", key if default else "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return {
        "label": label,
        "direction": direction,
        "href": f"?{query.urlencode()}",
        "numeric": numeric,
    }


@register.inclusion_tag("_components/downloads.html", takes_context=True)
def downloads(context: Any, url: str = "", label: Any = "") -> dict[str, Any]:
    """Links to the table as CSV and as Excel, of this page or of `url`, with the page's filters."""
    query = _query(context)
    query.pop("page", None)
    links = []
    for file_format, name in ((CSV, _("CSV")), (XLSX, _("Excel"))):
        query["format"] = file_format
        links.append((name, f"{url}?{query.urlencode()}"))
    return {"label": label or _("Download this table"), "links": links}


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Any, page: Any, param: str = "page") -> dict[str, Any]:
    """Links to the other pages, keeping filters and order; says which rows are shown."""
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {
            "number": number,
            "href": _page_href(context, param, number),
            "gap": not isinstance(number, int),
        }
        for number in shown
    ]
    return {
        "page": page,
        "links": links,
        "previous": _page_href(context, param, page.number - 1),
        "next": _page_href(context, param, page.number + 1),
    }


def _page_href(context: Any, param: str, number: Any) -> str:
    query = _query(context)
    query[param] = str(number)
    return f"?{query.urlencode()}"


def _query(context: Any) -> Any:
    request = context.get("request")
    if request is None:
        return QueryDict(mutable=True)
    return request.GET.copy()


@register.simple_block_tag(takes_context=True)
def filters(
    context: Any,
    content: SafeString,
    active: Sequence[Any] = (),
    clear_url: str = "",
    label: Any = "",
) -> str:
    """Filters sent by GET; keeps the order. `active`: chips with `label` and `remove_url`."""
    sort = _query(context).get("sort", "")
    return render_to_string(
        "_components/filters.html",
        {
            "content": content,
            "active": active,
            "clear_url": clear_url,
            "label": label,
            "sort": sort,
        },
    )


@register.inclusion_tag("_components/tabs.html")
def tabs(items: Iterable[Any], label: Any = "") -> dict[str, Any]:
    """Views of one thing as links. Item: `label`, `url`, `current`, `count`."""
    return {"items": items, "label": label}


@register.inclusion_tag("_components/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Any]) -> dict[str, Any]:
    """The way up: `(label, url)` pairs, without the page itself."""
    return {"crumbs": crumbs}


@register.inclusion_tag("_components/file_item.html")
def file_item(
    name: Any,
    url: str = "",
    size: int | None = None,
    kind: Any = "",
    added: Any = "",
    state: Any = "",
    state_label: Any = "",
) -> dict[str, Any]:
    """A file: kind, size in bytes, who added it, state of its check. In `<ul class="files">`."""
    return {
        "name": name,
        "url": url,
        "size": size,
        "kind": kind,
        "added": added,
        "state": state,
        "state_label": state_label,
    }
