"""What handlers are told, read as what they expect: an input of another kind is an incident."""

from __future__ import annotations

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
