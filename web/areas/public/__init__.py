"""The public site: announcements, objections and their answers, for everybody.

Nobody signs in here and nothing tells who came: no cookie is set, and what is asked or said is in
no address.
"""

from __future__ import annotations

from web.areas.public import announcements, feed, objecting
from web.areas.public.robots import ROBOTS
from web.areas.public.site import PUBLIC

__all__ = ["PUBLIC", "ROBOTS", "announcements", "feed", "objecting"]
