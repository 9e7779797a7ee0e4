"""What is logged: nobody writes an entry of their own into it, and nobody's words are in it."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dudao.serving.logs import LINE, OneEntry
from engine.store import Store


def written(message: str, *, error: BaseException | None = None) -> str:
    info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord("dudao.api", logging.ERROR, "", 0, "%s", (message,), info)
    return OneEntry(LINE, "%Y-%m-%dT%H:%M:%SZ").format(record)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_no_words_begin_an_entry_of_their_own(end: str) -> None:
    forged = f"x{end}2026-01-01T00:00:00Z INFO dudao.access[1] 127.0.0.1 GET / 200"
    for said in (written(forged), written("failed", error=ValueError(forged))):
        first, *rest = said.splitlines()
        assert first[:4].isdigit()
        assert all(line.startswith("    ") for line in rest)


def test_no_character_moves_the_cursor_or_turns_the_text() -> None:
    said = written("a\x1b[2Jb\u202ec\0d")
    assert said.isprintable()
    assert "中文" in written("中文")


def test_an_error_of_the_database_does_not_repeat_what_people_wrote(database_url: str) -> None:
    store = Store(database_url)
    try:
        with pytest.raises(DBAPIError) as failed, store.begin() as session:
            session.execute(text("SELECT no_such_column, :word").bindparams(word="暗语"))
        assert "暗语" not in str(failed.value)
    finally:
        store.close()
