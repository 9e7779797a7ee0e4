"""Receipt codes can be typed, and a mistyped one is noticed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.model.receipts import check_digit, new_receipt, receipt_hash

codes = st.binary(min_size=16, max_size=64).map(new_receipt)


@given(codes, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(code: str, place: int, by: int) -> None:
    digits = code.replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + by) % 10) + digits[place + 1 :]
    assert receipt_hash(digits) is not None
    assert receipt_hash(wrong) is None


@given(codes, st.integers(0, 18))
def test_two_neighbours_exchanged_are_noticed(code: str, place: int) -> None:
    digits = code.replace(" ", "")
    exchanged = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert (receipt_hash(exchanged) is None) == (exchanged != digits)


@given(st.binary(min_size=16), st.binary(min_size=16))
def test_other_chance_gives_another_code(one: bytes, other: bytes) -> None:
    assert (new_receipt(one) == new_receipt(other)) == (one == other)


def test_the_check_digit_is_damm_s() -> None:
    assert check_digit("572") == "4"  # the example of his thesis


@given(st.text(max_size=40))
def test_any_text_can_be_tried(text: str) -> None:
    found = receipt_hash(text)
    assert found is None or len(found) == 32
