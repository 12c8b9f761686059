"""An operation of our migrations."""

from typing import Any

from django.db.migrations.operations.base import Operation


class InstallTriggers(Operation):
    """Install all triggers that the app's models declare, in one go.

    pgtrigger's own `AddTrigger` renders the whole project's models once per trigger: with three of
    them on every table the first migration took most of a minute. Declared in `CreateModel`'s
    options and installed here, they cost a moment. Later migrations use pgtrigger's operations.
    """

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The state of the models says it already."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for (label, _name), model_state in to_state.models.items():
            if label != app_label:
                continue
            for trigger in model_state.options.get("triggers", []):
                # The SQL is complete: parameters would have it escaped once more.
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Triggers go with their tables."""

    def describe(self) -> str:
        return "Install the triggers of all tables"
