"""Lines of enquiry, questions to agencies and their answers."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0008_themes'),
        ('performance', '0006_derivations'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('period_kind', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half', 'Half year'), ('financial_year', 'Financial year'), ('calendar_year', 'Calendar year'), ('academic_year', 'Academic year'), ('span', 'Months')], max_length=14)),
                ('period_written', models.CharField(blank=True, max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('why', models.TextField()),
                ('status', models.CharField(choices=[('open', 'Being looked into'), ('recommended', 'To be decided'), ('more_asked', 'More was asked for'), ('escalated', 'Escalated'), ('accepted', 'Accepted'), ('closed', 'Closed')], default='open', max_length=12)),
                ('finding', models.TextField(blank=True)),
                ('recommendation', models.TextField(blank=True)),
                ('recommended_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='boards.board')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by_group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries_to_decide', to='boards.group')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='boards.group')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='search_words', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                DELETE FROM boards_searchentry WHERE kind = 'enquiry' AND object_id = OLD.id;\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'INSERT' OR (concat_ws(' ', OLD.title), concat_ws(' ', OLD.why, OLD.finding, OLD.recommendation)) IS DISTINCT FROM (concat_ws(' ', NEW.title), concat_ws(' ', NEW.why, NEW.finding, NEW.recommendation)) THEN\n                INSERT INTO boards_searchentry (kind, object_id, words)\n                VALUES ('enquiry', NEW.id, portal_search_words(concat_ws(' ', NEW.title), concat_ws(' ', NEW.why, NEW.finding, NEW.recommendation)))\n                ON CONFLICT (kind, object_id) DO UPDATE SET words = EXCLUDED.words;\n            END IF;\n            RETURN NEW;\n        ", hash='07f6ed7a3a20cc574878f1cb43811841e33425e6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_words_20da4', table='performance_enquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryevent" ("board_id", "closed_at", "closed_by_id", "decided_by_group_id", "finding", "group_id", "id", "opened_at", "opened_by_id", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recommended_at", "recommended_by_id", "status", "title", "version", "why") VALUES (NEW."board_id", NEW."closed_at", NEW."closed_by_id", NEW."decided_by_group_id", NEW."finding", NEW."group_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."period_end", NEW."period_kind", NEW."period_start", NEW."period_written", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recommendation", NEW."recommended_at", NEW."recommended_by_id", NEW."status", NEW."title", NEW."version", NEW."why"); RETURN NULL;', hash='75cc8f63f8e38f47825e65c61068f174c0917f09', operation='INSERT', pgid='pgtrigger_insert_insert_a266c', table='performance_enquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_enquiryevent" ("board_id", "closed_at", "closed_by_id", "decided_by_group_id", "finding", "group_id", "id", "opened_at", "opened_by_id", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recommended_at", "recommended_by_id", "status", "title", "version", "why") VALUES (NEW."board_id", NEW."closed_at", NEW."closed_by_id", NEW."decided_by_group_id", NEW."finding", NEW."group_id", NEW."id", NEW."opened_at", NEW."opened_by_id", NEW."period_end", NEW."period_kind", NEW."period_start", NEW."period_written", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recommendation", NEW."recommended_at", NEW."recommended_by_id", NEW."status", NEW."title", NEW."version", NEW."why"); RETURN NULL;', hash='0fee1e2003c0819c185ce130bc6d352c0788e5a0', operation='UPDATE', pgid='pgtrigger_update_update_39dad', table='performance_enquiry', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryevent" ("board_id", "closed_at", "closed_by_id", "decided_by_group_id", "finding", "group_id", "id", "opened_at", "opened_by_id", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recommendation", "recommended_at", "recommended_by_id", "status", "title", "version", "why") VALUES (OLD."board_id", OLD."closed_at", OLD."closed_by_id", OLD."decided_by_group_id", OLD."finding", OLD."group_id", OLD."id", OLD."opened_at", OLD."opened_by_id", OLD."period_end", OLD."period_kind", OLD."period_start", OLD."period_written", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recommendation", OLD."recommended_at", OLD."recommended_by_id", OLD."status", OLD."title", OLD."version", OLD."why"); RETURN NULL;', hash='14fa79c795dc0210f3dcc150228686ba615d811e', operation='DELETE', pgid='pgtrigger_delete_delete_84152', table='performance_enquiry', when='AFTER'))],
                'verbose_name_plural': 'enquiries',
                'ordering': ['-opened_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enquiry_link', to='boards.action')),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='action_links', to='performance.enquiry')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryactionevent" ("action_id", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='088cfae49c368e8e2226cd7fb499c8b7d14fd5aa', operation='INSERT', pgid='pgtrigger_insert_insert_ed410', table='performance_enquiryaction', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_enquiryactionevent" ("action_id", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."action_id", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='31f76291171d8bfdb7499eba915c01f95687856f', operation='UPDATE', pgid='pgtrigger_update_update_f6caf', table='performance_enquiryaction', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryactionevent" ("action_id", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."action_id", OLD."enquiry_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='6021b2113654011bc31caccb088a53aa813fea68', operation='DELETE', pgid='pgtrigger_delete_delete_562fa', table='performance_enquiryaction', when='AFTER'))],
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryActionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('action', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.action')),
                ('enquiry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.enquiry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.enquiryaction')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='39dcf3e9e50d6524b57353ebb2a461f44c8750e6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eb5e6', table='performance_enquiryactionevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('period_kind', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half', 'Half year'), ('financial_year', 'Financial year'), ('calendar_year', 'Calendar year'), ('academic_year', 'Academic year'), ('span', 'Months')], max_length=14)),
                ('period_written', models.CharField(blank=True, max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('why', models.TextField()),
                ('status', models.CharField(choices=[('open', 'Being looked into'), ('recommended', 'To be decided'), ('more_asked', 'More was asked for'), ('escalated', 'Escalated'), ('accepted', 'Accepted'), ('closed', 'Closed')], default='open', max_length=12)),
                ('finding', models.TextField(blank=True)),
                ('recommendation', models.TextField(blank=True)),
                ('recommended_at', models.DateTimeField(blank=True, null=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('board', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.board')),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by_group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.group')),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.group')),
                ('opened_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.enquiry')),
                ('recommended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a6a7aaf07c8a3e3d879ef35b467bcae79824ff2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d1038', table='performance_enquiryevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField(default=0)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='about', to='performance.enquiry')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquired', to='performance.indicator')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryindicatorevent" ("enquiry_id", "id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."enquiry_id", NEW."id", NEW."indicator_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='c16e895691d86c7408a103fc55a3596990875db7', operation='INSERT', pgid='pgtrigger_insert_insert_fa9dc', table='performance_enquiryindicator', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_enquiryindicatorevent" ("enquiry_id", "id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."enquiry_id", NEW."id", NEW."indicator_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='7df65c001e23affbb8679d1f2cd3acafa7ea6462', operation='UPDATE', pgid='pgtrigger_update_update_b65e4', table='performance_enquiryindicator', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryindicatorevent" ("enquiry_id", "id", "indicator_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."enquiry_id", OLD."id", OLD."indicator_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='291ff1005f5e242f676723153406f22c703ef1e9', operation='DELETE', pgid='pgtrigger_delete_delete_31221', table='performance_enquiryindicator', when='AFTER'))],
                'ordering': ['enquiry', 'order', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='enquiry',
            name='indicators',
            field=models.ManyToManyField(related_name='enquiries', through='performance.EnquiryIndicator', to='performance.indicator'),
        ),
        migrations.CreateModel(
            name='EnquiryIndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('order', models.PositiveIntegerField(default=0)),
                ('enquiry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.enquiry')),
                ('indicator', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.indicator')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.enquiryindicator')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f241470215780bf03c7721df121cd49d9e05c787', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aaef4', table='performance_enquiryindicatorevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='performance.enquiry')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='search_words', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'DELETE' THEN\n                DELETE FROM boards_searchentry WHERE kind = 'enquiry_question' AND object_id = OLD.id;\n                RETURN OLD;\n            END IF;\n            IF TG_OP = 'INSERT' OR (concat_ws(' ', OLD.text), '') IS DISTINCT FROM (concat_ws(' ', NEW.text), '') THEN\n                INSERT INTO boards_searchentry (kind, object_id, words)\n                VALUES ('enquiry_question', NEW.id, portal_search_words(concat_ws(' ', NEW.text), ''))\n                ON CONFLICT (kind, object_id) DO UPDATE SET words = EXCLUDED.words;\n            END IF;\n            RETURN NEW;\n        ", hash='223a7757d902f96353b20f0895d643d90aa568ae', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_search_words_157bf', table='performance_enquiryquestion', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryquestionevent" ("asked_at", "asked_by_id", "due_on", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='f35441293077a3e81ef15af159a4debd6e6a50bc', operation='INSERT', pgid='pgtrigger_insert_insert_abd8e', table='performance_enquiryquestion', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_enquiryquestionevent" ("asked_at", "asked_by_id", "due_on", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."due_on", NEW."enquiry_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='8ca05c585b4303455b5ee9fde49733fd8b18765b', operation='UPDATE', pgid='pgtrigger_update_update_76cdb', table='performance_enquiryquestion', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquiryquestionevent" ("asked_at", "asked_by_id", "due_on", "enquiry_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."due_on", OLD."enquiry_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='c6470ecbf5afe24de2ea1d0ea11135ea6c7e5101', operation='DELETE', pgid='pgtrigger_delete_delete_57f00', table='performance_enquiryquestion', when='AFTER'))],
                'ordering': ['enquiry', 'asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgencyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('asked', 'Not answered yet'), ('answered', 'Answered: to read'), ('sent_back', 'Sent back'), ('accepted', 'Accepted'), ('withdrawn', 'No longer asked')], default='asked', max_length=10)),
                ('due_on', models.DateField()),
                ('extension_reason', models.TextField(blank=True)),
                ('chased_step', models.PositiveSmallIntegerField(default=0)),
                ('draft', models.TextField(blank=True)),
                ('draft_at', models.DateTimeField(blank=True, null=True)),
                ('draft_version', models.PositiveIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_reason', models.TextField(blank=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enquiry_answers', to='boards.agency')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='boards.board')),
                ('draft_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='performance.enquiryquestion')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_agencyanswerevent" ("accepted_at", "accepted_by_id", "agency_id", "answered_at", "answered_by_id", "board_id", "chased_step", "due_on", "extension_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sent_back_at", "sent_back_by_id", "sent_back_reason", "status", "text", "version") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."agency_id", NEW."answered_at", NEW."answered_by_id", NEW."board_id", NEW."chased_step", NEW."due_on", NEW."extension_reason", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."sent_back_at", NEW."sent_back_by_id", NEW."sent_back_reason", NEW."status", NEW."text", NEW."version"); RETURN NULL;', hash='cbf5b2ca87636255f7b67f50d8314febbd733c66', operation='INSERT', pgid='pgtrigger_insert_insert_19d5d', table='performance_agencyanswer', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_at" IS DISTINCT FROM (NEW."accepted_at") OR OLD."accepted_by_id" IS DISTINCT FROM (NEW."accepted_by_id") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."board_id" IS DISTINCT FROM (NEW."board_id") OR OLD."chased_step" IS DISTINCT FROM (NEW."chased_step") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."extension_reason" IS DISTINCT FROM (NEW."extension_reason") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."sent_back_at" IS DISTINCT FROM (NEW."sent_back_at") OR OLD."sent_back_by_id" IS DISTINCT FROM (NEW."sent_back_by_id") OR OLD."sent_back_reason" IS DISTINCT FROM (NEW."sent_back_reason") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "performance_agencyanswerevent" ("accepted_at", "accepted_by_id", "agency_id", "answered_at", "answered_by_id", "board_id", "chased_step", "due_on", "extension_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sent_back_at", "sent_back_by_id", "sent_back_reason", "status", "text", "version") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."agency_id", NEW."answered_at", NEW."answered_by_id", NEW."board_id", NEW."chased_step", NEW."due_on", NEW."extension_reason", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."sent_back_at", NEW."sent_back_by_id", NEW."sent_back_reason", NEW."status", NEW."text", NEW."version"); RETURN NULL;', hash='8dd67e1ee59028d60b0957f38ef0126856bdcee6', operation='UPDATE', pgid='pgtrigger_update_update_e05e8', table='performance_agencyanswer', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_agencyanswerevent" ("accepted_at", "accepted_by_id", "agency_id", "answered_at", "answered_by_id", "board_id", "chased_step", "due_on", "extension_reason", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "sent_back_at", "sent_back_by_id", "sent_back_reason", "status", "text", "version") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."agency_id", OLD."answered_at", OLD."answered_by_id", OLD."board_id", OLD."chased_step", OLD."due_on", OLD."extension_reason", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."sent_back_at", OLD."sent_back_by_id", OLD."sent_back_reason", OLD."status", OLD."text", OLD."version"); RETURN NULL;', hash='333e81b7ffae47dd83e64a13857aca91c055daee', operation='DELETE', pgid='pgtrigger_delete_delete_d9657', table='performance_agencyanswer', when='AFTER'))],
                'ordering': ['question', 'agency__name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AgencyAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('asked', 'Not answered yet'), ('answered', 'Answered: to read'), ('sent_back', 'Sent back'), ('accepted', 'Accepted'), ('withdrawn', 'No longer asked')], default='asked', max_length=10)),
                ('due_on', models.DateField()),
                ('extension_reason', models.TextField(blank=True)),
                ('chased_step', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_at', models.DateTimeField(blank=True, null=True)),
                ('sent_back_reason', models.TextField(blank=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.agency')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.board')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.agencyanswer')),
                ('sent_back_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.enquiryquestion')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='71ae52c15412c5e43dc10593ae8332f728310bec', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cfcfe', table='performance_agencyanswerevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryQuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.enquiry')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.enquiryquestion')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='395ef48a5e010799f15151def33a81edff44e24f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b882', table='performance_enquiryquestionevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EnquiryStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('recommended', 'Recommended'), ('accepted', 'Accepted'), ('more_asked', 'Asked for more'), ('escalated', 'Escalated'), ('closed', 'Closed')], max_length=12)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='performance.enquiry')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='boards.group')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='enquiry_step_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1666c2ca82f70af9c4c7e3c60c27a4080d285b81', operation='UPDATE OR DELETE', pgid='pgtrigger_enquiry_step_stays_a38a8', table='performance_enquirystep', when='BEFORE')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "performance_enquirystepevent" ("at", "by_id", "enquiry_id", "group_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."at", NEW."by_id", NEW."enquiry_id", NEW."group_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='3ba632b4b84dc9c6ebcdbe00b9e967967fb21424', operation='UPDATE', pgid='pgtrigger_update_update_15534', table='performance_enquirystep', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_enquirystepevent" ("at", "by_id", "enquiry_id", "group_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."at", OLD."by_id", OLD."enquiry_id", OLD."group_id", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='1eb8c8327af22fbc9baec9ed50fbf2b5b16aaced', operation='DELETE', pgid='pgtrigger_delete_delete_8057c', table='performance_enquirystep', when='AFTER'))],
                'ordering': ['enquiry', 'at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EnquiryStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('recommended', 'Recommended'), ('accepted', 'Accepted'), ('more_asked', 'Asked for more'), ('escalated', 'Escalated'), ('closed', 'Closed')], max_length=12)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('enquiry', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.enquiry')),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.group')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.enquirystep')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='95218fd42e43b08fb24670079cc3787f870182b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91ce7', table='performance_enquirystepevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='enquiryindicator',
            constraint=models.UniqueConstraint(fields=('enquiry', 'indicator'), name='enquiry_indicator_unique'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start')), ('period_kind__in', ['day', 'month', 'quarter', 'half', 'financial_year', 'calendar_year', 'academic_year', 'span']), models.Q(models.Q(('period_kind', 'day'), _negated=True), ('period_end', models.F('period_start')), _connector='OR')), name='enquiry_period'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'recommended', 'more_asked', 'escalated', 'accepted', 'closed'])), name='enquiry_status'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('why', ''), _negated=True)), name='enquiry_said'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['recommended', 'more_asked', 'escalated', 'accepted']), _negated=True), models.Q(models.Q(('finding', ''), _negated=True), models.Q(('recommendation', ''), _negated=True), ('recommended_at__isnull', False), ('recommended_by__isnull', False)), _connector='OR'), name='enquiry_put_forward'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['recommended', 'more_asked', 'escalated', 'accepted']), _negated=True), models.Q(('decided_by_group__isnull', False), ('group__isnull', True)), models.Q(('decided_by_group__isnull', True), ('group__isnull', False)), models.Q(('decided_by_group__isnull', False), ('group__isnull', False), models.Q(('decided_by_group', models.F('group')), _negated=True)), _connector='OR'), name='enquiry_decided_by_another_group'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='enquiry_closed_with_finding'),
        ),
        migrations.AddConstraint(
            model_name='enquiryquestion',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='enquiry_question_text'),
        ),
        migrations.AddIndex(
            model_name='agencyanswer',
            index=models.Index(fields=['board', 'status', 'due_on'], name='agency_answer_due'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.UniqueConstraint(fields=('question', 'agency'), name='agency_answer_unique'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['asked', 'answered', 'sent_back', 'accepted', 'withdrawn'])), name='agency_answer_status'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('draft_at__isnull', True), ('draft_by__isnull', True)), models.Q(('draft_at__isnull', False), ('draft_by__isnull', False)), _connector='OR'), name='agency_answer_draft'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['answered', 'sent_back', 'accepted']), _negated=True), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('text', ''), _negated=True)), _connector='OR'), name='agency_answer_answered'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent_back'), _negated=True), models.Q(('sent_back_at__isnull', False), ('sent_back_by__isnull', False), models.Q(('sent_back_reason', ''), _negated=True)), _connector='OR'), name='agency_answer_sent_back'),
        ),
        migrations.AddConstraint(
            model_name='agencyanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'accepted'), _negated=True), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='agency_answer_accepted'),
        ),
        migrations.AddConstraint(
            model_name='enquirystep',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['recommended', 'accepted', 'more_asked', 'escalated', 'closed'])), name='enquiry_step_kind'),
        ),
        migrations.AddConstraint(
            model_name='enquirystep',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='enquiry_step_text'),
        ),
    ]
