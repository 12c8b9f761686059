"""The worker and its schedule. Tasks are thin: a primary key in, one service call."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("portal")
# For every thread: `celery.current_app` is what boards/queue.py sends by, also in a web thread.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
