"""Whatever a message is, it fits into a robot's limit and keeps its link and whom it means."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from notifications.channels.robot import written
from tests.notifications.wires.receiver import PARCEL

words = st.text(max_size=300)


@given(
    subject=words,
    text=st.text(max_size=2000),
    short=st.text(max_size=70),
    has_link=st.booleans(),
    ends=st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), max_size=2),
    limit=st.integers(150, 3000),
)
def test_a_text_fits_and_keeps_what_must_stay(
    *, subject: str, text: str, short: str, has_link: bool, ends: list[str], limit: int
) -> None:
    link = PARCEL.link if has_link else None
    parcel = replace(PARCEL, subject=subject, text=text, short=short, link=link)
    made = written(parcel, limit=limit, ends=tuple(ends))
    assert len(made.encode()) <= limit
    assert all(each in made for each in ends)
    assert link is None or link in made
    if len(f"{subject}\n{text}\n{link or ''}\n{' '.join(ends)}".encode()) < limit:
        assert made.startswith(f"{subject}\n{text}")
