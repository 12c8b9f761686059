"""Which records can be found by their words: a trigger keeps the words of each in `SearchEntry`.

`@searchable` stands beside `@tracked` on a model and names its columns. The entry holds words and
nothing else: who may find a record, and what is shown of it, comes from the record itself
(`boards/queries/search.py`). No child's name and no case stands in it: `reviews` declares nothing.
"""

from collections.abc import Callable, Sequence

import pgtrigger
from django.apps import apps
from django.db import connections, models

TABLE = "boards_searchentry"


class KeepWords(pgtrigger.Trigger):
    """Write the search entry of a row after each insert, change and deletion of it.

    `title` and `text` are columns, or SQL over `{row}`; words of the title weigh more.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, kind: str, title: Sequence[str], text: Sequence[str]) -> None:
        self.kind, self.title, self.text = kind, title, text
        super().__init__(name="search_words")

    def get_func(self, model: models.Model) -> str:
        before, after = self.sources("OLD"), self.sources("NEW")
        return f"""
            IF TG_OP = 'DELETE' THEN
                DELETE FROM {TABLE} WHERE kind = '{self.kind}' AND object_id = OLD.id;
                RETURN OLD;
            END IF;
            IF TG_OP = 'INSERT' OR ({before}) IS DISTINCT FROM ({after}) THEN
                INSERT INTO {TABLE} (kind, object_id, words)
                VALUES ('{self.kind}', NEW.id, {self.words("NEW")})
                ON CONFLICT (kind, object_id) DO UPDATE SET words = EXCLUDED.words;
            END IF;
            RETURN NEW;
        """  # noqa: S608 - names of ours

    def sources(self, row: str) -> str:
        """Return SQL of everything that the words are made of."""
        return f"{self._joined(self.title, row)}, {self._joined(self.text, row)}"

    def words(self, row: str) -> str:
        return f"portal_search_words({self.sources(row)})"

    @staticmethod
    def _joined(columns: Sequence[str], row: str) -> str:
        parts = [c.format(row=row) if "{row}" in c else f"{row}.{c}" for c in columns]
        return f"concat_ws(' ', {', '.join(parts)})" if parts else "''"


def searchable(kind: str, *, title: Sequence[str], text: Sequence[str] = ()) -> Callable:
    """Let records of the model be found by the words of these columns; a class decorator."""
    return pgtrigger.register(KeepWords(kind, title, text))


def sources() -> list[tuple[type[models.Model], KeepWords]]:
    """Return every searchable model with its trigger."""
    return [
        (model, trigger)
        for model in apps.get_models()
        for trigger in getattr(model._meta, "triggers", ())
        if isinstance(trigger, KeepWords)
    ]


def rebuild(*, using: str = "default", only_missing: bool = False) -> int:
    """Write the entries that are missing or old and drop those of nothing; return how many.

    Triggers keep entries true, so this is for what was there before them, and to make sure.
    """
    changed = 0
    with connections[using].cursor() as cursor:
        for model, trigger in sources():
            table = model._meta.db_table
            entry = f"e.kind = '{trigger.kind}' AND e.object_id = r.id"
            cursor.execute(
                f"INSERT INTO {TABLE} AS old (kind, object_id, words)"  # noqa: S608 - names of ours
                f" SELECT '{trigger.kind}', r.id, {trigger.words('r')} FROM {table} r"
                + (f" WHERE NOT EXISTS (SELECT FROM {TABLE} e WHERE {entry})" * only_missing)
                + " ON CONFLICT (kind, object_id) DO UPDATE SET words = EXCLUDED.words"
                " WHERE old.words IS DISTINCT FROM EXCLUDED.words"
            )
            changed += cursor.rowcount
            if not only_missing:
                cursor.execute(
                    f"DELETE FROM {TABLE} e WHERE e.kind = '{trigger.kind}'"  # noqa: S608
                    f" AND NOT EXISTS (SELECT FROM {table} r WHERE {entry})"
                )
                changed += cursor.rowcount
    return changed
