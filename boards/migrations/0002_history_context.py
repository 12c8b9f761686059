"""Guard the rows that say who did what, and find them by board."""

from django.db import migrations

GUARD = """
CREATE FUNCTION portal_guard_history_context() RETURNS trigger AS $$
BEGIN
    -- pghistory upserts the row within the transaction that made it; later nobody may touch it.
    -- NOW() is the start of the transaction, so it tells "the same one" through savepoints too.
    IF OLD.created_at <> NOW() THEN
        RAISE EXCEPTION 'history cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;
CREATE TRIGGER portal_guard_history_context BEFORE UPDATE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION portal_guard_history_context();
CREATE INDEX pghistory_context_board ON pghistory_context
    (((metadata ->> 'board')), created_at DESC);
"""

UNGUARD = """
DROP INDEX pghistory_context_board;
DROP TRIGGER portal_guard_history_context ON pghistory_context;
DROP FUNCTION portal_guard_history_context();
"""


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
