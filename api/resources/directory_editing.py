"""Units, people and posts, kept by hand: what is changed must be as it was seen (If-Match)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.area import Area
from api.asking import act, expect_text
from api.case_state import Answer
from api.preconditions import expected_tag, quoted, seen_tag
from api.schemas import directory as schemas
from api.schemas.parts import Reason
from engine.commands import directory as commands
from engine.identity import Membership, PersonEntry, Unit

EDITING = Area("directory-editing", "", "维护单位、人员和职务", scope="directory")
Body = Mapping[str, Any]


@EDITING.route("/units", methods=["POST"])
@EDITING.arguments(schemas.NewUnit)
@EDITING.response(201, schemas.Changed)
@EDITING.tagged(is_required=False)
def add_unit(body: Body) -> Answer:
    """Add a unit.

    新增单位。
    """
    made = act(commands.add_unit, unit=Unit(**body))
    return made, 201, {"Location": f"/api/v1/units/{made.id}", **quoted(made.etag)}


@EDITING.route("/units/<string:code>", methods=["PUT"])
@EDITING.arguments(schemas.UnitData)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=True)
def change_unit(body: Body, code: str) -> Answer:
    """Put other data in place of a unit's; units below move along.

    修改单位。
    """
    changed = act(
        commands.change_unit, code=expect_text(code), changes=body, expected=expected_tag()
    )
    return changed, 200, quoted(changed.etag)


@EDITING.route("/units/<string:code>/ending", methods=["POST"])
@EDITING.arguments(schemas.UnitEnding)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=False)
def end_unit(body: Body, code: str) -> Answer:
    """End a unit, from today when no day is named; it stays known.

    撤销单位。

    While running cases, people, posts or units hang on it, they are named and nothing happens.
    """
    ended = act(commands.end_unit, code=expect_text(code), expected=seen_tag(), **body)
    return ended, 200, quoted(ended.etag)


@EDITING.route("/units/<string:code>/restoration", methods=["POST"])
@EDITING.arguments(Reason)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=False)
def restore_unit(body: Body, code: str) -> Answer:
    """Restore a unit whose end was a mistake.

    恢复单位。

    Ending moves nothing, so nothing else is moved back. Not while the unit above it has ended.
    """
    restored = act(commands.restore_unit, code=expect_text(code), expected=seen_tag(), **body)
    return restored, 200, quoted(restored.etag)


@EDITING.route("/people", methods=["POST"])
@EDITING.arguments(schemas.NewPerson)
@EDITING.response(201, schemas.Changed)
@EDITING.tagged(is_required=False)
def add_person(body: Body) -> Answer:
    """Add a person; posts are granted apart.

    新增人员。
    """
    made = act(commands.add_person, person=PersonEntry(**body))
    return made, 201, {"Location": f"/api/v1/people/{made.id}", **quoted(made.etag)}


@EDITING.route("/people/<string:person>", methods=["PUT"])
@EDITING.arguments(schemas.PersonData)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=True)
def change_person(body: Body, person: str) -> Answer:
    """Put other data in place of a person's.

    修改人员。

    Who moves to another unit loses the posts of the old one; who is deactivated keeps their open
    work until somebody assigns it.
    """
    changed = act(
        commands.change_person, person=expect_text(person), changes=body, expected=expected_tag()
    )
    return changed, 200, quoted(changed.etag)


@EDITING.route("/people/<string:person>/posts", methods=["POST"])
@EDITING.arguments(schemas.Post)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=False)
def grant(body: Body, person: str) -> Answer:
    """Give a person a post, from today when no day is named.

    任职。
    """
    post = Membership(
        body["group"], body["from_on"] or date.min, body["until_on"], unit=body["unit"]
    )
    changed = act(commands.grant_post, person=expect_text(person), post=post, expected=seen_tag())
    return changed, 200, quoted(changed.etag)


@EDITING.route("/people/<string:person>/posts/ending", methods=["POST"])
@EDITING.arguments(schemas.Post)
@EDITING.response(200, schemas.Changed)
@EDITING.tagged(is_required=False)
def end(body: Body, person: str) -> Answer:
    """Let a post end with a day, today when none is named; it stays known as past.

    免职。
    """
    post = commands.HeldPost(body["group"], body["unit"], body["from_on"])
    changed = act(
        commands.end_post,
        person=expect_text(person),
        post=post,
        until_on=body["until_on"],
        expected=seen_tag(),
    )
    return changed, 200, quoted(changed.etag)
