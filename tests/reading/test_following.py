"""What may come next after a person's work, as far as the diagram tells."""

from __future__ import annotations

import pytest

from engine.commands.reading.following import following
from engine.definitions.published import Published
from tests.reading.house import House


def published(house: House, key: str) -> Published:
    with house.store.read() as session:
        return house.engine.library.newest(session, key)


@pytest.mark.parametrize(
    "node, names, may_end",
    [
        ("draft_notice", ("审批整改通知书",), False),
        ("approve_notice", ("起草整改通知书", "送达通知书"), False),
        ("submit_report", ("现场核查",), False),
    ],
)
def test_what_follows_is_named_past_gateways_and_automatic_steps(
    house: House, node: str, names: tuple[str, ...], *, may_end: bool
) -> None:
    found = following(published(house, "rectification"), node)
    assert (sorted(found.names), found.may_end) == (sorted(names), may_end)


def test_after_every_piece_of_work_something_follows(house: House) -> None:
    process = published(house, "rectification")
    for node in process.nodes.values():
        if node.form is None:
            continue
        found = following(process, node.id)
        assert found.names or found.may_end, node.id
