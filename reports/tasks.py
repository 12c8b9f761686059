from celery import shared_task


@shared_task(name="reports.build_report")
def build_report(pk: int) -> None:
    """Do a build that waits. Idempotent: one that is being done or done is left alone."""
    from reports.services import runs

    runs.execute(pk)
