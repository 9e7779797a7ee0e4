"""Who may change which units and people: reach, separation, and one keeper always left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import text

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.system_chain import Change, record_changes
from engine.identity import PersonEntry, Unit, UnitTree, etag_of, holders_of
from engine.model.case import Actor, Clock
from engine.model.deadlines import local_day
from engine.model.errors import Conflict, InvalidState, NotFound, NotPermitted
from engine.store.store import Session

WORD = "manage_directory"
"""The word of the permission."""
# On PostgreSQL two units of work would each find another keeper left, and remove both.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('dudao directory', 0))")


class Keeping:
    """One command that changes the directory, by whoever may."""

    def __init__(self, session: Session, *, engine: Engine, clock: Clock, actor: Actor) -> None:
        if session.kind == "postgresql":
            session.execute(_LOCK)
        self.session = session
        self.engine = engine
        self.actor = actor
        self.now = clock()
        self.today = local_day(self.now)
        self._office = Office(session, engine, now=self.now)
        self._keeper = engine.permissions.expect(self._office, actor, WORD)
        self._reached: dict[str, bool] = {}

    @property
    def groups(self) -> frozenset[str]:
        """The groups whose members keep the directory."""
        return self.engine.permissions.groups.get(WORD, frozenset())

    @property
    def tree(self) -> UnitTree:
        """The units as they are before the command."""
        return self.engine.directory.units(self.session)

    def entry(self, person_id: str) -> PersonEntry:
        """Return a person with all posts; raise NotFound for an unknown one."""
        return self.engine.directory.entry(self.session, person_id)

    def knows(self, person_id: str) -> bool:
        """Say whether somebody has this id, whoever they are."""
        try:
            self.entry(person_id)
        except NotFound:
            return False
        return True

    def reaches(self, unit: str) -> bool:
        """Say whether the keeper's post is in a unit or above it."""
        if unit not in self._reached:
            self._reached[unit] = self.engine.permissions.allows(
                self._office, self.actor, WORD, unit=unit
            )
        return self._reached[unit]

    def expect_reach(self, unit: str) -> None:
        """Expect the keeper's post to be in a unit or above it."""
        if not self.reaches(unit):
            self.engine.permissions.expect(self._office, self.actor, WORD, unit=unit)

    def expect_place(self, unit: Unit, after: UnitTree) -> None:
        """Expect the keeper to reach a unit where it is and where it goes.

        A unit above all others is for whoever keeps such a unit already.
        """
        before = self.tree
        if unit.code in before:
            self.expect_reach(unit.code)
        if unit.parent and (
            unit.code not in before or before.unit(unit.code).parent != unit.parent
        ):
            expect_goes_on(after, unit.parent)
        known = next((code for code in after.path(unit.code)[1:] if code in before), None)
        if known is not None:
            self.expect_reach(known)
        elif not self._keeps_a_root():
            raise NotPermitted(
                f"只有最上一级的系统管理员才能设立没有上级的单位“{unit.code}”。",
                en=f"Expected a keeper of a unit without a parent to place '{unit.code}' there.",
            )

    def _keeps_a_root(self) -> bool:
        roots = (code for code, unit in self.tree.units.items() if not unit.parent)
        return self._keeper is None or any(self.reaches(code) for code in roots)

    def expect_may_change(self, before: PersonEntry | None, after: PersonEntry) -> None:
        """Expect the keeper to reach a person and the posts that change, and not to be them."""
        self._expect_another(before, after)
        units = {after.unit} | ({before.unit} if before is not None else set())
        held = set() if before is None else {(each, before.unit) for each in before.memberships}
        holds = {(each, after.unit) for each in after.memberships}
        if before is not None and before.is_active != after.is_active:
            units |= before.units_from(self.today)  # all posts end or begin with it
        units |= {post.unit or own for post, own in held ^ holds}
        entered = {post.unit or own for post, own in holds - held if post.until_on is None}
        if before is None or before.unit != after.unit:
            entered.add(after.unit)
        for unit in sorted(entered):
            expect_goes_on(self.tree, unit)
        for unit in sorted(units):
            self.expect_reach(unit)

    def _expect_another(self, before: PersonEntry | None, after: PersonEntry) -> None:
        if after.id not in self.actor.people or self.actor.is_system or before is None:
            return
        if (before.unit, before.is_active, before.memberships) != (
            after.unit, after.is_active, after.memberships,
        ):  # fmt: skip
            raise NotPermitted(
                f"职责分离：{before.name}不得更改本人的单位、在职状态和职务，请由其他系统管理员办理。",
                en=f"Separation of duties: '{before.id}' may not change their own unit, standing "
                "or posts.",
                code="own_post",
            )

    def keepers(self) -> dict[str, PersonEntry]:
        """Return everybody who ever keeps the directory, before the command."""
        return {each: self.entry(each) for each in holders_of(self.session, self.groups)}

    def expect_a_keeper_left(
        self, before: Mapping[str, PersonEntry], after: Mapping[str, PersonEntry]
    ) -> None:
        """Expect somebody to keep the directory today and when a post that changes ends.

        `before` are its keepers, `after` those who change. A day without any keeper may stay so.
        """
        new = {**before, **after}
        for day in sorted(self._days(before, after)):
            if self.is_kept(before.values(), day) and not self.is_kept(new.values(), day):
                raise InvalidState(
                    f"这样更改后，{day}起系统内将没有在职的系统管理员。",
                    en=f"Expected somebody to keep the directory on {day}.",
                    code="last_administrator",
                )

    def _days(
        self, before: Mapping[str, PersonEntry], after: Mapping[str, PersonEntry]
    ) -> set[date]:
        """Return today and the days on which one of those who change begins or ends to keep it."""
        days = {self.today}
        changed = [*after.values(), *(before[each] for each in after if each in before)]
        for post in (post for each in changed for post in each.memberships):
            if post.group in self.groups:
                days.add(post.from_on)
                if post.until_on is not None:
                    days.add(post.until_on + timedelta(days=1))
        return {day for day in days if day >= self.today}

    def is_kept(self, people: Iterable[PersonEntry], day: date) -> bool:
        """Say whether one of these people keeps the directory on a day."""
        return any(
            post.group in self.groups and post.holds(day)
            for each in people
            if each.is_active
            for post in each.memberships
        )

    def record(self, *changes: Change) -> int:
        """Append to the history of the system and return the last number."""
        return record_changes(
            self.session,
            changes,
            new_salt=self.engine.new_salt,
            at=self.now,
            actor=self.actor,
        )


def expect_goes_on(tree: UnitTree, code: str) -> None:
    """Expect a unit not to have ended."""
    unit = tree.unit(code)
    if unit.ended_on is not None:
        raise InvalidState(
            f"{unit.name}已于{unit.ended_on}撤销。",
            en=f"{unit.name} ended on {unit.ended_on}.",
            code="unit_ended",
        )


def expect_unchanged(entry: Unit | PersonEntry, expected: str | None) -> None:
    """Expect an entry to be the one that somebody has read (RFC 9110, 13.1.1 If-Match)."""
    if expected is not None and etag_of(entry) != expected:
        raise Conflict(
            "这一条已被他人修改，请重新读取后再改。",
            en="Expected the entry to be as it was read, but somebody changed it.",
            code="precondition_failed",
        )
