"""Put names of things that exist into generated requests, so that they reach more than a 404."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.core.parameters import ParameterLocation

from tests.api.matrix.world import Place, World

_OFTEN, _SELDOM = 4, 9
Known = Mapping[str, Sequence[object]]


def known(world: World) -> Known:
    """Return the names of what there is, by what parameters and fields are called."""
    places = list(world.places.values())
    cases = [case for each in places for case in (each.rectification, each.todo, each.suspended)]
    people = [each.person(role) for each in places for role in ("official", "leader", "respondent")]
    units = [each.unit for each in places]
    works = [work for each in places for work in _works(each)]
    return {
        "case_id": cases,
        "work_id": works,
        "work_ids": [works[:2], works[-1:]],
        "document_id": [each.document for each in places],
        "attachment_id": [each.internal_file for each in places],
        "delivery_id": [each.delivery for each in places],
        "channel": ["mail"],
        "incident_id": [each.incident for each in places],
        "entry": [each.entry for each in places],
        "aid": [each.timer for each in places],
        "number": [each.publication for each in places],
        "receipt": [each.receipt for each in places],
        "person": people,
        "approver": people,
        "absent": people,
        "substitute": people,
        "On-Behalf-Of": people,
        "unit": units,
        "owner": units,
        "parent": units,
        "substitution": [each.substitution for each in places],
        "within": units,
        "code": units,
        "session_id": [id_ for each in places for id_ in each.sessions.values()],
        "token_id": [id_ for each in places for id_ in each.tokens.values()],
        "proposal": [each.proposal for each in places],
        "file_name": ["plain.bpmn", "plain.yml"],
        "process": ["rectification", "todo", "twice"],
        "key": ["rectification", "rectification_notice", "light.near", "rectification_due"],
        "series": ["岳教督整"],
        "year": [2026],
        "version": [1],
        "message": ["news"],
        "variable": ["term"],
        "term": ["2工作日", "10日"],
        "If-Match": ["*", '"1"'],
    }


def seed(data: st.DataObject, case: Case[Any], known: Known) -> None:
    """Replace some of what was generated; what was made wrong on purpose stays wrong."""
    places = {
        ParameterLocation.PATH: case.path_parameters,
        ParameterLocation.QUERY: case.query,
        ParameterLocation.BODY: case.body if isinstance(case.body, dict) else {},
    }
    for place, values in places.items():
        if _is_sound(case, place):
            for name in sorted(set(values or {}) & set(known)):
                if data.draw(st.integers(0, _OFTEN)) < _OFTEN:
                    values[name] = data.draw(st.sampled_from(known[name]))
    for name in ("On-Behalf-Of", "If-Match"):
        if name in (case.headers or {}) and _is_sound(case, ParameterLocation.HEADER):
            _settle(data, case, name, known)


def _settle(data: st.DataObject, case: Case[Any], name: str, known: Known) -> None:
    """Leave most requests without a header that hardly anything passes."""
    drawn = data.draw(st.integers(0, _SELDOM))
    if drawn == _SELDOM - 1:
        case.headers[name] = cast("str", data.draw(st.sampled_from(known[name])))
    elif drawn < _SELDOM:
        del case.headers[name]


def _is_sound(case: Case[Any], place: ParameterLocation) -> bool:
    component = None if case.meta is None else case.meta.components.get(place)
    return component is None or component.mode.is_positive


def _works(place: Place) -> list[str]:
    said: dict[str, Any] = asdict(place)
    return [*said["free"].values(), *said["held"].values(), *said["undoable"].values()]
