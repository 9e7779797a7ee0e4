"""What a caller is told when something fails inside a unit of work."""

from __future__ import annotations

import orjson
import pytest

from engine.model.errors import InvalidArgument
from engine.store import Store


@pytest.mark.parametrize("value", ["\ud800", 2**70], ids=["lone surrogate", "huge number"])
def test_what_cannot_be_written_as_json_is_refused(store: Store, value: object) -> None:
    with pytest.raises(InvalidArgument) as refused, store.begin():
        orjson.dumps(value)
    assert refused.value.code == "not_storable"


@pytest.mark.parametrize("mistake", [TypeError("f() missing an argument"), KeyError("x")])
def test_a_mistake_of_ours_stays_one(store: Store, mistake: Exception) -> None:
    with pytest.raises(type(mistake)), store.begin():
        raise mistake
