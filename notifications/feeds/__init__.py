"""A personal calendar (iCalendar, RFC 5545) of what is due and of interviews, read without sign-in."""
