"""What the commands of the directory answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.commands.results import Recorded
from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class UnitsImported(Recorded):
    """What a list of units changed, or would change when it was only tried: `seq` is 0 then.

    `changes` are objects with `id`, `field`, `before` and `after`; `missing` are the units within
    the keeper's reach that the list does not name, which stay as they are.
    """

    added: Sequence[str]
    changed: Sequence[str]
    changes: Sequence[Mapping[str, Value]]
    unchanged: int
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class PeopleImported(UnitsImported):
    """What a list of people changed, or would change when it was only tried: `seq` is 0 then.

    `missing` are active people whom the list does not name. `deactivated` are those of them who
    were deactivated, `kept` those who were not, because they keep the directory themselves.
    `holding` says of everybody deactivated, by the list or for missing in it, how many pieces of
    open work they hold: their work stays with them until somebody assigns it.
    """

    deactivated: Sequence[str]
    kept: Sequence[str]
    holding: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class EntryChanged(Recorded):
    """One unit or person was changed; `etag` is its new tag, `seq` 0 when nothing differed.

    `holding` is how much open work a person holds who was deactivated. It stays with them until
    somebody assigns it.
    """

    id: str
    etag: str
    holding: int = 0
