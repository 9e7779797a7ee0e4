"""The language of a page: Chinese, or English where the person chose it.

Texts stand in templates and modules in Chinese; `texts/*.po` have them in English. What people
wrote themselves (titles, reasons, names in diagrams, names of posts) is shown as it was written.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import g, has_request_context, request

COOKIE = "dudao_language"
LANGUAGES = {"zh": "中文", "en": "English"}
MANY = 2
TEXTS = Path(__file__).parent / "texts"


def language() -> str:
    """Return the language that was chosen in this browser; Chinese unless English was."""
    try:  # a page asks a thousand times
        found: str = g.language
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return "zh"
        found = g.language = "en" if request.cookies.get(COOKIE) == "en" else "zh"
    return found


def text(source: str, /, **values: object) -> str:
    """Return a text in the language of the page, with `%(name)s` filled in.

    Texts that stay the same are named by this in modules and as `_()` in templates. Where a text
    counts, its count is `n`: in English that chooses between one and many. So does `n=MANY` for the
    name of a list of things, whose name without it is that of one.
    """
    found = _english(source, values.get("n")) if language() == "en" else source
    return found % values if values else found


def named(name: str) -> str:
    """Return what something that the program declares is called, such as a setting.

    `texts/names.po` has the English; what nobody has named in English keeps its name.
    """
    return english().gettext(name) if name and language() == "en" else name


def either(zh: str, en: str) -> str:
    """Return the one of two that is in the language of the page."""
    return en if language() == "en" and en else zh


def _english(source: str, n: object) -> str:
    if n is None:
        return english().gettext(source)
    written = str(n)
    # What is no number, such as 20+, is many.
    return english().ngettext(source, source, int(written) if written.isdecimal() else MANY)


@cache
def english() -> GNUTranslations:
    """Return the English texts; read once in each process.

    A text with a count has a form for one and a form for many, which are the same where `texts`
    has but one.
    """
    whole = Catalog(locale="en")
    for path in sorted(TEXTS.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if not message.id or not message.string:
                    continue
                if isinstance(message.id, str) and "%(n)s" in message.id:
                    whole.add((message.id,) * 2, (str(message.string),) * 2)
                else:
                    whole.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)
