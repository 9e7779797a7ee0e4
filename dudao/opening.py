"""Open the store of a place, migrated; the embedded database is made on first use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from dudao.failures import Stop
from dudao.preparing import initialise, unavailable
from dudao.settings import Place
from engine.store import Store, is_current


@contextmanager
def opened(place: Place) -> Iterator[Store]:
    """Open the store; an embedded database that is not there yet is made first.

    A database of another release raises Stop: upgrading is for `dudao init` to do.
    """
    file = place.file
    if file is not None and not file.exists():
        initialise(place)
    _expect_current(place)
    store = Store(place.database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened_if_there(place: Place) -> Iterator[Store | None]:
    """Open the store, or give None when the embedded database is not there yet."""
    file = place.file
    if file is not None and not file.exists():
        yield None
        return
    with opened(place) as store:
        yield store


def _expect_current(place: Place) -> None:
    try:
        current = is_current(place.database)
    except DBAPIError as error:
        raise unavailable(place, error) from error
    if not current:
        raise Stop(
            f"数据库 {place.shown} 的表结构不是本版本的，请先运行 dudao init。",
            en="Expected the schema of this release; run dudao init first.",
            code="schema_not_current",
        )
