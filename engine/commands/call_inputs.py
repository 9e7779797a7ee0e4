"""Read the inputs of a service task as what they must be; anything else is an incident."""

from __future__ import annotations

from datetime import date, datetime

from engine.model.deadlines import local_day
from engine.model.errors import InvalidArgument
from engine.model.surroundings import Call


def text_input(call: Call, name: str) -> str:
    """Return an input that must be text; raise InvalidArgument when it is not."""
    value = call.inputs.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InvalidArgument(
            f"处理程序“{call.handler}”的输入“{name}”应为文字。",
            en=f"Expected the input '{name}' of handler '{call.handler}' to be text.",
        )
    return value.strip()


def optional_text(call: Call, name: str) -> str | None:
    """Return an input that may be missing; raise InvalidArgument when it is not text."""
    return text_input(call, name) if call.inputs.get(name) not in (None, "") else None


def choice(call: Call, name: str, allowed: tuple[str, ...]) -> str | None:
    """Return an optional text that must be one of a few."""
    found = optional_text(call, name)
    if found is None or found in allowed:
        return found
    raise InvalidArgument(
        f"处理程序“{call.handler}”的输入“{name}”应为{'、'.join(allowed)}之一，现为“{found}”。",
        en=f"Expected the input '{name}' of '{call.handler}' to be one of {allowed}.",
    )


def optional_day(call: Call, name: str) -> date | None:
    """Return an optional local day: a date, an instant, or a text such as 2026-09-01."""
    value = call.inputs.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, datetime):
        return local_day(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    raise InvalidArgument(
        f"处理程序“{call.handler}”的输入“{name}”应为日期，如 2026-09-01。",
        en=f"Expected the input '{name}' of handler '{call.handler}' to be a date.",
    )


def words(call: Call, name: str) -> list[str]:
    """Return an input that is a comma-separated text or a list of texts."""
    value = call.inputs.get(name)
    parts = value.split(",") if isinstance(value, str) else value
    if parts is None:
        return []
    if not isinstance(parts, list | tuple):
        raise InvalidArgument(
            f"处理程序“{call.handler}”的输入“{name}”应为名称列表。",
            en=f"Expected the input '{name}' of handler '{call.handler}' to be a list of names.",
        )
    return [word for part in parts if (word := str(part).strip())]
