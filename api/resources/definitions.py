"""Process definitions and decision tables: their versions and sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import expect_text, look
from api.paging import listed, page_of
from api.schemas import definitions as schemas
from api.schemas.derived import answer_of
from engine.commands.reading.definitions import (
    DecisionTableView,
    DefinitionView,
    list_decision_tables,
    list_definitions,
    read_decision_table,
    read_definition,
)

DEFINITIONS = Area("definitions", "", "流程与决策表：版本、流程图、表单、发布")
Query = Mapping[str, Any]


@DEFINITIONS.route("/definitions")
@DEFINITIONS.arguments(schemas.VersionsQuery, location="query")
@DEFINITIONS.response(200, page_of(schemas.Version))
def definitions(query: Query) -> object:
    """List the newest version of each process, or all versions of one.

    已发布的流程。
    """
    return listed(list_definitions, query, key=query["key"])


@DEFINITIONS.route("/definitions/<string:key>")
@DEFINITIONS.arguments(schemas.VersionQuery, location="query")
@DEFINITIONS.response(200, answer_of(DefinitionView))
def definition(query: Query, key: str) -> object:
    """Return a version of a process with its diagram and its forms.

    流程的一个版本：流程图、立案表单、各环节的候选组和表单。
    """
    return look(read_definition, key=expect_text(key), version=query["version"])


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
