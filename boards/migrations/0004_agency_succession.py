"""Let one agency become several: successions take the place of `Agency.replaced_by`."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FORWARD = """
INSERT INTO boards_agencysuccession (old_id, new_id, "on")
SELECT id, replaced_by_id, replaced_on FROM boards_agency WHERE replaced_by_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""
BACKWARD = """
UPDATE boards_agency SET replaced_by_id = s.new_id, replaced_on = s."on"
FROM (SELECT DISTINCT ON (old_id) old_id, new_id, "on" FROM boards_agencysuccession
      ORDER BY old_id, id) s
WHERE s.old_id = boards_agency.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("boards", "0003_linked_identity"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencySuccession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessions",
                        to="boards.agency",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="boards.agency",
                    ),
                ),
            ],
            options={"ordering": ["on", "pk"]},
        ),
        migrations.CreateModel(
            name="AgencySuccessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("on", models.DateField()),
                (
                    "new",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="boards.agency",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="boards.agency",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="boards.agencysuccession",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            model_name="agencysuccession",
            constraint=models.UniqueConstraint(
                fields=("old", "new"), name="agency_succession_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="agencysuccession",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="agency_succession_by_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencysuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "boards_agencysuccessionevent" ("id", "new_id", "old_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."new_id", NEW."old_id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="a6dc08174c74ac502ec05ba4c0b95dcc626d16af",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_652db",
                    table="boards_agencysuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencysuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "boards_agencysuccessionevent" ("id", "new_id", "old_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."new_id", NEW."old_id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="bfd1899369748428a2361a251a19dc39aabcf6cf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a8e26",
                    table="boards_agencysuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencysuccession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "boards_agencysuccessionevent" ("id", "new_id", "old_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."new_id", OLD."old_id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="012ce4bb3087945a1dba2885a103128fccd425f1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b5d8a",
                    table="boards_agencysuccession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agencysuccessionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1eb1a1f79187009f27a15c2e821f34122f937c37",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5100b",
                    table="boards_agencysuccessionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agency",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agency",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="agency",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="agency",
            name="agency_replaced_with_date",
        ),
        migrations.RemoveField(
            model_name="agency",
            name="replaced_by",
        ),
        migrations.RemoveField(
            model_name="agency",
            name="replaced_on",
        ),
        migrations.RemoveField(
            model_name="agencyevent",
            name="replaced_by",
        ),
        migrations.RemoveField(
            model_name="agencyevent",
            name="replaced_on",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "boards_agencyevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "version") VALUES (NEW."id", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector_id", NEW."version"); RETURN NULL;',
                    hash="4b9638ea1b16031cb8f858196ae4fa188a17130e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_259eb",
                    table="boards_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "boards_agencyevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "version") VALUES (NEW."id", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector_id", NEW."version"); RETURN NULL;',
                    hash="8bd4c65a485686c3daa79566ff4f7637e3602521",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_449c7",
                    table="boards_agency",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "boards_agencyevent" ("id", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "version") VALUES (OLD."id", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector_id", OLD."version"); RETURN NULL;',
                    hash="852378e43fcbf8635fc25a554fac63765740400c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_17b42",
                    table="boards_agency",
                    when="AFTER",
                ),
            ),
        ),
    ]
