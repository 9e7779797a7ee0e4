"""`dudao bounce`, as a mail server's alias calls it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from engine.store import Store
from tests.acceptance.program import dudao, started
from tests.notifications.mail.bounces.reports import ID, NAME, answer, postfix
from tests.notifications.mail.bounces.returning import Returning
from tests.support.clock import HandClock
from tests.support.databases import sqlite_url


@pytest.fixture
def home(tmp_path: Path, clock: HandClock) -> Path:
    """A home whose installation sent one mail."""
    assert dudao("init", home=tmp_path, XDG_DATA_HOME=str(tmp_path)).status == 0
    store = Store(sqlite_url(tmp_path / "dudao" / "dudao.db"))
    Returning(store, clock)
    store.close()
    return tmp_path


def _run(home: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    ended = dudao("bounce", *arguments, "--json", home=home, XDG_DATA_HOME=str(home))
    return ended.status, dict(ended.answer)


def test_a_mail_on_the_standard_input_is_dealt_with(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for expected in ("bounced", "known"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(postfix())))
        status, said = _run(home)
        assert status == 0
        assert said[expected] == 1


def test_a_forged_mail_on_the_standard_input_is_counted_and_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = postfix(to=f"bounce+{ID}@example.com", name=ID)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(forged)))
    status, said = _run(home)
    assert (status, said["forged"], said["bounced"]) == (0, 1, 0)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(forged)))
    ended = dudao("bounce", home=home, XDG_DATA_HOME=str(home))
    assert ended.out == "1封退信的校验码不对，可能是伪造，未作改动。\n"


def test_a_file_or_a_folder_may_be_named(home: Path) -> None:
    file, folder = home / "mail.eml", home / "Maildir"
    file.write_bytes(answer())
    assert _run(home, str(file))[1]["others"] == 1
    for each in ("new", "cur"):
        (folder / each).mkdir(parents=True)
    (folder / "new" / "1").write_bytes(postfix())
    status, said = _run(home, "--from", f"maildir://{folder}")
    assert (status, said["bounced"]) == (0, 1)


def test_people_are_told_in_words(home: Path) -> None:
    (home / "mail.eml").write_bytes(postfix())
    ended = dudao("bounce", "mail.eml", home=home, XDG_DATA_HOME=str(home))
    assert ended.out == "1封退信，投递已标为失败。\n"


def test_a_wrong_place_is_wrong_use(home: Path) -> None:
    ended = dudao("bounce", "--from", "mbox:///x", home=home, XDG_DATA_HOME=str(home))
    assert ended.status == 2
    assert "maildir:///" in ended.err


def test_a_mail_server_is_asked_to_try_again_where_the_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(postfix())
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    ended = started("bounce", "mail.eml", "--database", nowhere, home=tmp_path)
    assert ended.status == 75
    assert "稍后再投" in ended.err
    assert NAME not in ended.said
