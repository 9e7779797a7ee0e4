"""What is measured, for Prometheus: requests of all web processes, sweeps, and what waits.

With the variable ``PROMETHEUS_MULTIPROC_DIR`` set before prometheus_client is first imported,
every process writes its figures into files of that folder, and whichever web process is asked
adds all of them up. What waits is counted in the database when somebody asks.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from engine.model.case import Clock
from engine.model.errors import EngineError
from engine.store import Store
from engine.store.delivery_counts import DeliveryCount, deliveries_lately, deliveries_now
from engine.store.load import Load, measure_load
from engine.store.worker_jobs import JobRow, job_rows

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "(none)"

_LOG = logging.getLogger("dudao.api.metrics")


class Processes:
    """Count the living processes by kind: each counts itself once, for as long as it lives."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._gauge = Gauge(
            "dudao_processes",
            "Living processes of this installation on this host.",
            ["kind"],
            registry=registry,
            multiprocess_mode="livesum",
        )

    def count_this(self, kind: str) -> None:
        """Count this process."""
        self._gauge.labels(kind).set(1)


class RequestMetrics:
    """How many requests, how long each took, how each was answered."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "dudao_http_request_seconds",
            "Seconds from the request to its answer.",
            ["method", "route", "status"],
            registry=registry,
            buckets=SECONDS,
        )

    def count(self, *, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count a request; the route is the template, never the path itself."""
        known = method if method in METHODS else "OTHER"
        self._seconds.labels(known, route or NO_ROUTE, str(status)).observe(seconds)


class SweepMetrics:
    """How long sweeps take and what they did."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "dudao_sweep_seconds",
            "Seconds that one turn of the worker took.",
            registry=registry,
            buckets=SECONDS,
        )
        self._fired = Counter(
            "dudao_timers_fired_total", "Timers fired by the worker.", registry=registry
        )
        self._failed = Counter(
            "dudao_sweep_failures_total", "Turns that ended in an error.", registry=registry
        )

    def count(self, *, seconds: float, fired: int) -> None:
        """Count a turn that ended well."""
        self._seconds.observe(seconds)
        self._fired.inc(fired)

    def count_failure(self) -> None:
        """Count a turn that ended in an error."""
        self._failed.inc()


@dataclass(frozen=True, slots=True)
class _Found:
    """What one look at the database found."""

    load: Load
    jobs: list[JobRow]
    now: list[DeliveryCount]
    lately: list[DeliveryCount]


class Waiting(Collector):
    """What waits in the database, counted at every look."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count; without a database say that there is none, and count nothing."""
        found = self._look()
        yield _gauge("dudao_database_up", "1 when the database answers.", 0 if found is None else 1)
        if found is not None:
            yield from _families(found.load)
            yield from _jobs(found.jobs)
            yield _deliveries(
                "dudao_deliveries", "Deliveries that wait or were given up.", found.now
            )
            yield _deliveries(
                "dudao_deliveries_last_hour", "Deliveries that ended within an hour.", found.lately
            )

    def _look(self) -> _Found | None:
        now = self._clock()
        try:
            with self._store.read() as session:
                return _Found(
                    measure_load(session, now=now),
                    job_rows(session),
                    deliveries_now(session),
                    deliveries_lately(session, now=now),
                )
        except (DBAPIError, EngineError, OSError) as error:
            _LOG.warning("nothing could be counted in the database: %s", error)
            return None


def _families(load: Load) -> Iterator[GaugeMetricFamily]:
    cases = GaugeMetricFamily("dudao_cases", "Cases that have not ended.", labels=["status"])
    cases.add_metric(["open"], load.open_cases)
    cases.add_metric(["suspended"], load.suspended_cases)
    yield cases
    yield _gauge("dudao_open_work", "Open work.", load.open_work)
    yield _gauge("dudao_overdue_work", "Open work past its due instant.", load.overdue_work)
    yield _gauge("dudao_due_timers", "Timers that are due and have not fired.", load.due_timers)
    lag = load.timer_lag.total_seconds()
    yield _gauge("dudao_timer_lag_seconds", "How long the oldest due timer has waited.", lag)
    yield _gauge("dudao_outbox_pending", "Messages that wait to leave.", load.outbox_pending)
    yield _gauge("dudao_open_incidents", "Incidents that nobody has ended.", load.open_incidents)
    yield _gauge("dudao_workers", "Workers that live, on all hosts.", load.workers)


def _jobs(rows: list[JobRow]) -> Iterator[GaugeMetricFamily]:
    """Say how the jobs of the workers go; `worker` stands for there being a worker at all."""
    success = GaugeMetricFamily(
        "dudao_job_last_success_timestamp_seconds", "When a job last ended well.", labels=["job"]
    )
    lag = GaugeMetricFamily(
        "dudao_job_lag_seconds",
        "How late the oldest thing is that a job should do.",
        labels=["job"],
    )
    failures = GaugeMetricFamily(
        "dudao_job_failures", "Failures of a job since it last ended well.", labels=["job"]
    )
    for each in rows:
        if each.succeeded_at is not None:
            success.add_metric([each.job], each.succeeded_at.timestamp())
        lag.add_metric([each.job], each.lag_seconds)
        failures.add_metric([each.job], each.failures)
    yield from (success, lag, failures)


def _deliveries(name: str, explained: str, counts: list[DeliveryCount]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, explained, labels=["channel", "status"])
    for each in counts:
        family.add_metric([each.channel, each.status], each.count)
    return family


def _gauge(name: str, explained: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, explained, value=value)


def exposition(registry: CollectorRegistry, waiting: Waiting) -> bytes:
    """Write everything in the text format of Prometheus."""
    counted = CollectorRegistry()
    counted.register(waiting)
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        forget_dead(Path(folder))
        MultiProcessCollector(counted, folder)  # type: ignore[no-untyped-call]  # it has no types
        return generate_latest(counted)
    return generate_latest(registry) + generate_latest(counted)


def forget_dead(folder: Path) -> None:
    """Take away what dead processes said of themselves; what they did stays counted."""
    for file in folder.glob("gauge_live*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdecimal() and not _is_alive(int(pid)):
            file.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
