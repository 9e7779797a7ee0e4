"""Mail: a parcel becomes a message of RFC 5322 and is handed to one SMTP server (RFC 5321)."""

from __future__ import annotations

from notifications.channels.mail.channel import MailChannel

__all__ = ["MailChannel"]
