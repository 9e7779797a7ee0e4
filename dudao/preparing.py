"""Create or upgrade the data folder and the database of a place."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from dudao import system
from dudao.composition import build_engine, case_types
from dudao.desk import Desk
from dudao.failures import Stop, WrongUse
from dudao.publishing import publish_templates
from dudao.settings import Place
from engine.store import Store, is_current, migrate
from engine.store.search_index import fill_if_empty


def initialise(place: Place) -> list[str]:
    """Create what is missing; return what was done, one sentence each."""
    did = []
    if not place.data.is_dir():
        _make(place.data)
        did.append(f"已建立数据目录 {place.data}。")
    file = place.file
    if file is not None:
        _make(file.parent)
    is_new = file is not None and not file.exists()
    if is_new or not _is_current(place):
        try:
            migrate(place.database)
        except DBAPIError as error:
            raise unavailable(place, error) from error
        did.append("已建立数据库。" if is_new else "已建立或升级数据库表结构。")
    published = _publish_templates(place)
    if published:
        did.append(f"已发布{len(published)}个随附的公文模板。")
    indexed = _fill_search(place)
    if indexed:
        did.append(f"已为{indexed}条现有内容建立全文检索。")
    return did


def _fill_search(place: Place) -> int:
    store = Store(place.database)
    try:
        with store.begin() as session:
            return fill_if_empty(session)
    finally:
        store.close()


def _publish_templates(place: Place) -> list[str]:
    store = Store(place.database)
    try:
        with store.begin() as session:
            desk = Desk(store, build_engine(case_types()), system.clock)
            return publish_templates(session, desk)
    finally:
        store.close()


def unavailable(place: Place, error: DBAPIError) -> Stop:
    """Say that the database cannot be used, and why."""
    cause = next(iter(str(error.orig).strip().splitlines()), "")
    return Stop(
        f"数据库 {place.shown} 不能使用：{cause}。",
        en=f"The database {place.shown} cannot be used: {cause}",
        code="database_unavailable",
    )


def _is_current(place: Place) -> bool:
    try:
        return is_current(place.database)
    except DBAPIError as error:
        raise unavailable(place, error) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(
            f"不能建立文件夹 {folder}：{error.strerror}。请用 --data 指定可以写入的目录。",
            en=f"Cannot create the folder {folder}; choose another with --data.",
            code="folder_not_writable",
        ) from error
