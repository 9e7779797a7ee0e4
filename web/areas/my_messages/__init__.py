"""How I am told outside the inbox: my addresses, what I want, my calendar."""

from web.areas.my_messages import addresses, calendar, ways
from web.areas.my_messages.area import MY_MESSAGES

__all__ = ["MY_MESSAGES", "addresses", "calendar", "ways"]
