"""Absence substitutions (代理): who acts in whose place, made and ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import act, expect_text
from api.paging import PlainPageQuery, listed, page_of
from api.schemas import substitutions as schemas
from api.schemas.derived import answer_of
from engine import commands
from engine.commands.reading.substitutions import SubstitutionView, read_substitutions

SUBSTITUTIONS = Area("substitutions", "/substitutions", "代理：设立、终止", scope="directory")
Body = Mapping[str, Any]


@SUBSTITUTIONS.route("")
@SUBSTITUTIONS.arguments(PlainPageQuery, location="query")
@SUBSTITUTIONS.response(200, page_of(answer_of(SubstitutionView)))
def substitutions(query: Body) -> object:
    """List one's own substitutions, on either side; administrators see those of their units.

    代理列表：本人被代理的和代理他人的。
    """
    return listed(read_substitutions, query)


@SUBSTITUTIONS.route("", methods=["POST"])
@SUBSTITUTIONS.arguments(schemas.NewSubstitution)
@SUBSTITUTIONS.response(201, schemas.SubstitutionMade)
def make(body: Body) -> tuple[object, int]:
    """Let somebody act in the place of an absent person from a day to a day.

    设立代理。
    """
    return act(commands.substitute, **body), 201


@SUBSTITUTIONS.route("/<string:substitution>/ending", methods=["POST"])
@SUBSTITUTIONS.response(200, schemas.SubstitutionMade)
def end(substitution: str) -> object:
    """End a substitution now, before its last day.

    终止代理。
    """
    return act(commands.end_substitution, substitution_id=expect_text(substitution))
