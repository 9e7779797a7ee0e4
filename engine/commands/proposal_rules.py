"""What may be done with a proposal, by whom: asked by the commands, and by whoever looks at it.

无法定依据: the rule of two people (不相容岗位分离) is the office's own.
"""

from __future__ import annotations

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.base import read_base
from engine.model.case import Actor
from engine.model.errors import Conflict, FieldError, InvalidState, NotFound, NotPermitted
from engine.model.proposals import MAY_BECOME, STATE_WORDS, ProposalState
from engine.store.proposals import ProposalRow, find_proposal
from engine.store.store import Session

SECOND_PERSON = "definitions.second_person"


def expect_proposal(session: Session, proposal_id: str) -> ProposalRow:
    """Return a proposal; raise NotFound when there is none."""
    found = find_proposal(session, proposal_id)
    if found is None:
        raise NotFound(
            "没有这一发布申请。", en="Expected a proposal, but there is none of this id."
        )
    return found


def expect_may_publish(office: Office, engine: Engine, actor: Actor, row: ProposalRow) -> None:
    """Expect a second person with the right to publish, and a proposal that waits."""
    engine.permissions.expect(office, actor, "deploy")
    if row.proposed_by in actor.people:
        raise NotPermitted(
            "提交人不能发布自己的申请，须由另一人发布。",
            en="Expected a second person: nobody publishes what they proposed themselves.",
            code="own_proposal",
        )
    _expect_next(row, ProposalState.PUBLISHED)


def expect_may_refuse(office: Office, engine: Engine, actor: Actor, row: ProposalRow) -> None:
    """Expect a second person with the right to publish, and a proposal that waits."""
    engine.permissions.expect(office, actor, "deploy")
    if row.proposed_by in actor.people:
        raise NotPermitted(
            "提交人不能退回自己的申请；不再需要时请撤回。",
            en="Expected a second person; whoever proposed it may withdraw it.",
            code="own_proposal",
        )
    _expect_next(row, ProposalState.REFUSED)


def expect_may_withdraw(office: Office, engine: Engine, actor: Actor, row: ProposalRow) -> None:
    """Expect the proposer, and a proposal that is neither published nor refused."""
    engine.permissions.expect(office, actor, "propose_definition")
    if row.proposed_by != actor.person:
        raise NotPermitted(
            "只有提交人可以撤回申请；有权发布的人可以退回。",
            en="Expected the person who proposed it; a second person may refuse it.",
            code="not_the_proposer",
        )
    _expect_next(row, ProposalState.WITHDRAWN)


def expect_base(session: Session, row: ProposalRow) -> None:
    """Expect that nobody has published a newer version of what a proposal changes.

    Publishing would undo unseen what that version changed.
    """
    base = read_base(session)
    moved = [each for each in row.keys if base.has_moved(each)]
    if moved:
        raise Conflict(
            "提交之后已有人发布了新的版本，发布会覆盖其中的修改："
            "请退回，由提交人在最新版本上修改后重新提交。",
            en="Expected no newer version than the one that the proposal was made over.",
            code="base_moved",
            errors=tuple(
                FieldError(
                    each.key,
                    f"提交时为{_version(each.based_on)}，"
                    f"现为第{base.version(each.kind, each.key)}版。",
                    f"Expected version {each.based_on}, found {base.version(each.kind, each.key)}.",
                )
                for each in moved
            ),
        )


def expect_direct_publication(office: Office) -> None:
    """Expect that one person alone may publish here; raise NotPermitted where two are needed."""
    if office.settings.value(SECOND_PERSON):
        raise NotPermitted(
            "本单位规定流程图和决策表须经第二人发布：请提交发布申请，由另一人发布"
            f"（参数 {SECOND_PERSON}）。",
            en=f"Expected a proposal that a second person publishes ({SECOND_PERSON}).",
            code="second_person_required",
        )


def _version(number: int) -> str:
    return f"第{number}版" if number else "尚未发布"


def _expect_next(row: ProposalRow, wanted: ProposalState) -> None:
    if wanted in MAY_BECOME[row.state]:
        return
    if row.state is ProposalState.FAULTY:
        raise InvalidState(
            "该发布申请有误，不能发布或退回；请提交人改好后另行提交。",
            en="Expected a proposal without errors; its author may hand in a better one.",
            code="proposal_faulty",
        )
    raise InvalidState(
        f"该发布申请{STATE_WORDS[row.state]}，不能再改为{STATE_WORDS[wanted]}。",
        en=f"Expected a proposal that may become '{wanted.value}', found '{row.state.value}'.",
        code="proposal_closed",
    )
