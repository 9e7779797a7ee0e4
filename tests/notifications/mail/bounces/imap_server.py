"""A small IMAP server on loopback: one mailbox, what the client of the bounces asks, and no more."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from threading import Event

from tests.notifications.mail.post_office import PASSWORD, USER, server_context


@dataclass
class Mailbox:
    """Mails by number; `seen` are those that the client settled."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    said: list[bytes] = field(default_factory=list)
    is_encrypted_at_once: bool = True
    drops_after: bytes = b""
    """Hang up at the first command that holds this."""

    def talk(self, peer: socket.socket, _over: Event) -> None:
        if self.is_encrypted_at_once:
            peer = server_context().wrap_socket(peer, server_side=True)
        with peer:
            self._converse(peer)

    def _converse(self, peer: socket.socket) -> None:
        peer.sendall(b"* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
        reader = peer.makefile("rb")
        while line := reader.readline():
            self.said.append(line)
            if self.drops_after and self.drops_after in line:
                self.drops_after = b""
                return
            tag, _, rest = line.strip().partition(b" ")
            peer.sendall(b"".join(self._answers(rest, tag)))
            if rest == b"STARTTLS":
                with server_context().wrap_socket(peer, server_side=True) as wrapped:
                    self._speak_on(wrapped)
                return

    def _speak_on(self, peer: socket.socket) -> None:
        reader = peer.makefile("rb")
        while line := reader.readline():
            self.said.append(line)
            tag, _, rest = line.strip().partition(b" ")
            peer.sendall(b"".join(self._answers(rest, tag)))

    def _answers(self, rest: bytes, tag: bytes) -> list[bytes]:
        done = tag + b" OK done\r\n"
        words = rest.split()
        match words[0].upper(), words[1:2]:
            case b"CAPABILITY", _:
                return [b"* CAPABILITY IMAP4rev1 STARTTLS\r\n", done]
            case b"LOGIN", _:
                wanted = f'LOGIN {USER} "{PASSWORD}"'.encode()
                return [done if rest == wanted else tag + b" NO wrong\r\n"]
            case b"SELECT", [name]:
                known = name == b'"bounces"'
                return [b"* 9 EXISTS\r\n", done] if known else [tag + b" NO no such mailbox\r\n"]
            case b"UID", _:
                return [*self._asked(words, rest), done]
            case _:
                return [done]

    def _asked(self, words: list[bytes], rest: bytes) -> list[bytes]:
        if words[1] == b"SEARCH":
            unseen = sorted(self.mails.keys() - self.seen)
            return [b"* SEARCH " + b" ".join(b"%d" % n for n in unseen) + b"\r\n"]
        uid = int(words[2])
        if words[1] == b"STORE":
            assert b"+FLAGS" in rest
            assert b"Seen" in rest
            self.seen.add(uid)
            return []
        octets = self.mails[uid]
        return [b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, len(octets)), octets, b")\r\n"]
