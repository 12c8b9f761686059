from django.db import migrations

# Actions planned in returns that have never been sent become their agencies' own, as the answers
# are. What was recorded of them before is held back too: a new column says so, no fact changes.
HOLD_BACK = """
UPDATE boards_action SET held_back = true
WHERE status = 'open' AND agency_id IS NOT NULL AND id IN (
    SELECT planned.action_id FROM audits_answeraction planned
    JOIN audits_answer answer ON answer.id = planned.answer_id
    JOIN audits_return sheet ON sheet.id = answer.return_record_id
    WHERE sheet.first_submitted_at IS NULL
);
ALTER TABLE boards_actionevent DISABLE TRIGGER USER;
UPDATE boards_actionevent SET held_back = true
WHERE pgh_obj_id IN (SELECT id FROM boards_action WHERE held_back);
ALTER TABLE boards_actionevent ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0003_chasing"),
        ("boards", "0010_action_held_back"),
    ]

    operations = [migrations.RunSQL(HOLD_BACK, migrations.RunSQL.noop)]
