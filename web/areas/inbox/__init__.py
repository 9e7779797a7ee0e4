"""The inbox: messages to whoever has signed in, the bell on every page, what is counted."""

from web.areas.inbox import bell, messages, settings
from web.areas.inbox.area import INBOX

__all__ = ["INBOX", "bell", "messages", "settings"]
