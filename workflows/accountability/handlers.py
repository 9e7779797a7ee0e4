"""What the diagram of accountability asks that the engine's own handlers do not answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from engine.model.surroundings import ActivityFailed, Call
from engine.model.values import Value

Row = Mapping[str, Value]
PREFIX = "accountability:"
"""What the code of every accountability measure in the outcome ledger begins with."""
_NUMERALS = "〇一二三四五六七八九"


def set_out(call: Call) -> Mapping[str, Value]:
    """Set out the measures in words, and the ceiling that no later opinion may exceed.

    Inputs: `measures` (rows of the form), `powers` (for each the row of `accountability_forms`),
    `units` (for each the name of its unit), `unit` (the code that a row without one means).
    Returns `measures_text`, `subject_name` (whom they concern), and `ceilings`: for each unit or person, as
    the kind of subject it was named, how heavy each of its forms is, the heaviest first. A statement may not make the measures heavier (政务处分法第四十三条, by analogy).
    """
    measures, powers = _rows(call, "measures"), _rows(call, "powers")
    units = _list(call, "units")
    if not len(measures) == len(powers) == len(units):
        raise _wrong("powers", "与措施一一对应的列表", "one entry for each measure")
    subjects = [_subject(measure, str(unit)) for measure, unit in zip(measures, units, strict=True)]
    forms = [_form(measure, power) for measure, power in zip(measures, powers, strict=True)]
    own = call.inputs.get("unit")
    ceilings: dict[str, list[Decimal]] = {}
    for measure, power in zip(measures, powers, strict=True):
        subject = "|".join(
            str(part)
            for part in (
                measure.get("target") or "",
                measure.get("person") or "",
                measure.get("unit") or own,
            )
        )
        ceilings.setdefault(subject, []).append(_severity(power))
    return {
        "measures_text": _listed(subjects, forms),
        "subject_name": "、".join(dict.fromkeys(subjects)),
        "ceilings": [
            {"subject": subject, "severities": sorted(severities, reverse=True)}
            for subject, severities in ceilings.items()
        ],
    }


def count_before(call: Call) -> Mapping[str, Value]:
    """Return as `recent` the most accountability cases that any one subject has had.

    Input: `records`, for each unit or person the entries of the outcome ledger. Entries of one case
    count once, however many measures it decided (从重情形第四项: 一年内被问责两次及以上).
    """
    most = 0
    for entries in _list(call, "records"):
        if not isinstance(entries, Sequence) or isinstance(entries, str):
            raise _wrong("records", "台账记录的列表", "lists of ledger entries")
        cases = {
            str(entry.get("case"))
            for entry in entries
            if isinstance(entry, Mapping) and str(entry.get("code")).startswith(PREFIX)
        }
        most = max(most, len(cases))
    return {"recent": most}


def _subject(measure: Row, unit: str) -> str:
    return (
        f"{unit}{measure.get('post') or ''}{measure['person']}" if measure.get("person") else unit
    )


def _form(measure: Row, power: Row) -> str:
    form, content = measure.get("form"), str(measure.get("content") or "").rstrip("。；")
    if power.get("way") == "直接作出":
        return f"{form}（{content}）"
    return f"建议{power.get('authority')}依照权限作出{form}（{content}）"


def _listed(subjects: Sequence[str], forms: Sequence[str]) -> str:
    """Return one measure as it is, several numbered, each with whom it concerns."""
    if len(forms) == 1:
        return forms[0]
    return "；".join(
        f"（{_numeral(number)}）{subject}：{form}"
        for number, (subject, form) in enumerate(zip(subjects, forms, strict=True), start=1)
    )


def _severity(power: Row) -> Decimal:
    value = power.get("severity")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _wrong("powers", "带有轻重次序的权限", "rows with a severity")
    return Decimal(value)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _list(call: Call, name: str) -> Sequence[Value]:
    value = call.inputs.get(name)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _wrong(name, "列表", "a list")
    return value


def _rows(call: Call, name: str) -> list[Row]:
    rows = [row for row in _list(call, name) if isinstance(row, Mapping)]
    if len(rows) != len(_list(call, name)):
        raise _wrong(name, "由字段组成的行", "rows of fields")
    return rows


def _wrong(name: str, zh: str, en: str) -> ActivityFailed:
    return ActivityFailed(
        "handler",
        f"输入“{name}”应为{zh}。",
        f"Expected the input '{name}' to be {en}.",
    )


HANDLERS = {
    "accountability.set_out": set_out,
    "accountability.count_before": count_before,
}
"""The handlers by the names the diagram uses."""
