"""Sample documents: composed from the shipped templates."""

from __future__ import annotations

from documents import Content, compose, shipped_templates
from tests.documents.fields import fields_for

PLAIN = "本次督导发现该校食堂管理责任没有压实台账记录不完整留样制度没有落实从业人员培训没有开展"


def sample(key: str, **fields: object) -> Content:
    """Compose a shipped template with its sample fields."""
    return compose(shipped_templates()[key], {**fields_for(key), **fields}, name=key)


def long_decision() -> Content:
    """Return a decision of several pages; one paragraph fills lines with plain characters."""
    plain = PLAIN * 18
    return sample("accountability_decision", facts=f"{plain}。\n{plain}。")
