"""Sample fields: what a case of a fictional school would hand to a template."""

from __future__ import annotations

from datetime import UTC, date, datetime

OFFICE = "岳阳市人民政府教育督导委员会办公室"
UNITS = {"430623": "华容县教育局", "school": "华容县第X中学"}


def unit_name(code: str) -> str:
    return UNITS.get(code, code)


def given() -> dict[str, object]:
    """Return what every template sees."""
    return {
        "case": {
            "reference": "岳教督整案〔2026〕3号",
            "title": "食堂留样不规范",
            "unit": "school",
            "opened_by": "李某",
            "opened_at": datetime(2026, 9, 10, 1, 0, tzinfo=UTC),
        },
        "number": "岳教督整〔2026〕3号",
        "today": date(2026, 9, 16),
        "office": OFFICE,
        "unit_name": unit_name,
    }
