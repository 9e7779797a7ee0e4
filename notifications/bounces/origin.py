"""Where an installation has its bounces: a Maildir folder, or a mailbox that is asked by IMAP."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from notifications.bounces.imap import ImapSource
from notifications.bounces.sources import MaildirSource, Source
from notifications.channel import WrongAddress


def source_of(address: str) -> Source:
    """Read where bounces are: ``maildir:///folder``, ``imaps://user:password@host/mailbox``.

    WrongAddress says what was expected; ``imap`` begins to encrypt by STARTTLS.
    """
    scheme = address.partition(":")[0]
    if scheme == "maildir":
        return _maildir(unquote(urlsplit(address).path))
    if scheme in ("imap", "imaps"):
        return ImapSource.from_url(address)
    raise WrongAddress(
        "退信所在应为 maildir:///文件夹 或 imaps://用户:口令@主机/邮箱",
        en="Expected maildir:///folder or imaps://user:password@host/mailbox",
    )


def _maildir(path: str) -> MaildirSource:
    folder = Path(path)
    if not all((folder / each).is_dir() for each in ("new", "cur")):
        raise WrongAddress(
            f"{folder} 不是 Maildir 文件夹：应有子文件夹 new 和 cur",
            en=f"Expected a Maildir folder with new and cur at {folder}",
        )
    return MaildirSource(folder)
