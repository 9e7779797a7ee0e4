"""The ids of open work: they name the case and the activity instance, open or ended."""

from __future__ import annotations

from engine.model.errors import NotFound

_SEPARATOR = "."
_DIGITS = 10


def work_id_of(case_id: str, aid: int) -> str:
    """Return the id of the work of an activity instance."""
    return f"{case_id}{_SEPARATOR}{aid}"


def parts_of(work_id: str) -> tuple[str, int]:
    """Return case id and activity instance; raise NotFound for what is no id of work."""
    case_id, separator, aid = work_id.rpartition(_SEPARATOR)
    if not separator or not aid.isdecimal() or not aid.isascii() or len(aid) > _DIGITS:
        raise NotFound(
            "待办不存在。", en=f"Expected the id of open work, but found '{work_id[:80]}'."
        )
    return case_id, int(aid)
