"""What the sentences of a timeline call people, units, activities and papers of one case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from engine.commands.reading.names import Names
from engine.commands.step import Step
from engine.commands.turn import Turn
from engine.model.deadlines import local_day
from engine.model.errors import NotFound
from engine.model.event_sentences import Said
from engine.model.forms import Field, FieldKind
from engine.model.values import Value
from engine.store.attachments import attachments_of_case
from engine.store.documents import documents_of_case

_MOST_POSTS = 2
"""Posts that are named after a person; of more, a sentence would be a list."""
Values = Mapping[str, Value]


class CaseNames:
    """The names that one read of a case needs, each asked once; see `SentenceNames`."""

    def __init__(self, turn: Turn, step: Step) -> None:
        self._step = step
        self._names = Names(turn)
        self._doers: dict[tuple[str, object], str] = {}

    def doer(self, person: str, at: datetime) -> str:
        """Return who acted, with the posts they held on that day."""
        on = local_day(at)
        known = self._doers.get((person, on))
        if known is None:
            posts = sorted({self.group(each) for each in self._groups(person, at)})
            few = posts if len(posts) <= _MOST_POSTS else []
            known = self._doers[person, on] = with_posts(self.person(person), few)
        return known

    def _groups(self, person: str, at: datetime) -> frozenset[str]:
        turn = self._step.turn
        directory, revision = turn.engine.directory, turn.office.revision
        try:
            return directory.person(
                turn.session, person, on=local_day(at), revision=revision
            ).groups
        except NotFound:
            return frozenset()

    def person(self, person: str) -> str:
        """Return the name of a person."""
        return self._names.person(person).name

    def group(self, group: str) -> str:
        """Return the name of a candidate group."""
        return self._names.group(group).name

    def unit(self, unit: str) -> str:
        """Return the name of a unit; "" for an unknown one."""
        return self._step.turn.office.unit_name(unit) or ""

    def activity(self, node: str) -> str:
        """Return what a node is called; an event on the border without a name, as its activity."""
        found = self._step.published.nodes.get(node)
        if found is None:
            return ""
        if not found.name and found.attached_to:
            return self.activity(found.attached_to)
        return found.name.replace("\n", "")

    def answer(self, node: str, form: Values) -> Said:
        """Return what the first field of a form says where it asks for yes or no, or for a choice."""
        found = self._step.published.nodes.get(node)
        fields = () if found is None or found.form is None else found.form.fields
        for field in fields[:1]:
            if field.kind in (FieldKind.BOOLEAN, FieldKind.ENUM) and field.label:
                return _answered(field, form.get(field.id))
        return Said("", "")

    def table(self, decision: str) -> str:
        """Return what the newest version of a decision table is called."""
        table = self._step.turn.office.table(decision)
        known = {} if table is None else table.decisions.definitions.decisions
        return known[decision].name if decision in known else ""

    def paper(self, document: str) -> str:
        """Return the title of a document of the case, or the name of a file attached to it."""
        return self._papers.get(document, "")

    @cached_property
    def _papers(self) -> Mapping[str, str]:
        session, case_id = self._step.turn.session, self._step.case.id
        titles = {row.id: row.title for row in documents_of_case(session, case_id)}
        files = {row.id: row.name for row in attachments_of_case(session, case_id)}
        return {**titles, **files}


def with_posts(name: str, posts: Iterable[str]) -> str:
    """Return a name with posts in brackets; what the name says in brackets already stands once."""
    said = name[name.rfind("（") :] if name.endswith("）") else ""
    missing = "、".join(each for each in posts if each not in said)
    if not missing:
        return name
    return f"{name[:-1]}、{missing}）" if said else f"{name}（{missing}）"


def _answered(field: Field, value: Value) -> Said:
    if isinstance(value, bool):
        zh, en = ("是", "yes") if value else ("否", "no")
        return Said(f"{field.label}：{zh}", f"{field.label}: {en}")
    label = dict(field.choices).get(str(value), "") if value is not None else ""
    return Said(f"{field.label}：{label}", f"{field.label}: {label}") if label else Said("", "")
