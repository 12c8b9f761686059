from celery import shared_task


@shared_task(name="performance.calculate_derived")
def calculate_derived() -> None:
    """Calculate the indicators that boards have chosen from the portal's own records."""
    from performance.services import derived

    derived.calculate_all()


@shared_task(name="performance.ask_for_figures")
def ask_for_figures() -> None:
    """Ask for the figures of periods that are over; remind of figures and answers that are late."""
    from performance.services import data_returns, questions

    data_returns.ask_for_due()
    data_returns.chase()
    questions.chase()


@shared_task(name="performance.build_exception_report")
def build_exception_report(pk: int) -> None:
    """Build a PDF that waits. Idempotent: one that is being done or done is left alone."""
    from performance.services import exceptions

    exceptions.execute(pk)
