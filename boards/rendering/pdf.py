"""HTML to a tagged PDF (PDF/UA-1). The only place that knows WeasyPrint."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
#: What a document may fetch of the static files.
_FOLDERS = frozenset({"fonts", "css"})
_SCHEME = "report:"


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


class ForbiddenAddress(ValueError):
    """The document asked for something that is not part of it."""


def sheet(name: str) -> str:
    """Return the address of one of our style sheets, as a document asks for it."""
    return f"{_SCHEME}css/{name}"


def pdf_of(html: str, *, sheets: Sequence[str], drawings: Mapping[str, Any]) -> Pdf:
    """Return a page as PDF: tagged, with bookmarks, fonts embedded as subsets.

    `drawings` are SVGs by name, which the page shows from `report:charts/<name>.svg`.
    """
    from weasyprint import CSS, HTML  # heavy: only the worker that builds loads it
    from weasyprint.text.fonts import FontConfiguration

    fetch, fonts = fetcher(drawings), FontConfiguration()
    with _collector_off():
        page = HTML(string=html, url_fetcher=fetch, base_url="report:/")
        css = [CSS(url=url, url_fetcher=fetch, font_config=fonts) for url in sheets]
        rendered = page.render(stylesheets=css, font_config=fonts, pdf_variant="pdf/ua-1")
        content = rendered.write_pdf(pdf_variant="pdf/ua-1")
    return Pdf(content=content, pages=len(rendered.pages))


@contextmanager
def _collector_off() -> Iterator[None]:
    """Keep the cyclic collector from walking the layout's millions of boxes: 17 % of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def fetcher(drawings: Mapping[str, Any]) -> Any:
    """Return a fetcher that knows our fonts, style sheets and drawings, no network and no disk."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DocumentFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            body, kind = _resource(url, drawings)
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return DocumentFetcher(allowed_protocols=["report"], allow_redirects=False)


def _resource(url: str, drawings: Mapping[str, Any]) -> tuple[bytes, str]:
    path = PurePosixPath(url.removeprefix(_SCHEME).lstrip("/"))
    if not url.startswith(_SCHEME) or len(path.parts) != 2 or ".." in path.parts:
        raise ForbiddenAddress(url)
    folder, name = path.parts
    if folder == "charts" and path.stem in drawings:
        return str(drawings[path.stem]).encode(), "image/svg+xml"
    if folder in _FOLDERS and (STATIC / folder / name).is_file():
        kind = "text/css" if path.suffix == ".css" else "font/ttf"
        return (STATIC / folder / name).read_bytes(), kind
    raise ForbiddenAddress(url)
