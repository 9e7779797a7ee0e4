"""People: who there is, their posts and accounts, the groups and what each may do."""

from __future__ import annotations

from web.areas.people import accounts, contacts, keeping, listing, lists, posts, roles
from web.areas.people.area import PEOPLE

__all__ = ["PEOPLE", "accounts", "contacts", "keeping", "listing", "lists", "posts", "roles"]
