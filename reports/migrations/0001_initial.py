"""Every table of `reports`, with its constraints, indexes and history triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import boards.migration_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('boards', '0002_history_context'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnnualReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='boards.board')),
                ('year', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='annual_report', to='boards.boardyear')),
                ('title', models.CharField(max_length=300)),
                ('template_key', models.SlugField(max_length=60)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['board', '-year__starts_on'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_annualreportevent" ("board_id", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_key", "title", "version", "year_id") VALUES (NEW."board_id", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."template_key", NEW."title", NEW."version", NEW."year_id"); RETURN NULL;', hash='4fd1d7e1c8c7ff9d6adea4e9bfc190f5d6a4b0bb', operation='INSERT', pgid='pgtrigger_insert_insert_e8ae4', table='reports_annualreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_annualreportevent" ("board_id", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_key", "title", "version", "year_id") VALUES (NEW."board_id", NEW."created_at", NEW."created_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."template_key", NEW."title", NEW."version", NEW."year_id"); RETURN NULL;', hash='ba7fd8c80bf325d5628fba45d47f5ef86dc055ce', operation='UPDATE', pgid='pgtrigger_update_update_8bc8c', table='reports_annualreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_annualreportevent" ("board_id", "created_at", "created_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "template_key", "title", "version", "year_id") VALUES (OLD."board_id", OLD."created_at", OLD."created_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."template_key", OLD."title", OLD."version", OLD."year_id"); RETURN NULL;', hash='301b4154b689d75ca459dddac0b4acd290e89d8a', operation='DELETE', pgid='pgtrigger_delete_delete_1599e', table='reports_annualreport', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReportSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='reports.annualreport')),
                ('key', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('prompt', models.TextField(blank=True)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('is_required', models.BooleanField(default=False)),
                ('is_appendix', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True)),
                ('blocks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('for_comment', 'For comment'), ('agreed', 'Agreed')], default='draft', max_length=12)),
                ('is_left_out', models.BooleanField(default=False)),
                ('left_out_reason', models.TextField(blank=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['report', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='report_section_key_unique'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'for_comment', 'agreed'])), name='report_section_status'), models.CheckConstraint(condition=models.Q(('is_left_out', False), ('is_required', False), models.Q(('left_out_reason', ''), _negated=True), _connector='OR'), name='report_section_left_out_with_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportsectionevent" ("blocks", "id", "is_appendix", "is_left_out", "is_required", "key", "left_out_reason", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt", "report_id", "source", "status", "text", "title", "updated_at", "updated_by_id", "version") VALUES (NEW."blocks", NEW."id", NEW."is_appendix", NEW."is_left_out", NEW."is_required", NEW."key", NEW."left_out_reason", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prompt", NEW."report_id", NEW."source", NEW."status", NEW."text", NEW."title", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='1fbcca5834cef192f66684e1beea0464e8b0712f', operation='INSERT', pgid='pgtrigger_insert_insert_7a997', table='reports_reportsection', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportsectionevent" ("blocks", "id", "is_appendix", "is_left_out", "is_required", "key", "left_out_reason", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt", "report_id", "source", "status", "text", "title", "updated_at", "updated_by_id", "version") VALUES (NEW."blocks", NEW."id", NEW."is_appendix", NEW."is_left_out", NEW."is_required", NEW."key", NEW."left_out_reason", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prompt", NEW."report_id", NEW."source", NEW."status", NEW."text", NEW."title", NEW."updated_at", NEW."updated_by_id", NEW."version"); RETURN NULL;', hash='4c86e7b70742ae2865fb3585444d2cdb21132d5f', operation='UPDATE', pgid='pgtrigger_update_update_62e47', table='reports_reportsection', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportsectionevent" ("blocks", "id", "is_appendix", "is_left_out", "is_required", "key", "left_out_reason", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prompt", "report_id", "source", "status", "text", "title", "updated_at", "updated_by_id", "version") VALUES (OLD."blocks", OLD."id", OLD."is_appendix", OLD."is_left_out", OLD."is_required", OLD."key", OLD."left_out_reason", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prompt", OLD."report_id", OLD."source", OLD."status", OLD."text", OLD."title", OLD."updated_at", OLD."updated_by_id", OLD."version"); RETURN NULL;', hash='d6648d07003b370f2c4f1e53cd8985213b62edf5', operation='DELETE', pgid='pgtrigger_delete_delete_69f58', table='reports_reportsection', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being done'), ('ready', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='reports.annualreport')),
                ('number', models.PositiveIntegerField()),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.CharField(blank=True, max_length=60)),
                ('percent', models.PositiveSmallIntegerField(default=0)),
                ('failed_section', models.CharField(blank=True, max_length=60)),
                ('cancel_requested_at', models.DateTimeField(blank=True, null=True)),
                ('data_sha256', models.CharField(blank=True, max_length=64)),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['report', '-number'],
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='report_run_number_unique'), models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'running', 'ready', 'failed', 'cancelled'])), name='report_run_status'), models.UniqueConstraint(condition=models.Q(('status__in', ['queued', 'running'])), fields=('report',), name='report_run_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), ('finished_at__isnull', False), _connector='OR'), name='report_run_ready')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportrunevent" ("attempts", "cancel_requested_at", "data_sha256", "error", "failed_section", "finished_at", "id", "number", "page_count", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "report_id", "requested_by_id", "started_at", "status") VALUES (NEW."attempts", NEW."cancel_requested_at", NEW."data_sha256", NEW."error", NEW."failed_section", NEW."finished_at", NEW."id", NEW."number", NEW."page_count", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."report_id", NEW."requested_by_id", NEW."started_at", NEW."status"); RETURN NULL;', hash='cbf6be1751f465369c684e86e6d9a077f1cbe1cb', operation='INSERT', pgid='pgtrigger_insert_insert_b9bc4', table='reports_reportrun', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."cancel_requested_at" IS DISTINCT FROM (NEW."cancel_requested_at") OR OLD."data_sha256" IS DISTINCT FROM (NEW."data_sha256") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."failed_section" IS DISTINCT FROM (NEW."failed_section") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."page_count" IS DISTINCT FROM (NEW."page_count") OR OLD."queued_at" IS DISTINCT FROM (NEW."queued_at") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."status" IS DISTINCT FROM (NEW."status"))', func='INSERT INTO "reports_reportrunevent" ("attempts", "cancel_requested_at", "data_sha256", "error", "failed_section", "finished_at", "id", "number", "page_count", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "report_id", "requested_by_id", "started_at", "status") VALUES (NEW."attempts", NEW."cancel_requested_at", NEW."data_sha256", NEW."error", NEW."failed_section", NEW."finished_at", NEW."id", NEW."number", NEW."page_count", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_at", NEW."report_id", NEW."requested_by_id", NEW."started_at", NEW."status"); RETURN NULL;', hash='79bf470c45685edb6c566fdaff7cb14579408e8e', operation='UPDATE', pgid='pgtrigger_update_update_c6e3d', table='reports_reportrun', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportrunevent" ("attempts", "cancel_requested_at", "data_sha256", "error", "failed_section", "finished_at", "id", "number", "page_count", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "report_id", "requested_by_id", "started_at", "status") VALUES (OLD."attempts", OLD."cancel_requested_at", OLD."data_sha256", OLD."error", OLD."failed_section", OLD."finished_at", OLD."id", OLD."number", OLD."page_count", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."report_id", OLD."requested_by_id", OLD."started_at", OLD."status"); RETURN NULL;', hash='d962c3cd90f49eba74b51082aac76aff4cb391f2', operation='DELETE', pgid='pgtrigger_delete_delete_62081', table='reports_reportrun', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.reportrun')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('html', 'Web page'), ('json', 'Data (JSON)')], max_length=8)),
                ('file', models.FileField(max_length=120, upload_to='reports/')),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['run', 'format'],
                'constraints': [models.UniqueConstraint(fields=('run', 'format'), name='report_file_format_unique')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportfileevent" ("file", "format", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "run_id", "sha256", "size") VALUES (NEW."file", NEW."format", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."run_id", NEW."sha256", NEW."size"); RETURN NULL;', hash='716d3a5669796683b52720575bfdec0f61c1ab48', operation='INSERT', pgid='pgtrigger_insert_insert_359f0', table='reports_reportfile', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "reports_reportfileevent" ("file", "format", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "run_id", "sha256", "size") VALUES (NEW."file", NEW."format", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."run_id", NEW."sha256", NEW."size"); RETURN NULL;', hash='69c5f7adff3cd1e1caee3508eb8637de69a10afc', operation='UPDATE', pgid='pgtrigger_update_update_91b67', table='reports_reportfile', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "reports_reportfileevent" ("file", "format", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "run_id", "sha256", "size") VALUES (OLD."file", OLD."format", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."run_id", OLD."sha256", OLD."size"); RETURN NULL;', hash='7ec189f226a7e74975c05edf8c37c32ccb4247f0', operation='DELETE', pgid='pgtrigger_delete_delete_135c3', table='reports_reportfile', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AnnualReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.annualreport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('board', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.board')),
                ('year', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.boardyear')),
                ('title', models.CharField(max_length=300)),
                ('template_key', models.SlugField(db_index=False, max_length=60)),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='30213a27d7f30489108c1495a3d15a4da1d1f6b4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_da714', table='reports_annualreportevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReportSectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reportsection')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.annualreport')),
                ('key', models.SlugField(db_index=False, max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('prompt', models.TextField(blank=True)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('is_required', models.BooleanField(default=False)),
                ('is_appendix', models.BooleanField(default=False)),
                ('text', models.TextField(blank=True)),
                ('blocks', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('for_comment', 'For comment'), ('agreed', 'Agreed')], default='draft', max_length=12)),
                ('is_left_out', models.BooleanField(default=False)),
                ('left_out_reason', models.TextField(blank=True)),
                ('order', models.PositiveSmallIntegerField()),
                ('updated_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='66db52c2bc690409e89125fc4c43fb34d06f903b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b3298', table='reports_reportsectionevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReportRunEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reportrun')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being done'), ('ready', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('report', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.annualreport')),
                ('number', models.PositiveIntegerField()),
                ('requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('failed_section', models.CharField(blank=True, max_length=60)),
                ('cancel_requested_at', models.DateTimeField(blank=True, null=True)),
                ('data_sha256', models.CharField(blank=True, max_length=64)),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='917b40d358897d40361bfec26c8ac3a0f882c565', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0adff', table='reports_reportrunevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ReportFileEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.reportfile')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('run', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.reportrun')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('html', 'Web page'), ('json', 'Data (JSON)')], max_length=8)),
                ('file', models.FileField(max_length=120, upload_to='reports/')),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9c074434fe9cb79ea38ea3e1267c12338dcd203', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7df3', table='reports_reportfileevent', when='BEFORE'))],
            },
        ),
        boards.migration_operations.InstallTriggers(
        ),
    ]
