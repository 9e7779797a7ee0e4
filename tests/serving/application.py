"""The real application, with a few routes of its own that need no sign-in."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request

from api.service import Service
from dudao.serving import application
from dudao.serving.options import Assignment
from engine import commands
from engine.model.case import Actor
from engine.store.case_reads import work_of_case

INSIDE = "what only the program knows"
STAFF = Actor("li")


def build(assignment: Assignment) -> Flask:
    app = application.build(assignment)
    service: Service = app.extensions["dudao"]
    app.extensions["dudao-limiter"].enabled = False

    @app.post("/test/cases")
    def open_case() -> dict[str, str]:
        with service.store.begin() as session:
            opened = commands.open_case(
                session,
                engine=service.engine,
                clock=service.clock,
                actor=STAFF,
                process="step",
                unit="430621",
                title="一步",
            )
        with service.store.read() as session:
            work = work_of_case(session, opened.case_id)[0].id
        return {"case": opened.case_id, "work": work}

    @app.post("/test/work/<work_id>/completion")
    def complete(work_id: str) -> dict[str, str]:
        with service.store.begin() as session:
            done = commands.complete(
                session,
                engine=service.engine,
                clock=service.clock,
                actor=STAFF,
                work_id=work_id,
                form={},
            )
        return {"status": done.status}

    @app.get("/test/failure")
    @app.get("/api/v1/test/failure")
    def fail() -> str:
        raise RuntimeError(INSIDE)

    @app.get("/test/address")
    def address() -> dict[str, object]:
        return {"peer": request.remote_addr, "url": request.url}

    @app.get("/test/channels")
    def channels() -> dict[str, str]:
        return assignment.channels

    return app


def refuse_to_start(assignment: Assignment) -> Flask:
    raise RuntimeError(f"cannot start in {Path.cwd()} on {assignment.serving.port}")
