from celery import shared_task


@shared_task(name="audits.close_rounds")
def close_rounds() -> None:
    """Close the rounds whose closing day is over."""
    from audits.services import rounds

    rounds.close_due()
