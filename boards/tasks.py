from celery import shared_task

from boards.registry import registry


@shared_task(name="boards.requeue_stalled")
def requeue_stalled() -> None:
    """Sweep all rows of background work; nothing is lost with a worker or the broker."""
    from boards import queue

    queue.requeue_stalled(registry.jobs)


@shared_task(name="boards.note_worker")
def note_worker(queue: str) -> None:
    """Say that somebody takes work from the queue."""
    from boards import metrics

    metrics.note_worker(queue)


@shared_task(name="boards.forget_ended_sessions")
def forget_ended_sessions() -> None:
    """Delete devices and addresses of sessions that ended."""
    from boards.accounts import sessions

    sessions.forget_ended()


@shared_task(name="boards.sweep_files")
def sweep_files() -> None:
    """Remove stored files that no record knows."""
    from boards.services import stored_files

    stored_files.sweep()


@shared_task(name="boards.send_digests")
def send_digests() -> None:
    """Write the digests that are to leave; the outbox sends them."""
    from boards.services import digests

    digests.send_due()


@shared_task(name="boards.send_message")
def send_message(pk: int) -> None:
    """Send one e-mail of the outbox."""
    from boards.services import messages

    messages.deliver(pk)
