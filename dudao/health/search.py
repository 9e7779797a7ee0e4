"""The check of the full-text search."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from dudao.health.checks import Check
from engine.store import Session
from engine.store.search_index import count_entries, is_index_sound, wrong_entries

SHOWN = 3
_MOST = 1_000


def check_search(session: Session) -> Iterator[Check]:
    """Expect every entry to say what its row says, and the index to have what the entries have."""
    name, cure = "全文检索", "请运行 dudao search --rebuild。"
    wrong = list(islice(wrong_entries(session), _MOST))
    if wrong:
        shown = "、".join(wrong[:SHOWN])
        more = "或更多" if len(wrong) == _MOST else ""
        yield Check(name, "error", f"{len(wrong)}条{more}与内容不一致，如{shown}；{cure}")
    elif not is_index_sound(session):
        yield Check(name, "error", f"索引与条目不一致；{cure}")
    else:
        yield Check(name, "ok", f"{count_entries(session)}条内容都可以检索。")
