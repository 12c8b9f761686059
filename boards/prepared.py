"""A query that is asked at every request: Django words it once, then only its values change.

Wording a query takes Django several times as long as PostgreSQL takes to answer a short one. What
is asked stays a queryset, so scope and meaning are said where they always are:

    _GRANTS = Prepared(lambda: Membership.objects.filter(user=Slot("user")).values_list("role"))
    _GRANTS.rows(user=user.pk)

A list of values is `AnyOf(F("pk"), Slot("wanted"))`, because `pk__in` is worded anew for
each length.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Lookup, QuerySet
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")


class Slot(Expression):
    """Stands in a prepared query for a value that is given when it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class AnyOf(Lookup):
    """Whether a column is one of the values of a list."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*left_params, *right_params)


@dataclass(frozen=True)
class _Worded:
    queryset: QuerySet[Any, Any]
    #: Makes models or tuples of what is found.
    iterable: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    #: How columns become Python's values.
    converters: Any


class Prepared(Generic[Row]):
    """A queryset with `Slot`s in it, worded when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._worded: _Worded | None = None

    def rows(self, **values: Any) -> list[Row]:
        """Ask the database; each row is what the queryset makes of it."""
        worded = self._worded or self._word()
        connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        if worded.queryset.query.select_for_update and not connection.in_atomic_block:
            msg = "A lock outlives its query in a transaction only."
            raise TransactionManagementError(msg)
        given = tuple(values[p.name] if isinstance(p, Slot) else p for p in worded.params)
        # Whatever else Django keeps of the query is only read.
        compiler = copy.copy(worded.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (worded.sql, given)
        compiler.get_converters = lambda _expressions: worded.converters
        query: Any = copy.copy(worded.queryset.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        once: QuerySet[Any, Row] = QuerySet(worded.queryset.model, query, DEFAULT_DB_ALIAS)
        return list(worded.iterable(once))

    def first(self, **values: Any) -> Row | None:
        """Return the only row, or None: of several, the queryset has to say which is first."""
        return next(iter(self.rows(**values)), None)

    def _word(self) -> _Worded:
        queryset: Any = self._build().using(DEFAULT_DB_ALIAS)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        self._worded = _Worded(
            queryset, queryset._iterable_class, compiler, sql, tuple(params), converters
        )
        return self._worded
