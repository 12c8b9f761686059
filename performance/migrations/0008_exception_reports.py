"""Exception reports: what was asked for, how far it is, and the file."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('boards', '0008_themes'),
        ('performance', '0007_enquiries'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExceptionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being done'), ('ready', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('period_kind', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half', 'Half year'), ('financial_year', 'Financial year'), ('calendar_year', 'Calendar year'), ('academic_year', 'Academic year'), ('span', 'Months')], max_length=14)),
                ('period_written', models.CharField(blank=True, max_length=20)),
                ('file', models.FileField(blank=True, max_length=120, upload_to='exceptions/')),
                ('size', models.PositiveBigIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exception_reports', to='boards.board')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exception_reports', to='performance.scorecard')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_exceptionreportevent" ("attempts", "board_id", "error", "file", "finished_at", "id", "page_count", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "requested_by_id", "scorecard_id", "sha256", "size", "started_at", "status") VALUES (NEW."attempts", NEW."board_id", NEW."error", NEW."file", NEW."finished_at", NEW."id", NEW."page_count", NEW."period_end", NEW."period_kind", NEW."period_start", NEW."period_written", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."requested_by_id", NEW."scorecard_id", NEW."sha256", NEW."size", NEW."started_at", NEW."status"); RETURN NULL;', hash='b59c5cf12c7e616aba90a2e9fe80b88484992b8b', operation='INSERT', pgid='pgtrigger_insert_insert_b5c01', table='performance_exceptionreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."board_id" IS DISTINCT FROM (NEW."board_id") OR OLD."error" IS DISTINCT FROM (NEW."error") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."page_count" IS DISTINCT FROM (NEW."page_count") OR OLD."period_end" IS DISTINCT FROM (NEW."period_end") OR OLD."period_kind" IS DISTINCT FROM (NEW."period_kind") OR OLD."period_start" IS DISTINCT FROM (NEW."period_start") OR OLD."period_written" IS DISTINCT FROM (NEW."period_written") OR OLD."queued_at" IS DISTINCT FROM (NEW."queued_at") OR OLD."requested_by_id" IS DISTINCT FROM (NEW."requested_by_id") OR OLD."scorecard_id" IS DISTINCT FROM (NEW."scorecard_id") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."status" IS DISTINCT FROM (NEW."status"))', func='INSERT INTO "performance_exceptionreportevent" ("attempts", "board_id", "error", "file", "finished_at", "id", "page_count", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "requested_by_id", "scorecard_id", "sha256", "size", "started_at", "status") VALUES (NEW."attempts", NEW."board_id", NEW."error", NEW."file", NEW."finished_at", NEW."id", NEW."page_count", NEW."period_end", NEW."period_kind", NEW."period_start", NEW."period_written", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."queued_at", NEW."requested_by_id", NEW."scorecard_id", NEW."sha256", NEW."size", NEW."started_at", NEW."status"); RETURN NULL;', hash='3b52bcbb6e9df9e8443dbadf23d1788de9dd32bd', operation='UPDATE', pgid='pgtrigger_update_update_9ba7c', table='performance_exceptionreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "performance_exceptionreportevent" ("attempts", "board_id", "error", "file", "finished_at", "id", "page_count", "period_end", "period_kind", "period_start", "period_written", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "requested_by_id", "scorecard_id", "sha256", "size", "started_at", "status") VALUES (OLD."attempts", OLD."board_id", OLD."error", OLD."file", OLD."finished_at", OLD."id", OLD."page_count", OLD."period_end", OLD."period_kind", OLD."period_start", OLD."period_written", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."requested_by_id", OLD."scorecard_id", OLD."sha256", OLD."size", OLD."started_at", OLD."status"); RETURN NULL;', hash='dcbeb1966b0727c3a800d316c396471dbcf61022', operation='DELETE', pgid='pgtrigger_delete_delete_35177', table='performance_exceptionreport', when='AFTER'))],
                'ordering': ['-queued_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ExceptionReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('status', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being done'), ('ready', 'Ready'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=12)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.TextField(blank=True)),
                ('period_start', models.DateField()),
                ('period_end', models.DateField()),
                ('period_kind', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('half', 'Half year'), ('financial_year', 'Financial year'), ('calendar_year', 'Calendar year'), ('academic_year', 'Academic year'), ('span', 'Months')], max_length=14)),
                ('period_written', models.CharField(blank=True, max_length=20)),
                ('file', models.FileField(blank=True, max_length=120, upload_to='exceptions/')),
                ('size', models.PositiveBigIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('page_count', models.PositiveIntegerField(blank=True, null=True)),
                ('board', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='boards.board')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='performance.exceptionreport')),
                ('requested_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='performance.scorecard')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='41cccdaef44d2341736a4504d867abdb0c4c9688', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9d3a8', table='performance_exceptionreportevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='exceptionreport',
            constraint=models.CheckConstraint(condition=models.Q(('period_end__gte', models.F('period_start')), ('period_kind__in', ['day', 'month', 'quarter', 'half', 'financial_year', 'calendar_year', 'academic_year', 'span']), models.Q(models.Q(('period_kind', 'day'), _negated=True), ('period_end', models.F('period_start')), _connector='OR')), name='exception_report_period'),
        ),
        migrations.AddConstraint(
            model_name='exceptionreport',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['queued', 'running', 'ready', 'failed', 'cancelled'])), name='exception_report_status'),
        ),
        migrations.AddConstraint(
            model_name='exceptionreport',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['queued', 'running'])), fields=('board', 'scorecard', 'period_start', 'period_end'), name='exception_report_one_at_a_time', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='exceptionreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'ready'), _negated=True), models.Q(('finished_at__isnull', False), ('page_count__isnull', False), ('size__isnull', False), models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='exception_report_ready'),
        ),
    ]
