"""What rules may name: kinds of messages, processes and their activities, groups, channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from engine.commands.engine import Engine
from engine.commands.office import Office
from engine.definitions.published import Published
from engine.diagram.model import NodeKind
from engine.feel import is_wrapped
from engine.model.message_kinds import MessageKind
from engine.store.definitions import list_definitions
from engine.store.store import Session
from notifications.rules.model import ANY

CHANNELS: Mapping[str, tuple[str, str]] = {
    "mail": ("邮件", "mail"),
    "sms": ("短信", "SMS"),
    "wecom": ("企业微信群", "WeCom group"),
    "dingtalk": ("钉钉群", "DingTalk group"),
    "feishu": ("飞书群", "Feishu group"),
    "webhook": ("其他系统", "another system"),
}
"""Names of channels that installations usually have, and what people call them."""


@dataclass(frozen=True, slots=True)
class KnownProcess:
    """A published process: its name, its activities by id, and the kinds its diagram says."""

    key: str
    name: str
    tasks: Mapping[str, str]
    nodes: Mapping[str, str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that rules of this installation may name."""

    kinds: Mapping[str, MessageKind]
    processes: Mapping[str, KnownProcess]
    groups: Mapping[str, str]
    channels: frozenset[str]
    people: Mapping[str, str] = field(default_factory=dict)

    def is_event(self, event: str) -> bool:
        """Say whether something of this kind is ever said here."""
        said = (event in each.kinds for each in self.processes.values())
        return event == ANY or event in self.kinds or any(said)


def known_here(
    session: Session, engine: Engine, office: Office, channels: Collection[str]
) -> Known:
    """Return what rules may name; of processes the newest versions count."""
    keys = sorted({each.key for each in list_definitions(session)})
    return Known(
        kinds=engine.message_kinds.known,
        processes={key: _process(office.newest(key)) for key in keys},
        groups=engine.groups,
        channels=frozenset(channels),
        people={
            each.id: each.name
            for each in engine.directory.everybody(
                session, on=office.today, revision=office.revision
            )
        },
    )


def _process(published: Published) -> KnownProcess:
    nodes = published.nodes.values()
    said = (dict(node.inputs).get("kind", "") for node in nodes if node.handler == "notify")
    return KnownProcess(
        key=published.key,
        name=published.name,
        tasks={each.id: each.name or each.id for each in nodes if each.kind is NodeKind.USER_TASK},
        nodes={each.id: each.name or each.id for each in nodes},
        kinds=frozenset(kind for kind in said if kind and not is_wrapped(kind)),
    )
