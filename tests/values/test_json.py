"""Values are written as JSON and read back exactly."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import YearsMonthsDuration
from engine.model.values import from_json, to_json

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.times()
    | st.timedeltas()
    | st.integers(-1000, 1000).map(YearsMonthsDuration)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["@", "v", "项"]), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    written = orjson.loads(orjson.dumps(to_json(value)))
    assert from_json(written) == value


def test_each_kind_keeps_its_type() -> None:
    values = [
        date(2026, 9, 1),
        datetime(2026, 9, 1, tzinfo=UTC),
        time(9),
        timedelta(days=1),
        Decimal("1.50"),
    ]
    assert [type(each) for each in map(from_json, map(to_json, values))] == [
        type(each) for each in values
    ]


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="no value of a case: object"):
        to_json(object())
    with pytest.raises(ValueError, match="unknown kind"):
        from_json({"@": "?", "v": 1})
