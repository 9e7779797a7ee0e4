"""What the row of a problem item is made of, so that a step evaluates only items it touched.

A case may have a hundred items and a step touches one. Comparing what their columns mention before
and after is a thousand times cheaper than evaluating the columns; values are never changed in
place.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.definitions.item_registers import ItemRegisters
from engine.spiff import Instance
from engine.store.rows import CaseRow

Inputs = Mapping[int, tuple[object, ...]]
"""Per scope of an item: the variables its columns mention, and the open work inside it."""


def inputs_of(instance: Instance, registers: ItemRegisters, case: CaseRow) -> Inputs:
    """Return the inputs of every item that runs."""
    if not registers.by_node:
        return {}
    nodes = registers.by_node.keys()
    work: dict[int, list[int]] = {}
    for aid, _, scope in instance.work():
        around = instance.item_around(scope, nodes)
        if around is not None:
            work.setdefault(around, []).append(aid)
    of_case = (case.reference, case.title, case.unit)
    return {
        scope: (
            of_case,
            tuple(work.get(scope, ())),
            tuple(map(instance.view(scope).get, registers.names)),
        )
        for scope, _, _ in instance.items(nodes)
    }
