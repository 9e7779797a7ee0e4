"""Which passwords are taken: long enough, and not the first that a guesser tries.

NIST SP 800-63B, 5.1.1.2: no rules of composition, no expiry, a comparison with what is common,
repeated, sequential or taken from the context. A minimum of 10 is a proposal; the standard asks
for 8 at least. It also asks to allow 64 at least; 128 bounds the work.
"""

from __future__ import annotations

import unicodedata

from engine.identity import MAX_PASSWORD
from engine.model.errors import FieldError, InvalidArgument
from engine.model.form_values import first_unprintable

MIN_PASSWORD = 10
_FEWEST_KINDS = 4
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_CONTEXT = ("dudao", "督导", "yueyang", "岳阳")
_COMMON = frozenset(
    [
        "password12",
        "password123",
        "passw0rd123",
        "p@ssw0rd123",
        "password1234",
        "mypassword1",
        "iloveyou123",
        "iloveyou520",
        "woaini1314",
        "woaini5201314",
        "woaini520520",
        "5201314520",
        "1314520520",
        "a123456789",
        "a1234567890",
        "123456789a",
        "1234567890a",
        "aa123456789",
        "abc1234567",
        "abc123456789",
        "abcd123456",
        "abcd1234567",
        "admin12345",
        "admin123456",
        "administrator",
        "root123456",
        "qq123456789",
        "wang123456",
        "zhang123456",
        "qwer123456",
        "qwerty12345",
        "qwerty123456",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "1qazxsw23edc",
        "zaq12wsxcde3",
        "qazwsxedcrfv",
        "asdf123456",
        "asdfgh123456",
        "zxcv123456",
        "zxcvbnm123",
        "letmein1234",
        "welcome123",
        "welcome1234",
        "changeme123",
        "sunshine123",
        "princess123",
        "football123",
        "1122334455",
        "1212121212",
        "1231231234",
        "1234512345",
        "123123123123",
        "147258369",
        "147258369a",
        "9876543210",
        "nihao123456",
        "huanying123",
        "hunan123456",
        "jiaoyu123456",
        "jiaoyuju123",
        "mima123456",
        "guanliyuan1",
        "xuexiao123456",
    ]
)


def expect_password(password: str, *, person: str, name: str) -> None:
    """Raise InvalidArgument, `invalid_password`, for a password that is not taken."""
    text = unicodedata.normalize("NFKC", password)
    if len(password) > MAX_PASSWORD or not MIN_PASSWORD <= len(text) <= MAX_PASSWORD:
        raise _refused(f"密码应为{MIN_PASSWORD}至{MAX_PASSWORD}个字符。", "10 to 128 characters.")
    if first_unprintable(text):
        raise _refused("密码不能含有控制字符。", "No control characters.")
    folded = text.casefold()
    if folded in _COMMON or len(set(folded)) < _FEWEST_KINDS or _is_sequence(folded):
        raise _refused("这个密码太常见，容易被猜中。", "Too common or too regular.")
    words = {part for part in (person, *_parts(name), *_CONTEXT) if part}
    if any(_is_little_more_than(word.casefold(), folded) for word in words):
        raise _refused("密码不能只由姓名、用户名或本系统名称加数字组成。", "More than a name.")


def _parts(name: str) -> tuple[str, ...]:
    """Split 李某（承办人） into its words."""
    return (name, *"".join(each if each.isalnum() else " " for each in name).split())


def _is_sequence(text: str) -> bool:
    """Say whether it goes along one row of letters, digits or keys, however often."""
    return any(
        text in way * (len(text) // len(row) + 2) for row in _ROWS for way in (row, row[::-1])
    )


def _is_little_more_than(word: str, text: str) -> bool:
    """Say whether nothing but digits and signs remains without the word."""
    return word in text and not any(each.isalpha() for each in text.replace(word, ""))


def _refused(zh: str, en: str) -> InvalidArgument:
    return InvalidArgument(
        zh,
        en=f"Expected a password that is not easily guessed: {en}",
        code="invalid_password",
        errors=(FieldError("password", zh, en),),
    )
