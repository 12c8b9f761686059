"""Search over what a person may see.

Every kind of thing starts at its own `visible_to`, joined with the words that triggers keep
(`boards/search.py`): whatever is not visible is neither shown nor counted. All kinds are one query.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    Expression,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    Window,
)  # fmt: skip
from django.db.models.functions import Cast, Coalesce, JSONObject

from boards.authorization import Access
from boards.models import Board, SearchEntry, User
from boards.registry import SearchKind, registry
from boards.rules import search as rules
from boards.rules.search import Part, Problem, Terms

#: Results of each kind on the page of all kinds, and of one kind on its own.
FIRST_FEW = 5
PER_PAGE = 25
COLUMNS = ("hit_kind", "hit_board", "hit_title", "hit_detail", "hit_day", "hit_text", "hit_args",
           "hit_rank", "hit_count")  # fmt: skip


@dataclass(frozen=True)
class Hit:
    title: list[Part]
    detail: list[Part]
    snippet: list[Part]
    url: str
    board: Board
    day: date | None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `hits` are the best few."""

    kind: SearchKind
    count: int
    hits: list[Hit]


@dataclass(frozen=True)
class Found:
    text: str
    problem: Problem | None = None
    groups: Sequence[Group] = ()
    #: Every word is as common as "the": titles alone were searched.
    only_common: bool = False
    #: The page of the one kind that was asked for.
    page: Page | None = None
    hits: Sequence[Hit] = ()

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)


def find(
    text: str,
    *,
    user: User,
    access: Access,
    boards: Collection[Board],
    kind: str = "",
    page: str | None = None,
) -> Found:
    """Return what the person may see on these boards that has all words of the text.

    Groups say how much there is of each kind; `kind` also gives one page of that kind. Makes two
    queries, with a kind four.
    """
    if problem := rules.problem_of(text):
        return Found(text=text, problem=problem)
    stems = _stems(rules.words_of(text))
    terms = rules.terms_of(text, stems)
    query = SearchQuery(rules.query_of(terms, stems), config="simple", search_type="raw")
    scopes = _scopes(access, boards)
    by_id = {board.pk: board for board in boards}
    parts = [_rows(k, user, ids, query)[:FIRST_FEW] for k, ids in scopes]
    rows = list(parts[0].union(*parts[1:], all=True)) if parts else []
    groups = [
        Group(k, own[0]["hit_count"], [_hit(k, row, by_id, terms) for row in own])
        for k, _ids in scopes
        if (own := sorted((r for r in rows if r["hit_kind"] == k.key), key=_by_rank))
    ]
    found = Found(text=text, groups=groups, only_common=terms.only_common)
    chosen = next(((k, ids) for k, ids in scopes if k.key == kind), None)
    return _with_page(found, *chosen, page, user, query, by_id, terms) if chosen else found


def _with_page(
    found: Found,
    kind: SearchKind,
    ids: Collection[int],
    number: str | None,
    user: User,
    query: SearchQuery,
    boards: Mapping[int, Board],
    terms: Terms,
) -> Found:
    page = Paginator(_rows(kind, user, ids, query), PER_PAGE).get_page(number)
    return Found(
        text=found.text, groups=found.groups, only_common=found.only_common, page=page,
        hits=[_hit(kind, row, boards, terms) for row in page],
    )  # fmt: skip


def _scopes(access: Access, boards: Collection[Board]) -> list[tuple[SearchKind, set[int]]]:
    """Return the kinds whose pages the person may open, each with the boards where they may."""
    scopes = [
        (kind, {board.pk for board in boards if access.can(kind.permission, board=board)})
        for kind in sorted(registry.search, key=lambda kind: kind.order)
    ]
    return [(kind, ids) for kind, ids in scopes if ids]


def _stems(words: Collection[str]) -> dict[str, Collection[str]]:
    """Return each word's stems as PostgreSQL's English dictionary has them; none for common words.

    A word that the dictionary does not know is its own stem.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, ts_lexize('english_stem', word) FROM unnest(%s::text[]) AS word",
            [list(words)],
        )
        return {word: [word] if stems is None else stems for word, stems in cursor.fetchall()}


def _rows(
    kind: SearchKind, user: User, boards: Collection[int], query: SearchQuery
) -> QuerySet[Any, dict[str, Any]]:
    rows = kind.rows(user, boards)
    rank: Any
    if len(kind.words) == 1:
        # The index finds the few entries with these words; each is looked up among the visible.
        entries = _entries(*kind.words[0])
        rows = rows.filter(Exists(entries.filter(words=query)))
        rank = Subquery(entries.annotate(rank=SearchRank(F("words"), query)).values("rank")[:1])
    else:
        rows = rows.annotate(hit_words=_together(kind.words)).filter(hit_words=query)
        rank = SearchRank(F("hit_words"), query)
    rows = rows.annotate(
        hit_kind=Value(kind.key, CharField()),
        hit_board=Cast(_expression(kind.board), IntegerField()),
        hit_title=Cast(_expression(kind.title), TextField()),
        hit_detail=Cast(_expression(kind.detail), TextField()),
        hit_day=Cast(F(kind.day) if kind.day else Value(None), DateField()),
        hit_text=Func(Value(" "), Value(""), *map(F, kind.text), function="concat_ws",
                      output_field=TextField()),
        hit_args=Cast(JSONObject(**dict(kind.args)), JSONField()),
        hit_rank=rank,
        hit_count=Window(Count("*")),
    )  # fmt: skip
    return rows.order_by("-hit_rank", "hit_title", "pk").values(*COLUMNS)


def _entries(kind: str, path: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(kind=kind, object_id=OuterRef(path))


def _together(words: Sequence[tuple[str, str]]) -> Expression:
    """Return the words of several entries as one vector: of a return its agency's and round's."""
    vectors = [
        Coalesce(
            Subquery(_entries(kind, path).values("words")[:1]),
            Cast(Value(""), SearchVectorField()),
        )
        for kind, path in words
    ]
    return Func(*vectors, template="(%(expressions)s)", arg_joiner=" || ",
                output_field=SearchVectorField())  # fmt: skip


def _expression(path: Any) -> Any:
    if not isinstance(path, str):
        return path
    return F(path) if path else Value("")


def _by_rank(row: Mapping[str, Any]) -> tuple[float, str]:
    return (-row["hit_rank"], row["hit_title"])


def _hit(
    kind: SearchKind, row: Mapping[str, Any], boards: Mapping[int, Board], terms: Terms
) -> Hit:
    board = boards[row["hit_board"]]
    return Hit(
        title=rules.parts(row["hit_title"], terms),
        detail=rules.parts(row["hit_detail"] or "", terms),
        snippet=rules.snippet(row["hit_text"], terms),
        url=kind.url(board.slug, row["hit_args"]),
        board=board,
        day=row["hit_day"],
    )
