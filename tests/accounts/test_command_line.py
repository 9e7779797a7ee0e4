"""Accounts on the command line, and those of the demo."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.demo.accounts import FILE, demo_account_lines, give_demo_accounts
from dudao.directory.filling import fill_directory
from dudao.directory.units import PEOPLE
from dudao.failures import Stop
from engine import commands
from engine.commands import SignedIn
from engine.model.errors import NotAuthenticated
from engine.model.settings import ENGINE_SETTINGS
from engine.store import Store
from tests.acceptance.conftest import home
from tests.acceptance.program import ROOT, Ended, dudao

__all__ = ["home"]


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """Return the store that the program opens, with the people of the demo."""
    assert dudao("init", "--data", "数据", home=home).status == 0
    opened = Store(f"sqlite:///{home / '数据' / 'dudao.db'}")
    with opened.begin() as session:
        fill_directory(session)
    yield opened
    opened.close()


def run(home: Path, *arguments: str) -> Ended:
    return dudao("account", *arguments, home=home, DUDAO_DATA="数据")


def enter(store: Store, person: str, password: str) -> SignedIn:
    return commands.sign_in(
        store,
        engine=build_engine(case_types()),
        clock=system.clock,
        person=person,
        password=password,
    )


def test_a_password_is_made_and_shown_once_and_must_be_changed(home: Path, store: Store) -> None:
    made = run(home, "password", "li", "--json").answer["password"]
    assert enter(store, "li", str(made)).must_change
    said = run(home, "password", "li").out
    assert "密码 " in said
    assert "只显示这一次" in said
    with pytest.raises(NotAuthenticated):
        enter(store, "li", str(made))


def test_a_password_comes_from_standard_input(
    home: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("洞庭天下水 岳阳天下楼\n另一行\n"))
    ended = run(home, "password", "li", "--stdin", "--json")
    assert "password" not in ended.answer
    enter(store, "li", "洞庭天下水 岳阳天下楼")


def test_a_lock_is_shown_and_lifted(home: Path, store: Store) -> None:
    made = str(run(home, "password", "li", "--json").answer["password"])
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            enter(store, "li", "错")
    assert "锁定至" in run(home, "list").out
    assert run(home, "unlock", "li").status == 0
    assert "锁定至" not in run(home, "list").out
    enter(store, "li", made)


def test_a_token_is_issued_and_everything_ends_at_once(home: Path, store: Store) -> None:
    ended = run(
        home, "token", "li", "--name", "报表", "--scope", "cases:read", "--days", "7", "--json"
    )
    secret = str(ended.answer["secret"])

    def works() -> bool:
        with store.read() as session:
            engine = build_engine(case_types())
            return (
                commands.identify_token(session, engine=engine, clock=system.clock, secret=secret)
                is not None
            )

    assert works()
    assert run(home, "sign-out", "li").status == 0
    assert works()
    assert run(home, "sign-out", "li", "--tokens").status == 0
    assert not works()


@pytest.mark.parametrize(
    "arguments, status",
    [
        (("password", "nobody"), 1),
        (("unlock", "nobody"), 1),
        (("unlock", "li"), 1),
        (("sign-out", "nobody"), 1),
        (("token", "nobody", "--name", "x", "--scope", "cases:read"), 1),
        (("token", "li", "--name", "x", "--scope", "everything"), 1),
        (("token", "li", "--name", "x", "--scope", "cases:read", "--days", "400"), 1),
        (("token", "li", "--name", "x", "--scope", "cases:read", "--days", "99999999999"), 2),
        (("token", "li", "--name", "x"), 2),
        (("password", "li", "--ask", "--stdin"), 2),
    ],
)
def test_what_cannot_be_done_is_said(
    home: Path, store: Store, arguments: tuple[str, ...], status: int
) -> None:
    del store
    ended = run(home, *arguments)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith("✗ ")


def give(store: Store, data: Path) -> list[str]:
    return give_demo_accounts(
        store, engine=build_engine(case_types()), clock=system.clock, data=data
    )


def test_the_people_of_the_demo_have_one_password_that_only_the_owner_can_read(
    home: Path, store: Store
) -> None:
    data = home / "数据"
    assert demo_account_lines(data) == []
    assert give(store, data)
    file = data / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = demo_account_lines(data)
    assert file.read_text("utf-8").splitlines() == lines
    (password,) = [line.removeprefix("密码 ") for line in lines if line.startswith("密码 ")]
    assert "承办人 li、tan" in lines
    for person in ("li", "wang", PEOPLE[-1].id):
        assert not enter(store, person, password).must_change
    assert give(store, data) == []
    assert demo_account_lines(data) == lines


def test_a_demo_password_that_is_lost_is_not_made_up(home: Path, store: Store) -> None:
    give(store, home / "数据")
    (home / "数据" / FILE).write_text("", "utf-8")
    with pytest.raises(Stop, match="dudao demo"):
        give(store, home / "数据")


def test_every_setting_of_accounts_is_explained_with_its_default() -> None:
    page = (ROOT / "docs" / "accounts.md").read_text("utf-8")
    declared = [each for each in ENGINE_SETTINGS if each.key.startswith("account.")]
    assert len(declared) == 7
    for each in declared:
        assert f"| `{each.key}` | {each.default} | {each.zh} | {each.source or '建议值'} |" in page


def test_every_area_of_a_token_is_explained() -> None:
    page = (ROOT / "docs" / "accounts.md").read_text("utf-8")
    for area, zh in commands.AREAS.items():
        assert f"| `{area}` | {zh} |" in page
