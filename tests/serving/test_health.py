"""`/healthz`, `/readyz` and `/metrics` tell the truth, whatever is broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, text, update

from api.application import create_app
from api.health import Watch, health_blueprint
from api.readiness import Readiness
from api.service import Service
from dudao.serving.application import trust
from engine.commands import Engine, cancel_case, suspend_case, sweep
from engine.definitions import Handlers
from engine.model.surroundings import Call
from engine.model.values import Value
from engine.store import StepBatch, Store
from engine.store.heartbeats import SILENT, beat, stop_beating
from engine.store.rows import OutboxRow
from engine.store.tables import case_file, delivery, outbox_message
from engine.store.worker_jobs import JobRow, put_jobs, set_alerted
from tests.cases.desk import Desk
from tests.cases.drawing import boundary, diagram, end, path, service, start, timer, user
from tests.support.clock import HandClock

STEP = diagram(
    "step",
    start(),
    user("a", assignee="${case.opened_by}", due="2工作日"),
    boundary("reminder", "a", timer("P3D"), interrupting=False),
    service("urge", "notify", to="respondent", kind="urge", text="请尽快报告"),
    end("end"),
    end("reminded"),
    path("start", "a", "end"),
    path("reminder", "urge", "reminded"),
)
BROKEN = diagram("broken", start(), service("fetch", "fetch"), end(), path("start", "fetch", "end"))


def no_route(call: Call) -> Mapping[str, Value]:
    del call
    raise ConnectionError("no route")


@dataclass(frozen=True, slots=True)
class Watched:
    """An installation that somebody watches."""

    desk: Desk
    folder: Path
    client: FlaskClient

    def beat(self) -> None:
        with self.desk.store.begin() as session:
            now = self.desk.clock()
            beat(session, "host:1", now=now, started_at=now)

    def ready(self) -> tuple[int, list[str]]:
        answer = self.client.get("/readyz")
        said = cast("Mapping[str, list[Mapping[str, str]]]", answer.get_json())
        assert all(each["zh"].endswith(("。", "）。")) for each in said["troubles"])
        return answer.status_code, [each["code"] for each in said["troubles"]]

    def figures(self) -> dict[str, float]:
        text = self.client.get("/metrics").get_data(as_text=True)
        return {
            sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())):
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if "bucket" not in sample.name and "created" not in sample.name
        }  # fmt: skip


def watch(desk: Desk, folder: Path, *, token: str | None = None, proxies: int = 0) -> Watched:
    folder.mkdir(exist_ok=True)
    app = create_app(Service(desk.store, desk.engine, desk.clock))
    readiness = Readiness.of(desk.store, clock=desk.clock, data=folder)
    app.register_blueprint(health_blueprint(Watch(readiness, CollectorRegistry(), token)))
    trust(app, proxies)
    return Watched(desk, folder, app.test_client())


@pytest.fixture
def desk(database_url: str, clock: HandClock) -> Iterator[Desk]:
    store = Store(database_url)
    yield Desk(store, clock)
    store.close()


@pytest.fixture
def watched(desk: Desk, tmp_path: Path) -> Watched:
    return watch(desk, tmp_path / "data")


def test_a_worker_that_beats_makes_it_ready(watched: Watched) -> None:
    assert watched.ready() == (503, ["no_worker"])
    watched.beat()
    assert watched.ready() == (200, [])


def test_a_worker_that_stopped_or_fell_silent_is_missed(watched: Watched) -> None:
    watched.beat()
    watched.desk.clock.advance(SILENT - timedelta(seconds=1))
    assert watched.ready() == (200, [])
    watched.desk.clock.advance(timedelta(seconds=1))
    assert watched.ready() == (503, ["worker_silent"])
    assert watched.figures()["dudao_workers"] == 0
    watched.beat()
    assert watched.figures()["dudao_workers"] == 1
    with watched.desk.store.begin() as session:
        stop_beating(session, "host:1")
    assert watched.ready() == (503, ["no_worker"])


def test_a_database_of_another_release_is_not_ready(watched: Watched) -> None:
    watched.beat()
    with watched.desk.store.begin() as session:
        found = session.execute(text("SELECT version_num FROM alembic_version")).one()[0]
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        assert watched.ready() == (503, ["schema_not_current"])
    finally:
        with watched.desk.store.begin() as session:
            session.execute(text("UPDATE alembic_version SET version_num = :v").bindparams(v=found))
    assert watched.ready() == (200, [])


def test_a_database_that_is_gone_is_not_ready_but_the_process_is_alive(
    postgres_url: str, clock: HandClock, tmp_path: Path
) -> None:
    store = Store(postgres_url.replace("bare_", "nobody_made_"))
    readiness = Readiness.of(store, clock=clock, data=tmp_path)
    app = create_app(Service(store, _engine(clock), clock))
    app.register_blueprint(health_blueprint(Watch(readiness, CollectorRegistry())))
    gone = app.test_client()
    assert [each.code for each in readiness.troubles()] == ["database_unavailable"]
    assert gone.get("/readyz").status_code == 503
    assert gone.get("/healthz").status_code == 200
    figures = gone.get("/metrics").get_data(as_text=True)
    assert "dudao_database_up 0.0" in figures
    assert "dudao_open_work" not in figures
    store.close()


def test_a_database_file_taken_away_is_missed_though_connections_live_on(
    sqlite_store: object, tmp_path: Path, clock: HandClock
) -> None:
    from tests.support.databases import SqliteStore  # noqa: PLC0415 - for its type alone

    assert isinstance(sqlite_store, SqliteStore)
    store = Store(sqlite_store.empty(tmp_path))
    file = tmp_path / "dudao.db"
    readiness = Readiness.of(store, clock=clock, data=tmp_path, database_file=file)
    assert [each.code for each in readiness.troubles()] == ["no_worker"]
    file.unlink()
    assert [each.code for each in readiness.troubles()] == ["no_database"]
    store.close()


def test_a_folder_that_cannot_be_written_is_not_ready(watched: Watched) -> None:
    watched.beat()
    watched.folder.rmdir()
    assert watched.ready() == (503, ["data_not_writable"])


def test_what_waits_is_counted_when_somebody_asks(watched: Watched) -> None:
    desk = watched.desk
    desk.deploy(STEP)
    first = desk.open("step").case_id
    second = desk.open("step").case_id
    figures = watched.figures()
    assert figures["dudao_cases open"] == 2
    assert (figures["dudao_open_work"], figures["dudao_overdue_work"]) == (2, 0)
    assert (figures["dudao_due_timers"], figures["dudao_timer_lag_seconds"]) == (0, 0)
    desk.clock.advance(timedelta(days=3, minutes=5))
    figures = watched.figures()
    assert figures["dudao_overdue_work"] == 2
    assert (figures["dudao_due_timers"], figures["dudao_timer_lag_seconds"]) == (2, 300)
    waiting = figures["dudao_outbox_pending"]
    sweep(desk.store, engine=desk.engine, clock=desk.clock)
    figures = watched.figures()
    assert (figures["dudao_due_timers"], figures["dudao_timer_lag_seconds"]) == (0, 0)
    assert figures["dudao_outbox_pending"] == waiting + 2
    desk.complete("li", desk.one(first, "a").id)
    with desk.store.begin() as session:
        session.execute(update(outbox_message).values(status="sent"))
        session.execute(
            update(case_file).where(case_file.c.id == second).values(status="suspended")
        )
    figures = watched.figures()
    assert (figures["dudao_cases open"], figures["dudao_cases suspended"]) == (0, 1)
    assert (figures["dudao_open_work"], figures["dudao_overdue_work"]) == (1, 0)
    assert figures["dudao_outbox_pending"] == 0


def test_timers_of_cases_that_are_suspended_or_over_are_not_late(watched: Watched) -> None:
    desk = watched.desk
    desk.deploy(STEP)
    waiting, over, _ = (desk.open("step").case_id for _ in range(3))
    desk.give(suspend_case, "li", case_id=waiting, reason="等待上级答复")
    desk.give(cancel_case, "li", case_id=over, reason="立案有误")
    desk.clock.advance(timedelta(days=3, minutes=5))
    figures = watched.figures()
    assert (figures["dudao_due_timers"], figures["dudao_timer_lag_seconds"]) == (1, 300)


def test_an_incident_is_counted_until_it_is_ended(watched: Watched) -> None:
    desk = replace_handlers(watched.desk)
    desk.deploy(BROKEN)
    case_id = desk.open("broken").case_id
    assert watched.figures()["dudao_open_incidents"] == 1
    desk.give(cancel_case, "li", case_id=case_id, reason="立案有误")
    assert watched.figures()["dudao_open_incidents"] == 0


def test_requests_are_counted_by_the_template_of_their_route(watched: Watched) -> None:
    for number in range(3):
        watched.client.get(f"/api/v1/cases/{number}")
        watched.client.get(f"/nowhere/{number}")
    watched.client.open("/healthz", method="BREW")
    figures = watched.figures()
    counted = {
        name.removeprefix("dudao_http_request_seconds_count "): value
        for name, value in figures.items()
        if name.startswith("dudao_http_request_seconds_count")
    }
    assert counted["GET (none) 404"] == 3
    assert counted["OTHER (none) 405"] == 1
    assert counted["GET /api/v1/cases/<string:case_id> 401"] == 3


@pytest.mark.parametrize(
    "peer, headers, status",
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("::ffff:127.0.0.1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
    ],
)
def test_metrics_without_a_token_go_to_this_machine_only(
    clock: HandClock, tmp_path: Path, peer: str, headers: dict[str, str], status: int
) -> None:
    watched = watch(Desk(Store.memory(), clock), tmp_path / "data")
    answer = watched.client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": peer})
    assert answer.status_code == status
    if status == 403:
        assert answer.get_json()["code"] == "metrics_refused"
        assert "dudao_" not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "given, status", [("Bearer right", 200), ("Bearer wrong", 403), ("right", 403), ("", 403)]
)
def test_metrics_with_a_token_go_to_whoever_knows_it(
    clock: HandClock, tmp_path: Path, given: str, status: int
) -> None:
    watched = watch(Desk(Store.memory(), clock), tmp_path / "data", token="right", proxies=1)
    for peer in ("127.0.0.1", "192.0.2.7"):
        answer = watched.client.get(
            "/metrics", headers={"Authorization": given}, environ_base={"REMOTE_ADDR": peer}
        )
        assert answer.status_code == status


def replace_handlers(desk: Desk) -> Desk:
    desk.engine = replace(desk.engine, handlers=Handlers({"fetch": no_route}))
    return desk


def _engine(clock: HandClock) -> Engine:
    return Desk(Store.memory(), clock).engine


def test_how_the_jobs_and_deliveries_go_is_measured_and_trouble_is_a_warning(
    watched: Watched,
) -> None:
    now = watched.desk.clock()
    rows = (
        JobRow("timers", "host:1", now, now, now, 0, None, 2),
        JobRow("deliver:mail", "host:1", now, now, None, 3, "system:TimeoutError", 400),
    )
    told = OutboxRow("m1", None, now, "notice", {}, {})
    waiting = {"message_id": "m1", "channel": "mail", "person": "xiao", "kind": "notice"}
    common = {"is_urgent": False, "created_at": now, "attempts": 1}
    batch = StepBatch()
    batch.add_message(told)
    with watched.desk.store.begin() as session:
        batch.flush(session)
        put_jobs(session, rows, known=())
        for number, status in enumerate(("pending", "dead", "sent", "sent")):
            ended = None if status == "pending" else now - timedelta(minutes=59 * number)
            values = {"id": f"d{number}", "cause": f"c{number}", "status": status}
            session.execute(insert(delivery).values(**waiting, **common, **values, ended_at=ended))
    watched.beat()
    figures = watched.figures()
    assert figures["dudao_job_last_success_timestamp_seconds timers"] == now.timestamp()
    assert "dudao_job_last_success_timestamp_seconds deliver:mail" not in figures
    assert figures["dudao_job_lag_seconds deliver:mail"] == 400
    assert figures["dudao_job_failures deliver:mail"] == 3
    assert figures["dudao_deliveries mail pending"] == 1
    assert figures["dudao_deliveries mail dead"] == 1
    assert "dudao_deliveries_last_hour mail sent" not in figures  # both ended earlier
    watched.desk.clock.move_to(now - timedelta(minutes=118))
    assert watched.figures()["dudao_deliveries_last_hour mail sent"] == 2
    watched.desk.clock.move_to(now)
    assert watched.client.get("/readyz").get_json()["warnings"] == []
    with watched.desk.store.begin() as session:
        set_alerted(session, "deliver:mail", now)
    answer = watched.client.get("/readyz")
    assert answer.status_code == 200
    (warning,) = answer.get_json()["warnings"]
    assert warning["code"] == "job_in_trouble"
    assert "发送：邮件" in warning["zh"]
