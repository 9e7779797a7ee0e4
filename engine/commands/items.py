"""Problem items of a case, as its running state says, written when a step has ended.

A row is a function of the item's scope: whatever changed a variable (a form, a handler, an
extension, a suspension, a person who resolved an incident), the row follows. Only when a row began,
was verified and ended is remembered. A case without problem items costs no statement, and neither
does a step while none of them is listed or runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.commands import item_values
from engine.commands.indexing import forget_item, index_item
from engine.commands.item_inputs import inputs_of
from engine.commands.step import Step
from engine.definitions.item_registers import ItemRegister, ItemRegisters
from engine.model.case import CaseStatus
from engine.model.effects import Ending, ScopeEnded, WorkEnded
from engine.model.items import ItemStatus
from engine.model.values import Value
from engine.spiff import Instance
from engine.spiff.parts import layered
from engine.store.case_reads import items_of_case
from engine.store.rows import ItemRow

_OVER = (CaseStatus.CLOSED.value, CaseStatus.CANCELED.value)


@dataclass(frozen=True, slots=True)
class _Found:
    """An item that the state knows: it runs in a scope, or waits for its multi-instance."""

    register: ItemRegister
    number: int
    scope: int | None
    view: Mapping[str, Value]
    status: ItemStatus | None


def project_items(step: Step) -> None:
    """Write the problem items of a case as they are at the end of a step."""
    registers = step.published.registers
    if not registers.by_node:
        return
    instance = step.instance
    ended = [
        effect
        for effect in instance.effects
        if isinstance(effect, ScopeEnded) and effect.node in registers.by_node
    ]
    found = [*_running(step, registers), *_waiting(step, registers)]
    if found or ended or _were_waiting(step, registers):
        _Listing(step).write(ended, found)


def _touched(step: Step, registers: ItemRegisters) -> frozenset[int]:
    """Return the scopes of the items whose rows may read otherwise than before the step."""
    now = inputs_of(step.instance, registers, step.case)
    before = step.item_inputs
    return frozenset(scope for scope in now if before.get(scope) != now[scope])


def _were_waiting(step: Step, registers: ItemRegisters) -> bool:
    return any(
        isinstance(effect, WorkEnded) and effect.node in registers.states
        for effect in step.instance.effects
    )


def _running(step: Step, registers: ItemRegisters) -> Iterator[_Found]:
    instance, touched = step.instance, _touched(step, registers)
    if not touched:
        return
    states: dict[int, ItemStatus] = {}
    for _, scope, text in _declared(instance, registers):
        around = instance.item_around(scope, registers.by_node.keys())
        if around is None or around not in touched:
            continue
        status = item_values.status(step, text, instance.view(scope))
        if status is not None:
            states[around] = status  # the work begun last decides
    for scope, node, number in instance.items(registers.by_node.keys()):
        if scope not in touched:
            continue
        register = registers.by_node[node]
        yield _Found(register, number, scope, instance.view(scope), states.get(scope))


def _waiting(step: Step, registers: ItemRegisters) -> Iterator[_Found]:
    """Yield the elements of a collection whose multi-instance has not begun."""
    instance = step.instance
    running = {node for _, node, _ in instance.items(registers.by_node.keys())}
    waiting: dict[str, tuple[int, str]] = {}
    for _, scope, text in _declared(instance, registers):
        for node in registers.by_node:
            if node not in running and instance.has_node(scope, node):
                waiting[node] = (scope, text)
    for node, (scope, text) in waiting.items():
        register, view = registers.by_node[node], instance.view(scope)
        status = item_values.status(step, text, view)
        elements = item_values.value(step, register.collection, view)
        for number, element in enumerate(elements if isinstance(elements, list) else (), start=1):
            local: dict[str, Value] = {register.element: element, "loop": {"index": number}}
            yield _Found(register, number, None, layered(local, view), status)


def _declared(instance: Instance, registers: ItemRegisters) -> Iterator[tuple[str, int, str]]:
    """Yield (node, scope, text) of the open work that says in which state its item is."""
    for _, node, scope in instance.work():
        text = registers.states.get(node)
        if text:
            yield node, scope, text


class _Listing:
    """The rows of a case while they are brought up to what its state says."""

    def __init__(self, step: Step) -> None:
        self._step = step
        rows = () if step.is_new else items_of_case(step.turn.session, step.case.id)
        self._rows = {row.id: row for row in rows}

    def write(self, ended: list[ScopeEnded], found: list[_Found]) -> None:
        for effect in ended:
            self._end(effect)
        batches = {
            node: self._batch(node, found) for node in {each.register.node for each in found}
        }
        for each in found:
            self._set(each, batches[each.register.node])
        self._drop_unlisted(found, batches)
        if self._step.case.status in _OVER:
            for row in list(self._rows.values()):
                if row.ended_at is None:
                    self._put(_ended(row, ItemStatus.CANCELED, self._step))

    def _end(self, effect: ScopeEnded) -> None:
        register = self._step.published.registers.by_node[effect.node]
        number = effect.item or 0
        row = self._in_scope(effect.scope)
        found = _Found(register, number, effect.scope, effect.view, None)
        if row is None:
            batch = self._batch(effect.node, [found])
            row = self._made(found, batch)
        else:
            row = item_values.row(self._step, register, row, effect.view)
        is_done = effect.how is Ending.COMPLETED
        self._put(_ended(row, ItemStatus.CLOSED if is_done else ItemStatus.CANCELED, self._step))

    def _set(self, found: _Found, batch: int) -> None:
        row = self._made(found, batch)
        status = found.status or _kept(row)
        row = replace(row, status=status.value, ended_at=None)
        self._put(item_values.verified(self._step, found.register, row))

    def _made(self, found: _Found, batch: int) -> ItemRow:
        """Return the row of an item with the values its scope gives now."""
        case_id, node = self._step.case.id, found.register.node
        row_id = f"{case_id}.{node}.{batch:03}.{found.number:04}"
        old = self._rows.get(row_id) or item_values.blank(
            row_id, case_id, node, batch=batch, number=found.number, at=self._step.now
        )
        old = replace(old, scope=found.scope, unit=self._step.case.unit)
        return item_values.row(self._step, found.register, old, found.view)

    def _batch(self, node: str, found: list[_Found]) -> int:
        """Return the run of a multi-instance that these items belong to.

        It is the latest one, unless an item of this number has ended in it already.
        """
        rows = [row for row in self._rows.values() if row.node == node]
        latest = max((row.batch for row in rows), default=1)
        over = {
            row.number: row.scope
            for row in rows
            if row.batch == latest and row.ended_at is not None
        }
        is_again = any(
            each.register.node == node
            and each.number in over
            and (each.scope is None or each.scope != over[each.number])
            for each in found
        )
        return latest + 1 if is_again else latest

    def _drop_unlisted(self, found: list[_Found], batches: Mapping[str, int]) -> None:
        """Forget rows of elements that a waiting collection no longer has."""
        waiting = {each.register.node for each in found if each.scope is None}
        listed = {(each.register.node, each.number) for each in found}
        for row in list(self._rows.values()):
            is_waiting = row.scope is None and row.ended_at is None and row.node in waiting
            is_current = is_waiting and row.batch == batches[row.node]
            if is_current and (row.node, row.number) not in listed:
                self._drop(row)

    def _in_scope(self, scope: int) -> ItemRow | None:
        return next((row for row in self._rows.values() if row.scope == scope), None)

    def _put(self, row: ItemRow) -> None:
        old = self._rows.get(row.id)
        row = replace(row, on_time=item_values.in_time(self._step, row, old))
        if row == old:
            return
        self._remember(row.id, old)
        self._rows[row.id] = row
        self._step.turn.batch.set_item(row)
        index_item(self._step.turn, self._step.case, row, old)

    def _drop(self, row: ItemRow) -> None:
        self._remember(row.id, row)
        del self._rows[row.id]
        self._step.turn.batch.drop_item(row.id)
        forget_item(self._step.turn, row.id)

    def _remember(self, row_id: str, old: ItemRow | None) -> None:
        """Keep how a row was before the step, for 撤回."""
        step = self._step
        if row_id in step.added_items or row_id in step.removed.items:
            return
        if old is None:
            step.added_items.add(row_id)
        else:
            step.removed.items[row_id] = old


def _kept(row: ItemRow) -> ItemStatus:
    """Return the state of an item of which no open work says anything."""
    status = ItemStatus(row.status)
    return ItemStatus.OPEN if status.is_ended else status


def _ended(row: ItemRow, status: ItemStatus, step: Step) -> ItemRow:
    return replace(row, status=status.value, ended_at=step.now)
