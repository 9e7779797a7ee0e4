"""Process definitions and decision tables: their versions and sources."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from api.area import Area
from api.asking import KEY, asked, expect_text, look
from api.deploying import MAX_TOTAL, Checked
from api.files import A_FILE, send_made, taking
from api.paging import listed, page_of
from api.schemas import definitions as schemas
from api.schemas.derived import answer_of
from api.sending import deployer, sent
from engine.commands.reading.definitions import (
    DecisionTableView,
    DefinitionView,
    list_decision_tables,
    list_definitions,
    list_startable,
    read_decision_table,
    read_definition,
    read_diagram_source,
    read_table_source,
)
from engine.commands.reading.staffing import StaffingView, read_staffing

DEFINITIONS = Area("definitions", "", "流程与决策表：版本、流程图、表单、发布")
Query = Mapping[str, Any]
XML = "application/xml"


@DEFINITIONS.route("/definitions")
@DEFINITIONS.arguments(schemas.DefinitionsQuery, location="query")
@DEFINITIONS.response(200, page_of(schemas.Definition))
def definitions(query: Query) -> object:
    """List the newest version of each process, or all versions of one.

    已发布的流程；startable=true 时为本人可以立案的流程及其立案表单。
    """
    return listed(
        list_startable if query["startable"] else list_definitions, query, key=query["key"]
    )


@DEFINITIONS.route("/definitions/check", methods=["POST"])
@taking(MAX_TOTAL)
@DEFINITIONS.arguments(schemas.Files, location="files")
@DEFINITIONS.response(200, answer_of(Checked))
def check(form: Query) -> object:
    """Lint diagrams, tables and scenarios; nothing is published.

    检查。
    """
    return deployer().check(sent(form), actor=asked().actor)


@DEFINITIONS.route("/definitions", methods=["POST"])
@taking(MAX_TOTAL)
@DEFINITIONS.arguments(schemas.Files, location="files")
@DEFINITIONS.response(201, schemas.Deployed)
@DEFINITIONS.alt_response(422, schema=schemas.DeploymentRefused)
def deploy(form: Query) -> object:
    """Lint, run the scenarios, publish: all of it or nothing.

    由一人直接发布。

    只在参数 definitions.second_person 为 false 时可用，否则请提交发布申请（/proposals）。
    有一处错误就都不发布，回答中列出每一处（findings）。
    """
    return deployer().deploy(
        sent(form), actor=asked().actor, idempotency_key=request.headers.get(KEY)
    )


@DEFINITIONS.route("/definitions/<string:key>")
@DEFINITIONS.arguments(schemas.VersionQuery, location="query")
@DEFINITIONS.response(200, answer_of(DefinitionView))
def definition(query: Query, key: str) -> object:
    """Return a version of a process with its diagram and its forms.

    流程的一个版本：流程图、立案表单、各环节的候选组和表单。
    """
    return look(read_definition, key=expect_text(key), version=query["version"])


@DEFINITIONS.route("/definitions/<string:key>/diagram")
@DEFINITIONS.arguments(schemas.VersionQuery, location="query")
@DEFINITIONS.response(200, A_FILE, content_type=XML, description="流程图原样（BPMN 2.0）")
def diagram(query: Query, key: str) -> Response:
    """Return a version of a diagram byte for byte.

    流程图文件。
    """
    source = look(read_diagram_source, key=expect_text(key), version=query["version"])
    return send_made(io.BytesIO(source), f"{key}.bpmn", XML)


@DEFINITIONS.route("/definitions/<string:key>/staffing")
@DEFINITIONS.arguments(schemas.StaffingQuery, location="query")
@DEFINITIONS.response(200, answer_of(StaffingView))
def staffing(query: Query, key: str) -> object:
    """Tell whether the people of today can carry a process through against a unit.

    人员配备。
    """
    return look(read_staffing, key=expect_text(key), unit=query["unit"])


@DEFINITIONS.route("/decisions")
@DEFINITIONS.arguments(schemas.VersionsQuery, location="query")
@DEFINITIONS.response(200, page_of(schemas.Version))
def decisions(query: Query) -> object:
    """List the newest version of each decision table, or all versions of one.

    已发布的决策表。
    """
    return listed(list_decision_tables, query, key=query["key"])


@DEFINITIONS.route("/decisions/<string:key>")
@DEFINITIONS.arguments(schemas.VersionQuery, location="query")
@DEFINITIONS.response(200, answer_of(DecisionTableView))
def decision(query: Query, key: str) -> object:
    """Return a version of a decision table with its source.

    决策表的一个版本。
    """
    return look(read_decision_table, key=expect_text(key), version=query["version"])


@DEFINITIONS.route("/decisions/<string:key>/table")
@DEFINITIONS.arguments(schemas.VersionQuery, location="query")
@DEFINITIONS.response(200, A_FILE, content_type=XML, description="决策表原样（DMN）")
def table(query: Query, key: str) -> Response:
    """Return the file of a version of a decision table byte for byte.

    决策表文件。
    """
    source = look(read_table_source, key=expect_text(key), version=query["version"])
    return send_made(io.BytesIO(source), f"{key}.dmn", XML)
