"""Say which texts of the pages have no English yet, and which English has no text any more.

    python -m tests.web.texts                     list both
    python -m tests.web.texts desk >> web/texts/desk.po   stubs of what is missing in templates/desk
                                                        and areas/desk*.py, to be filled in

Texts stand in Chinese in `_("…")` (templates) and `text("…")` (modules); `web/texts/*.po`, one file
for each part, have them in English. A text that several parts have stands in `frame.po`. A text
that counts has its count in `%(n)s`, and where its English is another for one, an entry with both:

    msgid "%(n)s 个文件"
    msgid_plural "%(n)s 个文件"
    msgstr[0] "%(n)s file"
    msgstr[1] "%(n)s files"
"""

# ruff: noqa: T201 - a program as well

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from dudao.composition import case_types

WEB = Path(__file__).resolve().parents[2] / "web"
METHODS = [
    ("areas/**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("*.py", "python"),
    ("*/*.py", "python"),
]
_KEYWORDS = {"_": None, "text": None}


def sources() -> dict[str, str]:
    """Return every text of the pages with the file in which it first stands."""
    found: dict[str, str] = {}
    options = {"templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do"}}
    extracted = extract_from_dir(
        WEB,
        method_map=METHODS,
        options_map=options,
        keywords=_KEYWORDS,
        directory_filter=lambda path: Path(path).name not in ("node_modules", "static"),
    )
    for file, _, message, *_ in extracted:
        found.setdefault(str(message), file)
    return found | dict.fromkeys(declared(), "names")


def declared() -> set[str]:
    """Return the names of what the program declares and pages show by `named`."""
    return {each.zh for each in case_types().settings.known.values()}


def translations() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield file, text and English of every entry: one form, or one for one and one for many."""
    for path in sorted((WEB / "texts").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id:
                    yield path.name, *_one_text(message)


def _one_text(message: Message) -> tuple[str, tuple[str, ...]]:
    if isinstance(message.id, str):
        return message.id, (str(message.string),)
    one, many = message.id
    assert one == many, f"Chinese has one form: {one}, {many}"
    return one, tuple(message.string or ())


def main() -> int:
    """List what is missing and what is left over; with the name of a part, write stubs."""
    known = {source for _, source, _ in translations()}
    used = sources()
    missing = {source: file for source, file in used.items() if source not in known}
    if len(sys.argv) > 1:
        for source, file in missing.items():
            if f"/{sys.argv[1]}" in f"/{file}":
                quoted = source.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
                print(f'msgid "{quoted}"\nmsgstr ""\n')
        return 0
    for source, file in missing.items():
        print(f"没有英文 / no English: {file}: {source}")
    left = [f"{file}: {source}" for file, source, _ in translations() if source not in used]
    for each in left:
        print(f"已不使用 / not used: {each}")
    return 1 if missing or left else 0


if __name__ == "__main__":
    sys.exit(main())
