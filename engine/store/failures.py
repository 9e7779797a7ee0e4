"""What a driver's error means to the caller."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from engine.model.errors import AlreadyExists, Conflict, EngineError, InvalidArgument

# PostgreSQL, appendix A of its manual: serialization failure, deadlock, lock not available.
_BUSY = frozenset({"40001", "40P01", "55P03"})
_UNIQUE = "23505"
_DATA = "22"  # the class of data exceptions

_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SQLITE_UNIQUE = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes carry the primary one in the low byte

_NO_JSON = ("str is not valid UTF-8: surrogates not allowed", "Integer exceeds 64-bit range")
"""What orjson says of values from outside: its error is the plain TypeError of our mistakes too."""

# A second event with the same number, or a second idea of the same case: somebody was faster.
_RACES = ("history_event", "idempotency_key", "open_work")


def busy() -> Conflict:
    """Return the error for a store that did not give the lock in time."""
    return Conflict(
        "系统正忙：同一对象正被他人处理，请稍后重试。",
        en="The store is busy with the same object; try again in a moment.",
        code="busy",
    )


def translate(error: BaseException) -> EngineError | None:
    """Name a driver's error, wrapped by SQLAlchemy or not, by what the caller can do about it.

    Anything else, such as a broken foreign key, is a mistake of ours and gives None.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause)
    if isinstance(cause, UnicodeEncodeError) or str(cause) in _NO_JSON:
        return _unfit()
    state = getattr(cause, "sqlstate", None)  # psycopg is optional, so it is not imported
    if not isinstance(state, str):  # the driver itself refused the values
        return _unfit() if type(cause).__name__ == "DataError" else None
    if state in _BUSY:
        return busy()
    if state == _UNIQUE:
        diagnosis = getattr(cause, "diag", None)
        return _duplicate(str(getattr(diagnosis, "table_name", "")))
    return _unfit() if state.startswith(_DATA) else None


def _sqlite(error: sqlite3.Error) -> EngineError | None:
    code = getattr(error, "sqlite_errorcode", None)  # absent when the driver itself objects
    if not isinstance(code, int):
        return None
    if code & _PRIMARY_CODE in _SQLITE_BUSY:
        return busy()
    if code in _SQLITE_UNIQUE:  # UNIQUE constraint failed: table.column, table.column
        return _duplicate(str(error).rpartition(": ")[2].partition(".")[0])
    return None


def _duplicate(table: str) -> EngineError:
    if table in _RACES:
        return Conflict()
    return AlreadyExists(
        "同一标识的对象已经存在。", en=f"An object with this identity exists already ({table})."
    )


def _unfit() -> InvalidArgument:
    return InvalidArgument(
        "输入的内容无法保存：含有空字符或残缺的字符，或者数值超出范围。",
        en="Expected text without NUL characters and lone surrogates, and numbers in range.",
        code="not_storable",
    )
