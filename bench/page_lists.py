"""Lists as people narrow and sort them: with each filter, each order, and words of all sorts."""

from __future__ import annotations

from urllib.parse import urlencode

from bench.city import COUNTY

_COMMON, _RARE, _NOWHERE = "食堂", "食堂、留样", "火箭"
"""Words that many cases, a few cases and no case have in their titles."""
_COUNTY = {"unit": COUNTY}
_ASKED: dict[str, dict[str, dict[str, str]]] = {
    "cases": {
        **{f"sorted by {each}": {"sort": each} for each in ("due", "-ended", "title", "unit")},
        "red, by due day": {"light": "red", "sort": "due"},
        "closed": {"status": "closed"},
        "of a county": _COUNTY,
        "of a county, red, by title": {**_COUNTY, "light": "red", "sort": "title"},
        "of a kind": {"process": "announcement"},
        "of a month": {"opened_since": "2026-09-01", "opened_until": "2026-09-30"},
        "in time": {"on_time": "true"},
        "mine": {"mine": "1"},
    },
    "items": {
        **{f"sorted by {each}": {"sort": each} for each in ("due", "-ended", "title", "owner")},
        "red": {"light": "red"},
        "closed, by title": {"status": "closed", "sort": "-title"},
        "of a county": _COUNTY,
    },
    "work": {"red": {"light": "red"}, "of a county": _COUNTY},
    "desk": {
        "red": {"light": "red"},
        "to take": {"whose": "offered"},
        "mine": {"whose": "mine"},
        "of a county": _COUNTY,
    },
    "search": {"documents": {"text": _COMMON, "kind": "document"}},
    "overview": {"of a county": _COUNTY},
    "demands": {"that are over": {"over": "1"}},
    "pick/units": {"by a word": {"text": "县"}},
}
_WORDS = {
    "a common word": _COMMON,
    "a rare word": _RARE,
    "a word of an activity": "审批",
    "a word of all documents": "限期",
    "a word that nothing has": _NOWHERE,
}
LISTS = {
    **{
        f"{list_} {name}": f"/{list_}?{urlencode(asked)}"
        for list_, several in _ASKED.items()
        for name, asked in several.items()
    },
    **{
        f"{list_} with {name}": f"/{list_}?{urlencode({'text': word})}"
        for list_ in ("cases", "items", "work", "desk", "search", "public/search")
        for name, word in _WORDS.items()
    },
}
"""What is asked, with its address."""
