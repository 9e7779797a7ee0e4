"""Commands that keep the directory: units, people and their posts.

Whoever keeps it has a post that gives `manage_directory`, and changes nothing outside the units
below that post. Nobody changes their own unit, standing or posts, whatever way they take, and the
last person who keeps the directory cannot be removed. Every unit and every person changed is an
event of its own in the history of the system, with what was before and after: of people their id,
unit and posts, never the name. Nothing is ever deleted; posts of the past stay.

Two changes take turns: what one checks, the other has not changed meanwhile.
"""

from __future__ import annotations

from engine.commands.directory.adding import add_person, add_unit
from engine.commands.directory.change_person import change_person
from engine.commands.directory.change_unit import change_unit
from engine.commands.directory.end_unit import end_unit
from engine.commands.directory.import_people import import_people
from engine.commands.directory.import_units import import_units
from engine.commands.directory.known import known_units
from engine.commands.directory.posts import HeldPost, end_post, grant_post
from engine.commands.directory.restore_unit import restore_unit
from engine.commands.directory.results import EntryChanged, PeopleImported, UnitsImported

__all__ = [
    "EntryChanged",
    "HeldPost",
    "PeopleImported",
    "UnitsImported",
    "add_person",
    "add_unit",
    "change_person",
    "change_unit",
    "end_post",
    "end_unit",
    "grant_post",
    "import_people",
    "import_units",
    "known_units",
    "restore_unit",
]
