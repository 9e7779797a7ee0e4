"""Accounts: who somebody is, and how they prove it."""

from __future__ import annotations

from engine.commands.accounts.identity import Identity

__all__ = ["Identity"]
