"""The interface describes itself: the OpenAPI document, and a page that people can read."""

from __future__ import annotations

from api.documentation.routes import DOCUMENTATION, openapi

__all__ = ["DOCUMENTATION", "openapi"]
