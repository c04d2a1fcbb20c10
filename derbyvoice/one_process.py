"""Web, worker and clock in one process, for a demonstration on one machine: threads, and a broker in memory.

The outbox row is the truth, so what the broker forgets when the process ends is found again at the next start."""

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService, Scheduler
from celery.worker import WorkController
from waitress import create_server

log = logging.getLogger(__name__)
WEB_THREADS, WORKER_THREADS = 8, 2
SECONDS_TO_FINISH = 10


class OneProcess:
    """Starts the three in order and ends them in the opposite order; each finishes what it holds."""

    def __init__(self, application: Callable[..., Any], queue: Celery, *, host: str, port: int) -> None:
        self.queue = queue
        self.server = create_server(application, host=host, port=port, threads=WEB_THREADS, ident=None)
        self.worker = WorkController(
            app=queue,
            pool_cls="threads",
            concurrency=WORKER_THREADS,
            loglevel="WARNING",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self.beat = EmbeddedService(queue, thread=True, scheduler_cls=Scheduler)
        self.ending = threading.Event()

    def run(self, *, when_ready: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self.end)
        threading.Thread(target=self.worker.start, name="worker", daemon=True).start()
        self.beat.start()
        self.catch_up()
        threading.Thread(target=self.server.run, name="web", daemon=True).start()
        when_ready()
        while not self.ending.wait(timeout=1):
            pass
        self.finish()

    def end(self, number: int, frame: FrameType | None) -> None:
        self.ending.set()

    def catch_up(self) -> None:
        """What the clock would have asked for while this process was away is asked for now."""
        for entry in self.queue.conf.beat_schedule.values():
            if isinstance(entry["schedule"], int | float):
                self.queue.send_task(entry["task"])

    def finish(self) -> None:
        """No new requests, then no new tasks; what is under way is finished."""
        self.server.close()
        self.server.task_dispatcher.shutdown(cancel_pending=True, timeout=SECONDS_TO_FINISH)
        self.beat.stop()
        self.worker.stop()
