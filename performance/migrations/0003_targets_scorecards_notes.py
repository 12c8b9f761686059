"""Targets, scorecards, what is said of indicators, and how their ratios add up."""

import boards.migration_operations
import django.db.models.deletion
import django.utils.timezone
import performance.models.numbers
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0006_refused_files'),
        ('performance', '0002_data_drafts'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IndicatorAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatoractionevent" ("action_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='d1ac42c262713b70a319d909ecd7fd7bb7156140', operation='INSERT', pgid='pgtrigger_insert_insert_01a6b', table='performance_indicatoraction', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_indicatoractionevent" ("action_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='28fbe4b0474dad6d8abe66916bad8a28084e5d49', operation='UPDATE', pgid='pgtrigger_update_update_ef88f', table='performance_indicatoraction', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatoractionevent" ("action_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='f4d5c8580375560829313f11237d0c90c8311bca', operation='DELETE', pgid='pgtrigger_delete_delete_db218', table='performance_indicatoraction', when='AFTER'))],
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7a025c6e307444706a17a6520f49f22c3d31e53e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb17d', table='performance_indicatoractionevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='IndicatorNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('commentary', 'Commentary'), ('annotation', 'Event')], max_length=10)),
                ('text', models.TextField()),
                ('on', models.DateField()),
                ('starts_anew', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatornoteevent" ("at", "by_id", "id", "indicator_id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_anew", "text") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."indicator_id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_anew", NEW."text"); RETURN NULL;', hash='9cd479adc32e64f73a36cbb29d293db53786ebfd', operation='INSERT', pgid='pgtrigger_insert_insert_dfe2a', table='performance_indicatornote', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_indicatornoteevent" ("at", "by_id", "id", "indicator_id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_anew", "text") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."indicator_id", NEW."kind", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_anew", NEW."text"); RETURN NULL;', hash='db0f069ddaf6358fd4c1120acc5df5b1eb3dd029', operation='UPDATE', pgid='pgtrigger_update_update_0f2d1', table='performance_indicatornote', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatornoteevent" ("at", "by_id", "id", "indicator_id", "kind", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_anew", "text") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."indicator_id", OLD."kind", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_anew", OLD."text"); RETURN NULL;', hash='4c07f5b53a4438b401134ecefb8211d1f49da2c3', operation='DELETE', pgid='pgtrigger_delete_delete_ac683', table='performance_indicatornote', when='AFTER'))],
                'ordering': ['-on', '-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorNoteEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('commentary', 'Commentary'), ('annotation', 'Event')], max_length=10)),
                ('text', models.TextField()),
                ('on', models.DateField()),
                ('starts_anew', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4f5875bef2d74f11e507a56294a974b78ea73e18', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_06a6a', table='performance_indicatornoteevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('order', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_scorecardevent" ("board_id", "group_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."board_id", NEW."group_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='152241ed8493d596d534633a34211fe407fe0e35', operation='INSERT', pgid='pgtrigger_insert_insert_7b887', table='performance_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_scorecardevent" ("board_id", "group_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (NEW."board_id", NEW."group_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."version"); RETURN NULL;', hash='553f61271823e1c88133d7f64584b65adf34988a', operation='UPDATE', pgid='pgtrigger_update_update_4ebc7', table='performance_scorecard', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_scorecardevent" ("board_id", "group_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "version") VALUES (OLD."board_id", OLD."group_id", OLD."id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."version"); RETURN NULL;', hash='2b13287e47af88ea847ab57efa3f8699ad340b01', operation='DELETE', pgid='pgtrigger_delete_delete_b18de', table='performance_scorecard', when='AFTER'))],
                'ordering': ['board', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScorecardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=300)),
                ('order', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='834779ede1071afa13f2971de2847a912307d394', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_34210', table='performance_scorecardevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScorecardIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_scorecardindicatorevent" ("id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scorecard_id") VALUES (NEW."id", NEW."indicator_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scorecard_id"); RETURN NULL;', hash='bd4ec98b6a934ba255eee706ea31e452a46a6045', operation='INSERT', pgid='pgtrigger_insert_insert_9edc4', table='performance_scorecardindicator', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_scorecardindicatorevent" ("id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scorecard_id") VALUES (NEW."id", NEW."indicator_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scorecard_id"); RETURN NULL;', hash='5d23d6ee236fe2c1663787ba7dc4c1197131099e', operation='UPDATE', pgid='pgtrigger_update_update_2f8f8', table='performance_scorecardindicator', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_scorecardindicatorevent" ("id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scorecard_id") VALUES (OLD."id", OLD."indicator_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scorecard_id"); RETURN NULL;', hash='274eae86c036a7e7d3b1442db4a7a060365426bb', operation='DELETE', pgid='pgtrigger_delete_delete_6aeb4', table='performance_scorecardindicator', when='AFTER'))],
                'ordering': ['scorecard', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScorecardIndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.PositiveIntegerField(default=0)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6657279f5d65f5f3e749f99cc619653b6d11540a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a6020', table='performance_scorecardindicatorevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', performance.models.numbers.ExactNumberField(decimal_places=6, max_digits=18)),
                ('due_on', models.DateField()),
                ('start_value', performance.models.numbers.ExactNumberField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ('starts_on', models.DateField()),
                ('tolerance', performance.models.numbers.ExactNumberField(decimal_places=6, default=0, max_digits=18)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_targetevent" ("due_on", "id", "indicator_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_value", "starts_on", "tolerance", "value", "version") VALUES (NEW."due_on", NEW."id", NEW."indicator_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."start_value", NEW."starts_on", NEW."tolerance", NEW."value", NEW."version"); RETURN NULL;', hash='abe231bb95935ad552d844bc5d834563b99eea11', operation='INSERT', pgid='pgtrigger_insert_insert_f2388', table='performance_target', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_targetevent" ("due_on", "id", "indicator_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_value", "starts_on", "tolerance", "value", "version") VALUES (NEW."due_on", NEW."id", NEW."indicator_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."start_value", NEW."starts_on", NEW."tolerance", NEW."value", NEW."version"); RETURN NULL;', hash='6e80220d9bc3fc99bfe637b65a380c54e25562d7', operation='UPDATE', pgid='pgtrigger_update_update_6cd48', table='performance_target', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_targetevent" ("due_on", "id", "indicator_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start_value", "starts_on", "tolerance", "value", "version") VALUES (OLD."due_on", OLD."id", OLD."indicator_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."start_value", OLD."starts_on", OLD."tolerance", OLD."value", OLD."version"); RETURN NULL;', hash='af607b4b3356f3b4f59d66f9220c7c354b849e0b', operation='DELETE', pgid='pgtrigger_delete_delete_084db', table='performance_target', when='AFTER'))],
                'ordering': ['indicator', 'starts_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('value', performance.models.numbers.ExactNumberField(decimal_places=6, max_digits=18)),
                ('due_on', models.DateField()),
                ('start_value', performance.models.numbers.ExactNumberField(blank=True, decimal_places=6, max_digits=18, null=True)),
                ('starts_on', models.DateField()),
                ('tolerance', performance.models.numbers.ExactNumberField(decimal_places=6, default=0, max_digits=18)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bdd12136bc374775c1b62dd2c737f73d77127901', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_26df6', table='performance_targetevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='indicator',
            name='adds_up',
            field=models.CharField(blank=True, choices=[('both', 'Both parts are counted in the period and add up'), ('neither', 'Both parts are as on the last day'), ('numerator', 'The numerator adds up, the denominator stays')], max_length=9),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='adds_up',
            field=models.CharField(blank=True, choices=[('both', 'Both parts are counted in the period and add up'), ('neither', 'Both parts are as on the last day'), ('numerator', 'The numerator adds up, the denominator stays')], max_length=9),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatorevent" ("adds_up", "board_id", "change_limit_percent", "decimals", "definition", "denominator_label", "dimensions", "ends_on", "frequency", "id", "key", "kind", "label", "library_key", "numerator_label", "order", "owner_agency_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "polarity", "retired_reason", "source", "starts_on", "statutory_return", "theme", "unit", "version") VALUES (NEW."adds_up", NEW."board_id", NEW."change_limit_percent", NEW."decimals", NEW."definition", NEW."denominator_label", NEW."dimensions", NEW."ends_on", NEW."frequency", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."library_key", NEW."numerator_label", NEW."order", NEW."owner_agency_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."polarity", NEW."retired_reason", NEW."source", NEW."starts_on", NEW."statutory_return", NEW."theme", NEW."unit", NEW."version"); RETURN NULL;', hash='2315a4b21a7b9c8c52364b7d3c37b888d4dec007', operation='INSERT', pgid='pgtrigger_insert_insert_a1146', table='performance_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_indicatorevent" ("adds_up", "board_id", "change_limit_percent", "decimals", "definition", "denominator_label", "dimensions", "ends_on", "frequency", "id", "key", "kind", "label", "library_key", "numerator_label", "order", "owner_agency_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "polarity", "retired_reason", "source", "starts_on", "statutory_return", "theme", "unit", "version") VALUES (NEW."adds_up", NEW."board_id", NEW."change_limit_percent", NEW."decimals", NEW."definition", NEW."denominator_label", NEW."dimensions", NEW."ends_on", NEW."frequency", NEW."id", NEW."key", NEW."kind", NEW."label", NEW."library_key", NEW."numerator_label", NEW."order", NEW."owner_agency_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."polarity", NEW."retired_reason", NEW."source", NEW."starts_on", NEW."statutory_return", NEW."theme", NEW."unit", NEW."version"); RETURN NULL;', hash='bdb9e35e945ab454df55bbff90ab16973b79490e', operation='UPDATE', pgid='pgtrigger_update_update_ca11b', table='performance_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_indicatorevent" ("adds_up", "board_id", "change_limit_percent", "decimals", "definition", "denominator_label", "dimensions", "ends_on", "frequency", "id", "key", "kind", "label", "library_key", "numerator_label", "order", "owner_agency_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "polarity", "retired_reason", "source", "starts_on", "statutory_return", "theme", "unit", "version") VALUES (OLD."adds_up", OLD."board_id", OLD."change_limit_percent", OLD."decimals", OLD."definition", OLD."denominator_label", OLD."dimensions", OLD."ends_on", OLD."frequency", OLD."id", OLD."key", OLD."kind", OLD."label", OLD."library_key", OLD."numerator_label", OLD."order", OLD."owner_agency_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."polarity", OLD."retired_reason", OLD."source", OLD."starts_on", OLD."statutory_return", OLD."theme", OLD."unit", OLD."version"); RETURN NULL;', hash='62fe8adaf531fc3269d0b09a835abf291be30b09', operation='DELETE', pgid='pgtrigger_delete_delete_ff05e', table='performance_indicator', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('adds_up__in', ['', 'both', 'neither', 'numerator'])), name='indicator_adds_up'),
        ),
        migrations.AddField(
            model_name='indicatoraction',
            name='action',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='indicator_link', to='boards.action'),
        ),
        migrations.AddField(
            model_name='indicatoraction',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_links', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='indicatoractionevent',
            name='action',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.action'),
        ),
        migrations.AddField(
            model_name='indicatoractionevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='indicatoractionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='indicatoractionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.indicatoraction'),
        ),
        migrations.AddField(
            model_name='indicatornote',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='indicatornote',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='indicatornoteevent',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='indicatornoteevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='indicatornoteevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='indicatornoteevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.indicatornote'),
        ),
        migrations.AddField(
            model_name='scorecard',
            name='board',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='boards.board'),
        ),
        migrations.AddField(
            model_name='scorecard',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='boards.group'),
        ),
        migrations.AddField(
            model_name='scorecardevent',
            name='board',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.board'),
        ),
        migrations.AddField(
            model_name='scorecardevent',
            name='group',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.group'),
        ),
        migrations.AddField(
            model_name='scorecardevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='scorecardevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.scorecard'),
        ),
        migrations.AddField(
            model_name='scorecardindicator',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='scorecardindicator',
            name='scorecard',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='performance.scorecard'),
        ),
        migrations.AddField(
            model_name='scorecardindicatorevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='scorecardindicatorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='scorecardindicatorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.scorecardindicator'),
        ),
        migrations.AddField(
            model_name='scorecardindicatorevent',
            name='scorecard',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.scorecard'),
        ),
        migrations.AddField(
            model_name='target',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.indicator'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='targetevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.target'),
        ),
        migrations.AddConstraint(
            model_name='indicatornote',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['commentary', 'annotation'])), name='indicator_note_kind'),
        ),
        migrations.AddConstraint(
            model_name='indicatornote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='indicator_note_text'),
        ),
        migrations.AddConstraint(
            model_name='scorecard',
            constraint=models.UniqueConstraint(fields=('board', 'title'), name='scorecard_title_unique'),
        ),
        migrations.AddConstraint(
            model_name='scorecardindicator',
            constraint=models.UniqueConstraint(fields=('scorecard', 'indicator'), name='scorecard_indicator_unique'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('indicator', 'starts_on'), name='target_unique'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('starts_on'))), name='target_dates'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('tolerance__gte', 0)), name='target_tolerance'),
        ),
        boards.migration_operations.InstallTriggers(),
    ]
