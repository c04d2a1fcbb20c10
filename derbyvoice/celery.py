"""The task queue. Task arguments are ids: words and addresses never enter the broker."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "derbyvoice.settings")
app = Celery("derbyvoice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()  # in every thread of a web process, not only in the one that came here first
