from celery import shared_task


@shared_task(name="audits.close_rounds")
def close_rounds() -> None:
    """Close the rounds whose closing day is over."""
    from audits.services import rounds

    rounds.close_due()


@shared_task(name="audits.chase_returns")
def chase_returns() -> None:
    """Remind people of returns that are not in, and tell those above them."""
    from audits.services import chasing

    chasing.chase_due()
