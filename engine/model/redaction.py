"""Find personal data in a text that is to be published, as far as a machine can know it.

Public bodies do not publish identity, telephone and account numbers (《个人信息保护法》 art. 28, 34;
《政府信息公开条例》 art. 15). Names cannot be told from other words: a person confirms that none of
a reporter or a pupil is left. Full-width digits, separators and characters without width are read
as what they stand for. What looks alike and is allowed: dates, prices, document numbers, fixed
telephones and the addresses of public bodies (`.gov.cn`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

IDENTITY, MOBILE, CARD, EMAIL = "公民身份号码", "手机号码", "银行卡号", "电子邮箱"

_CHINESE = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    "幺": "1",
}
_TO_DIGITS = str.maketrans(_CHINESE)
_GROUP = re.compile(r"[0-9]+X?|X")
_CHINESE_RUN = re.compile(f"[0-9{''.join(_CHINESE)}]{{11,}}")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_JOINTS = re.compile(r"[\s\-‐‑‒–—―_·•.．/~]{1,3}")
_LOOSE_JOINTS = re.compile(r"[\s\-‐‑‒–—―_·•.．/~、，,。:：;；()（）*+]{1,3}")
"""What keeps groups apart in a list of numbers too: only mobile numbers are sought across these."""
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_MOBILE = re.compile(r"(?:0|86|0086)?(1[3-9][0-9]{9})")
_MOBILE_PARTS = frozenset({(3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (1,) * 11})
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_IDENTITY_LENGTH, _OLD_LENGTH, _MOBILE_LENGTH = 18, 15, 11
_CARD_LENGTHS = range(16, 20)
_CARD_STARTS = frozenset("34569")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_MOST_GROUPS = 18
_TWO_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that may not be published: what it is, as written, and where (from 1)."""

    what: str
    word: str
    line: int
    column: int
    start: int
    end: int


def personal_data(text: str) -> tuple[Finding, ...]:
    """Return every identity, mobile and card number and private e-mail address, in order."""
    spans: list[tuple[int, int, str]] = []
    for start, end, what in sorted(_spans(text), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or other[1] <= start for other in spans):
            spans.append((start, end, what))
    return tuple(_finding(text, *span) for span in sorted(spans))


def masked(text: str) -> str:
    """Return the text with a star for every character of what may not be published."""
    characters = list(text)
    for found in personal_data(text):
        characters[found.start : found.end] = "＊" * (found.end - found.start)
    return "".join(characters)


def _finding(text: str, start: int, end: int, what: str) -> Finding:
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    return Finding(what, text[start:end], line, column, start, end)


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    plain, places = _plain(text)
    loose = _numbers(plain.translate(_TO_DIGITS), _LOOSE_JOINTS)
    for start, end, what in (
        *_numbers(plain, _JOINTS),
        *(found for found in loose if found[-1] == MOBILE),
        *_chinese(plain),
        *_addresses(plain),
    ):
        yield places[start], places[end - 1] + 1, what


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain characters, and the place in the text of each of them."""
    characters, places = [], []
    for place, character in enumerate(text):
        if unicodedata.category(character) in _UNSEEN or character in _BLANK:
            continue  # without width or ink: nobody reads it between two digits
        characters.append(_plain_character(character))
        places.append(place)
    return "".join(characters), places


def _plain_character(character: str) -> str:
    if character.isascii():
        return character.upper() if character == "x" else character
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", character)
    wide = wide if len(wide) == 1 else character
    return "X" if wide in "xХх×" else wide


def _numbers(plain: str, joints: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Judge every row of groups of digits that only separators keep apart."""
    groups = list(_GROUP.finditer(plain))
    joined = [
        joints.fullmatch(plain, one.end(), other.start()) is not None or one.end() == other.start()
        for one, other in pairwise(groups)
    ]
    for first in range(len(groups)):
        digits = ""
        parts: tuple[int, ...] = ()
        for last in range(first, min(first + _MOST_GROUPS, len(groups))):
            if last > first and not joined[last - 1]:
                break
            digits += groups[last][0]
            parts = (*parts, len(groups[last][0]))
            if len(digits) > _CARD_LENGTHS[-1]:
                break
            what = _kind(digits, parts)
            if what:
                yield groups[first].start(), groups[last].end(), what


def _chinese(plain: str) -> Iterator[tuple[int, int, str]]:
    for run in _CHINESE_RUN.finditer(plain):
        digits = run[0].translate(_TO_DIGITS)
        what = "" if run[0].isascii() else _kind(digits, (len(digits),))
        if what:
            yield run.start(), run.end(), what


def _addresses(plain: str) -> Iterator[tuple[int, int, str]]:
    for found in _ADDRESS.finditer(plain):
        if not found[0].lower().endswith(".gov.cn"):
            yield found.start(), found.end(), EMAIL


def _kind(digits: str, parts: tuple[int, ...]) -> str:
    # An X that follows a number is a word of its own unless the whole is an identity number.
    if is_identity(digits) or (len(parts) == 1 and _is_old_identity(digits.rstrip("X"))):
        return IDENTITY
    number = digits.rstrip("X")
    if _MOBILE.fullmatch(number) and (len(parts) == 1 or _are_mobile(parts)):
        return MOBILE
    if len(number) in _CARD_LENGTHS and _is_card(number) and (len(parts) == 1 or _in_fours(parts)):
        return CARD
    return ""


def _are_mobile(parts: tuple[int, ...]) -> bool:
    """Say whether a mobile number is written in these groups, perhaps after 86 or 0."""
    return parts in _MOBILE_PARTS or (
        sum(parts[1:]) == _MOBILE_LENGTH and (parts[1:] in _MOBILE_PARTS or len(parts) == 1 + 1)
    )


def _in_fours(parts: tuple[int, ...]) -> bool:
    return set(parts) == {1} or (set(parts[:-1]) == {4} and parts[-1] <= 4)  # noqa: PLR2004 - as on the card


def is_identity(number: str) -> bool:
    """Say whether 18 characters are a citizen's identity number (GB 11643-1999)."""
    if len(number) != _IDENTITY_LENGTH or not number[:-1].isdigit():
        return False
    if number[:2] not in _PROVINCES or not _is_day(number[6:14]):
        return False
    return identity_check(number[:-1]) == number[-1]


def identity_check(digits: str) -> str:
    """Return the check character of the 17 digits before it (ISO 7064, MOD 11-2)."""
    total = sum(weight * int(each) for weight, each in zip(_WEIGHTS, digits, strict=True))
    return _CHECKS[total % 11]


def _is_old_identity(number: str) -> bool:
    return (
        len(number) == _OLD_LENGTH
        and number.isdigit()
        and number[:2] in _PROVINCES
        and _is_day("19" + number[6:12])
    )


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= 1850  # noqa: PLR2004 - nobody older is alive


def _is_card(number: str) -> bool:
    """Say whether a number has the check digit of a bank card (ISO/IEC 7812-1, annex B)."""
    if number[0] not in _CARD_STARTS:
        return False
    total = 0
    for position, each in enumerate(reversed(number)):
        value = int(each) * (1 + position % 2)
        total += value - _TWO_DIGITS if value > _TWO_DIGITS else value
    return total % 10 == 0
