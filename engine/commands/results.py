"""What commands answer: values of text and numbers, so that they can be kept and sent again."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from engine.model.values import Value


@dataclass(frozen=True, slots=True)
class Result:
    """The case a command changed, its new version and its status."""

    case_id: str
    version: int
    status: str

    def to_keep(self) -> dict[str, Value]:
        """Return what an idempotency key keeps, to answer the same request again."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CaseOpened(Result):
    """A case was opened; its reference is None until a number is allocated."""

    reference: str | None


@dataclass(frozen=True, slots=True)
class WorkHeld(Result):
    """Open work belongs to `assignee` now, or to all its candidates when that is None."""

    work_id: str
    assignee: str | None


@dataclass(frozen=True, slots=True)
class WorkUrged(Result):
    """Open work was urged, for the `number`-th time of `most`."""

    work_id: str
    number: int
    most: int


@dataclass(frozen=True, slots=True)
class DeliveriesChanged(Result):
    """Deliveries that were to be sent again, or given up; a case is not meant."""

    count: int


@dataclass(frozen=True, slots=True)
class MessageSent(Result):
    """A message was given to a case; `taken` says whether anything waited for it."""

    taken: bool


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Result):
    """A deadline was extended; `due_at` is the new due instant, ISO 8601 in UTC."""

    due_at: str


@dataclass(frozen=True, slots=True)
class TimerFired(Result):
    """A timer was fired; False when there was nothing to fire any more."""

    fired: bool


@dataclass(frozen=True, slots=True)
class Recorded(Result):
    """Something that belongs to no case was changed; `seq` is its place in the history."""

    seq: int


@dataclass(frozen=True, slots=True)
class Attached(Result):
    """A file was attached to a case."""

    attachment_id: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileHeld(Result):
    """A file waits for the case that is going to be opened."""

    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Downloaded(Result):
    """Somebody may read a file now: its content is read by `engine.store.blobs.read_blob`."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TemplatePublished(Recorded):
    """A template was published; `changed` is False when the newest version says the same."""

    key: str
    template_version: int
    changed: bool
