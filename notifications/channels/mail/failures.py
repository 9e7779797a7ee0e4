"""Why a mail was not taken: what went wrong on the line, as a reason that people understand.

What concerns the server as a whole rests the channel; what one recipient or one mail met does not.
Replies are judged by RFC 5321, section 4.2.1, and by the status of RFC 3463 where there is one.
"""

from __future__ import annotations

import smtplib
import ssl

from notifications.channel import Deferred, Refused, Undelivered
from notifications.channels.mail.attempt import Attempt, Stage, TooSlow, Unwanted
from notifications.channels.mail.opening import NoEncryption
from notifications.channels.mail.statuses import MailStatus, is_nobody_there

_CLOSING = 421
_PERMANENT = 500
_WANTS_LOGIN = (530, 535, 538)
_TOO_LARGE = 552
_DOING = {
    Stage.CONNECTING: ("连接邮件服务器时", "while calling the mail server"),
    Stage.GREETING: ("与邮件服务器互通身份时", "while greeting the mail server"),
    Stage.SECURING: ("建立加密连接时", "while encrypting the connection"),
    Stage.LOGIN: ("登录邮件服务器时", "while signing in"),
    Stage.SENDER: ("说明发件人时", "while saying the sender"),
    Stage.RECIPIENT: ("说明收件人时", "while saying the recipient"),
    Stage.CONTENT: ("传送邮件内容时", "while sending the mail"),
    Stage.ANSWER: ("等待邮件服务器确认收下时", "while waiting whether the mail was taken"),
}


def undelivered(error: Exception, attempt: Attempt) -> Undelivered:
    """Return what is told of an error at this point of an attempt."""
    match error:
        case Unwanted():
            return _answered(error, attempt.stage)
        case smtplib.SMTPAuthenticationError():
            return _login(Unwanted(error.smtp_code, _octets(error.smtp_error)))
        case NoEncryption() | ssl.SSLError():
            return _tls(error)
        case TooSlow() | TimeoutError():
            return _slow(attempt)
        case smtplib.SMTPServerDisconnected() | smtplib.SMTPResponseException() | OSError():
            return _dropped(error, attempt.stage)
        case _:
            return _channel(
                "mail_login_unsupported",
                f"邮件服务器没有可用的登录方式：{error}",
                f"The mail server offers no usable way to sign in: {error}",
            )


def concerns_connection(error: Exception) -> bool:
    """Say whether the line cannot be used any further."""
    return not isinstance(error, Unwanted) or error.code == _CLOSING or error.code < 0


def _answered(answer: Unwanted, stage: Stage) -> Undelivered:
    if answer.code == _CLOSING:
        return _channel(
            "mail_busy",
            f"邮件服务器暂停服务：{answer}",
            f"The mail server closes for now: {answer}",
        )
    if answer.code < 0:
        return _channel(
            "mail_not_smtp",
            f"答复的不像是邮件服务器：{answer.text}",
            f"What answered is no mail server: {answer.text}",
        )
    if stage < Stage.SENDER:
        return _unready(answer, stage)
    if answer.code < _PERMANENT:
        return Deferred(
            f"邮件服务器请稍后再试：{answer}",
            en=f"The mail server asks to try later: {answer}",
            code="mail_deferred",
        )
    return _refused(answer, stage)


def _unready(answer: Unwanted, stage: Stage) -> Undelivered:
    if stage is Stage.SECURING:
        return _tls(answer)
    if stage is Stage.LOGIN:
        return _login(answer)
    return _channel(
        "mail_service_refused",
        f"邮件服务器不提供服务：{answer}",
        f"The mail server refuses its service: {answer}",
    )


def _refused(answer: Unwanted, stage: Stage) -> Undelivered:
    if answer.code in _WANTS_LOGIN and stage < Stage.CONTENT:
        return _login(answer)
    if answer.code == _TOO_LARGE and stage is Stage.SENDER:
        return too_large(str(answer))
    if stage is Stage.SENDER:
        return _channel(
            "mail_sender_refused",
            f"邮件服务器不接受发件人（可核对参数 from，或者设 bounce=none）：{answer}",
            f"The mail server does not accept the sender (see from, or say bounce=none): {answer}",
        )
    status = MailStatus.find(answer.text)
    if stage is Stage.RECIPIENT and is_nobody_there(status, answer.text):
        return Refused(
            f"邮件服务器说没有这个收件人：{answer}",
            en=f"The mail server says that there is no such recipient: {answer}",
            code="mail_address_refused",
            is_address=True,
        )
    return Refused(
        f"邮件服务器拒收：{answer}",
        en=f"The mail server refuses the mail: {answer}",
        code="mail_refused",
    )


def too_large(said: str) -> Refused:
    """Return that a mail is larger than the server takes."""
    return Refused(
        f"邮件超过服务器允许的大小：{said}",
        en=f"The mail is larger than the server takes: {said}",
        code="mail_too_large",
    )


def _login(answer: Unwanted) -> Deferred:
    return _channel(
        "mail_login_refused",
        f"邮件服务器不接受登录（请核对用户和口令）：{answer}",
        f"The mail server refuses the login (see user and password): {answer}",
    )


def _tls(error: Exception) -> Deferred:
    if isinstance(error, NoEncryption):
        return _channel(
            "mail_no_starttls",
            "邮件服务器不提供加密（STARTTLS），未发送任何内容",
            "The mail server does not offer STARTTLS; nothing was sent",
        )
    reason = getattr(error, "verify_message", "") or str(error)
    return _channel(
        "mail_tls",
        f"不能与邮件服务器建立可信的加密连接，未发送任何内容：{reason}",
        f"No trustworthy encrypted connection to the mail server; nothing was sent: {reason}",
    )


def _slow(attempt: Attempt) -> Deferred:
    """Blame the server, or the one recipient or mail that it thinks about for so long."""
    zh, en = _DOING[attempt.stage]
    return Deferred(
        f"{zh}超过了时限",
        en=f"Time was over {en}",
        code="mail_timeout",
        is_channel=attempt.stage < Stage.RECIPIENT or attempt.is_after_slow,
    )


def _dropped(error: Exception, stage: Stage) -> Deferred:
    zh, en = _DOING[stage]
    if stage is Stage.CONNECTING:
        return _channel(
            "mail_unreachable",
            f"连接不上邮件服务器：{error}",
            f"The mail server cannot be reached: {error}",
        )
    if stage is Stage.ANSWER:
        return Deferred(
            "邮件已经传完，但没有等到服务器的答复就断线了；会用同一个编号（Message-ID）重发",
            en="The line was dropped after the mail and before the answer;"
            " it is sent again under the same Message-ID",
            code="mail_unanswered",
        )
    return Deferred(
        f"{zh}断线：{error}",
        en=f"The line was dropped {en}: {error}",
        code="mail_dropped",
        is_channel=stage < Stage.SENDER,
    )


def _channel(code: str, zh: str, en: str) -> Deferred:
    return Deferred(zh, en=en, code=code, is_channel=True)


def _octets(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
