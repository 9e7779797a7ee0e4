"""The desk (工作台): what waits for whoever has signed in, and what they started, did, were told."""

from web.areas.desk import others, work
from web.areas.desk.area import DESK

__all__ = ["DESK", "others", "work"]
