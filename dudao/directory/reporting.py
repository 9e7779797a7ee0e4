"""What an import of units or people changed, for people and for programs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict

from dudao.groups import GROUPS
from dudao.screen import Screen
from engine.commands.directory import PeopleImported, UnitsImported

SHOWN = 50
"""Lines of each kind on a screen; a program gets all of them."""
_FIELDS = {
    "name": "名称", "parent": "上级", "kind": "类别", "unit": "单位", "is_active": "在职",
    "posts": "职务",
}  # fmt: skip


def say_units(screen: Screen, done: UnitsImported, *, is_trial: bool) -> None:
    """Say what a list of units changed."""
    _say_changes(screen, done, "单位", is_trial=is_trial)
    _say_some(screen, "系统内有而名单没有的单位（未改动）", done.missing)
    screen.answer(_answer(done, is_trial=is_trial))


def say_people(screen: Screen, done: PeopleImported, *, is_trial: bool, addresses: int = 0) -> None:
    """Say what a list of people changed."""
    gone = set(done.deactivated)
    _say_changes(screen, done, "人员", is_trial=is_trial, said_apart=gone)
    stay = [each for each in done.missing if each not in gone]
    _say_some(screen, "系统内在职而名单没有的人员（未改动）", stay)
    _say_some(screen, "名单没有而改为不在职", done.deactivated)
    _say_some(screen, "名单没有而保留在职：本人，或否则再无系统管理员", done.kept)
    for person, number in done.holding.items():
        screen.say(f"  注意：{person} 不再在职，仍持有{number}项待办，须由系统管理员另行指派。")
    if addresses:
        screen.say(f"  登记或更改联系地址：{addresses}")
    screen.answer({**_answer(done, is_trial=is_trial), "addresses": addresses})


def _say_changes(
    screen: Screen,
    done: UnitsImported,
    what: str,
    *,
    is_trial: bool,
    said_apart: Collection[str] = (),
) -> None:
    changes = [each for each in done.changes if each["id"] not in said_apart]
    did = "试运行，没有写入：将" if is_trial else "已"
    screen.say(
        f"✓ {did}新增{what}{len(done.added)}，更改{len(done.changed)}，不变{done.unchanged}。"
    )
    _say_some(screen, "新增", done.added)
    for change in changes[:SHOWN]:
        field = str(change["field"])
        before, after = (_shown(field, change[name]) for name in ("before", "after"))
        screen.say(f"  更改 {change['id']} {_FIELDS[field]}：{before} → {after}")
    _say_rest(screen, len(changes))


def _say_some(screen: Screen, what: str, ids: Sequence[str]) -> None:
    if ids:
        more = f"……共{len(ids)}" if len(ids) > SHOWN else ""
        screen.say(f"  {what}：{'、'.join(ids[:SHOWN])}{more}")


def _say_rest(screen: Screen, count: int) -> None:
    if count > SHOWN:
        screen.say(f"  ……共{count}处更改，--json 列出全部。")


def _shown(field: str, value: object) -> str:
    if field == "posts" and isinstance(value, list | tuple):
        return "；".join(post_text(each) for each in value) or "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "（空）" if value in (None, "") else str(value)


def post_text(post: Mapping[str, object]) -> str:
    """Return a post in words: what, where, from when until when."""
    group = str(post["group"])
    unit = f"@{post['unit']}" if post["unit"] else ""
    days = f" {post['from'] or ''}～{post['until'] or ''}" if post["from"] or post["until"] else ""
    return f"{GROUPS.get(group, group)}{unit}{days}"


def _answer(done: UnitsImported, *, is_trial: bool) -> dict[str, object]:
    said = asdict(done)
    for name in ("case_id", "version", "status"):
        del said[name]
    return {"ok": True, "dry_run": is_trial, **said}
