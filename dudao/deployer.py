"""Files that come over HTTP: checked, tried, proposed and published, without any folder.

They come from people who may be mistaken or worse: their number, their size and the time their
scenarios take are bounded, and the scenarios of one request run at a time in each process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from api.deploying import (
    Checked,
    Deployed,
    FindingView,
    PeopleFact,
    SentFile,
    VersionMade,
)
from dudao.composition import CaseTypes
from dudao.deploying import Deploying
from dudao.desk import Desk
from dudao.files import FileKind, Given
from dudao.judging import Elapsed, Judged, Judging
from dudao.linting import facts_of
from dudao.sent import taken
from engine.commands import ProposalMade, ProposalPublished, propose_definitions, publish_proposal
from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.commands.proposal_rules import expect_direct_publication
from engine.commands.proposals import expect_note, expect_publishable
from engine.commands.requests import command, is_answered
from engine.definitions.base import read_base
from engine.definitions.candidate import FileFinding
from engine.definitions.deploy import Deployment
from engine.diagram.people_needed import PeopleNeeded
from engine.model.case import Actor, Clock
from engine.model.errors import Conflict
from engine.model.proposals import FileWord, ProposedFile
from engine.store import Session, Store

LONGEST = 60.0
"""Seconds that the scenarios of one request may take together (建议值)."""
_WORDS: Mapping[FileKind, FileWord] = {
    FileKind.DIAGRAM: "diagram",
    FileKind.TABLE: "table",
    FileKind.SCENARIO: "scenario",
}
_KINDS = {word: kind for kind, word in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class _Published(Deployed):
    """What was published; whether there are people enough is asked after the commit."""

    ids: Sequence[str]
    """Of the definitions."""


class SentFiles:
    """Check, propose and publish what was sent; one for each process (`api.deploying.Deployer`)."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        clock: Clock,
        *,
        types: CaseTypes,
        elapsed: Elapsed,
        longest: float = LONGEST,
    ) -> None:
        self._desk = Desk(store, engine, clock)
        self._types = types
        self._judging = Judging(self._desk, types, elapsed, longest)
        self._busy = Lock()

    def check(self, files: Sequence[SentFile], *, actor: Actor) -> Checked:
        """Lint files without publishing; NotPermitted without `read_configuration`."""
        self._expect(actor, "read_configuration")
        given = taken(files)
        findings = self._judging.lint(given).findings
        return Checked(
            is_sound=all(each.severity != "error" for each in findings),
            findings=tuple(map(_view, findings)),
            people=tuple(
                _fact(file, needed, self._desk.engine)
                for file, needed in facts_of(given, self._types)
            ),
        )

    def deploy(
        self, files: Sequence[SentFile], *, actor: Actor, idempotency_key: str | None
    ) -> Deployed:
        """Lint, run the scenarios, publish all or nothing; NotPermitted without `deploy`.

        Where two people are needed nobody may; NotPermitted with `second_person_required` then.
        """
        self._expect(actor, "deploy", is_direct=True)
        given = taken(files)
        with self._alone():
            judged = self._judging.judge(given)
            judged.expect_linted()
            return self._publish(judged, given, actor, idempotency_key)

    def propose(
        self, files: Sequence[SentFile], *, actor: Actor, note: str, idempotency_key: str | None
    ) -> ProposalMade:
        """Lint, run the scenarios, keep all of it for a second person."""
        self._expect(actor, "propose_definition")
        note = expect_note(note)  # nobody waits for the scenarios to hear that it is missing
        given = taken(files)
        with self._alone():
            judgement = self._judging.judge(given).judgement()
        with self._desk.store.begin() as session:
            return propose_definitions(
                session,
                engine=self._desk.engine,
                clock=self._desk.clock,
                actor=actor,
                files=[ProposedFile.of(each.name, _WORDS[each.kind], each.data) for each in given],
                note=note,
                judgement=judgement,
                idempotency_key=idempotency_key,
            )

    def publish(
        self, proposal: str, *, actor: Actor, idempotency_key: str | None
    ) -> ProposalPublished:
        """Check a proposal again among what is published now, and publish it."""
        with self._alone():
            judged = self._judged_again(proposal, actor, idempotency_key)
            with self._desk.store.begin() as session:
                done = publish_proposal(
                    session,
                    engine=self._desk.engine,
                    clock=self._desk.clock,
                    actor=actor,
                    proposal=proposal,
                    publish=lambda session: _publish(session, judged, actor),
                    idempotency_key=idempotency_key,
                )
        made = [str(each["id"]) for each in done.made if each["kind"] == "process"]
        return replace(done, too_few=self._too_few(self._judging.deploying(()), made))

    # ------------------------------------------------------------------------------ steps

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nobody else run scenarios in this process meanwhile; raise Conflict if one does."""
        if not self._busy.acquire(blocking=False):
            raise Conflict(
                "正在检查或发布另一批文件，请稍后再试。",
                en="Other files are being checked or published in this process.",
                code="busy",
            )
        try:
            yield
        finally:
            self._busy.release()

    def _expect(self, actor: Actor, word: str, *, is_direct: bool = False) -> None:
        with self._desk.store.read() as session:
            self._expect_in(session, actor, word, is_direct=is_direct)

    def _expect_in(self, session: Session, actor: Actor, word: str, *, is_direct: bool) -> None:
        engine = self._desk.engine
        office = Office(session, engine, now=self._desk.clock())
        engine.permissions.expect(office, actor, word)
        if is_direct:
            expect_direct_publication(office)

    def _too_few(self, deploying: Deploying, definitions: Sequence[str]) -> list[str]:
        with self._desk.store.read() as session:  # nobody waits to write meanwhile
            return deploying.too_few(session, definitions)

    def _judged_again(self, proposal: str, actor: Actor, key: str | None) -> Judged | None:
        """Judge a proposal that the actor may publish; None for a request answered before."""
        desk = self._desk
        with desk.store.read() as session:
            if is_answered(session, actor, key):
                return None
            files = expect_publishable(
                session, engine=desk.engine, clock=desk.clock, actor=actor, proposal=proposal
            )
        judged = self._judging.judge(tuple(map(_as_proposed, files)))
        judged.expect_sound()
        return judged

    def _publish(
        self, judged: Judged, given: Sequence[Given], actor: Actor, idempotency_key: str | None
    ) -> Deployed:
        expect = self._expect_in
        deploying, failed = judged.deploying, judged.failed

        @command(_Published)
        def deploy_files(  # the request is its files: a key sent again with others is refused
            session: Session,
            *,
            engine: Engine,
            clock: Clock,
            actor: Actor,
            files: Sequence[str],
            idempotency_key: str | None = None,
        ) -> _Published:
            del engine, clock, files, idempotency_key
            expect(session, actor, "deploy", is_direct=True)
            done = deploying.publish(session, failed, actor=actor)
            return _Published(
                "", 0, "",
                definitions=[VersionMade(e.key, e.version, e.name) for e in done.definitions],
                tables=[VersionMade(e.key, e.version, e.name) for e in done.tables],
                unchanged=list(done.unchanged),
                findings=list(map(_view, done.findings)),
                scenarios=len(deploying.scenarios),
                too_few=(),
                ids=[each.id for each in done.definitions],
            )  # fmt: skip

        with self._desk.store.begin() as session:
            done = deploy_files(
                session,
                engine=self._desk.engine,
                clock=self._desk.clock,
                actor=actor,
                files=[f"{each.name} {hashlib.sha256(each.data).hexdigest()}" for each in given],
                idempotency_key=idempotency_key,
            )
        return replace(done, too_few=self._too_few(deploying, done.ids))


def _publish(session: Session, judged: Judged | None, actor: Actor) -> Deployment:
    """Publish what was judged, unless what it was judged among has changed meanwhile."""
    if judged is None or judged.base != read_base(session):
        raise Conflict(
            "检查期间又有新的版本发布，没有发布这一申请；请再发布一次。",
            en="Something else was published while this was checked; nothing was published.",
            code="base_moved",
        )
    return judged.deploying.publish(session, (), actor=actor)


def _as_proposed(file: ProposedFile) -> Given:
    return Given(file.name, Path(file.name), file.data, _KINDS[file.kind])


# --------------------------------------------------------------------------------- answers


def _view(each: FileFinding) -> FindingView:
    return FindingView(
        each.file, each.line, each.element_id, each.severity, each.code, each.zh, each.en
    )


def _fact(file: str, needed: PeopleNeeded, engine: Engine) -> PeopleFact:
    one, several = needed.one_group, needed.several
    return PeopleFact(
        file=file,
        process=needed.process,
        name=needed.name,
        least=one.people if one is not None and needed.is_known else None,
        least_with_several_groups=several.people if several and needed.is_known else None,
        groups=dict(one.by_group) if one is not None else {},
        is_exact=bool(one and several and one.is_exact and several.is_exact),
        zh=needed.zh(engine.groups),
    )
