"""The templates of messages: Jinja in a sandbox, HTML escaped, nothing undefined passed over."""

from __future__ import annotations

from functools import cache

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifications.channel import Language
from notifications.words.content import Content
from notifications.words.letter import Digest, Letter

SHORT = 70
"""Characters of the one sentence: what one SMS carries in Chinese (GSM 03.38, UCS-2)."""
SUBJECT = 120
"""Characters of a subject; more is cut off by programs that show mail."""


@cache
def _environment(*, is_html: bool) -> ImmutableSandboxedEnvironment:
    """Return one of two: phrases that both share are escaped where HTML asks for them.

    In one environment a phrase of an unescaped file would be taken for HTML by an escaped one.
    """
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("notifications.words"),
        undefined=StrictUndefined,
        autoescape=is_html,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    return made


def render_message(letter: Letter, language: Language) -> Content:
    """Write one message."""
    return _render(language, "message", letter)


def render_digest(digest: Digest, language: Language) -> Content:
    """Write all at once."""
    return _render(language, "digest", digest)


def _render(language: Language, name: str, said: Letter | Digest) -> Content:
    def filled(suffix: str) -> str:
        environment = _environment(is_html=suffix == "html")
        return environment.get_template(f"{language}/{name}.{suffix}").render(m=said)

    subject, *short = _lines(filled("short"))
    return Content(_cut(subject, SUBJECT), _tidy(filled("txt")), filled("html"), _fitting(short))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _fitting(candidates: list[str]) -> str:
    """Return the first of several sentences that is short enough; else the last one, cut."""
    return next((each for each in candidates if len(each) <= SHORT), _cut(candidates[-1], SHORT))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _tidy(text: str) -> str:
    """Return a text without spaces at ends of lines and with single empty lines."""
    tidy: list[str] = []
    for line in text.splitlines():
        if line.strip() or (tidy and tidy[-1]):
            tidy.append(line.rstrip())
    return "\n".join(tidy).strip() + "\n"
