"""Units, people and groups: who there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.area import Area
from api.asking import expect_text, look, look_recorded
from api.case_state import Answer
from api.paging import PlainPageQuery, listed, page_of
from api.preconditions import quoted
from api.schemas import directory as schemas
from api.schemas.derived import answer_of
from engine.commands.reading.directory import (
    GroupView,
    PersonListed,
    PersonView,
    UnitView,
    list_groups,
    list_people,
    list_units,
    read_person,
    read_unit,
)
from engine.store.directory_lists import PeopleFilter

DIRECTORY = Area("directory", "", "单位与人员：单位、人员、职务、候选组")
Query = Mapping[str, Any]


@DIRECTORY.route("/people")
@DIRECTORY.arguments(schemas.PeopleQuery, location="query")
@DIRECTORY.response(200, page_of(answer_of(PersonListed)))
def people(query: Query) -> object:
    """List people of the units in scope.

    人员列表。
    """
    names = ("unit", "group", "text")
    wanted = PeopleFilter(**{name: query[name] for name in names})
    return listed(list_people, query, wanted=wanted)


@DIRECTORY.route("/people/<string:person>")
@DIRECTORY.response(200, answer_of(PersonView))
@DIRECTORY.tagged(is_required=True)
def person(person: str) -> Answer:
    """Return a person with their posts; reading about somebody else is recorded.

    人员信息及职务。
    """
    view = look_recorded(read_person, person=expect_text(person))
    return view, 200, quoted(view.etag)


@DIRECTORY.route("/units")
@DIRECTORY.arguments(schemas.UnitQuery, location="query")
@DIRECTORY.response(200, page_of(answer_of(UnitView)))
def units(query: Query) -> object:
    """List units.

    单位列表。
    """
    return listed(list_units, query, within=query["within"], text=query["text"])


@DIRECTORY.route("/units/<string:code>")
@DIRECTORY.response(200, answer_of(UnitView))
@DIRECTORY.tagged(is_required=True)
def unit(code: str) -> Answer:
    """Return a unit, with those above it and those directly below.

    单位信息。
    """
    view = look(read_unit, code=expect_text(code))
    return view, 200, quoted(view.etag)


@DIRECTORY.route("/groups")
@DIRECTORY.arguments(PlainPageQuery, location="query")
@DIRECTORY.response(200, page_of(answer_of(GroupView)))
def groups(query: Query) -> object:
    """List the groups people can be in, and what each may do.

    候选组及其权限。
    """
    return listed(list_groups, query)
