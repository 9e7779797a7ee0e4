"""The overview for leaders (总览): figures, each leading to the list of what it counts."""

from __future__ import annotations

from web.areas.overview.pages import OVERVIEW

__all__ = ["OVERVIEW"]
