"""What mail servers send back, in the forms that they do; the names are of example domains."""

from __future__ import annotations

import base64

from notifications.channels.mail.names import name_of
from notifications.seals import seal_of

ID = "6fa459ea-ee8a-3ca4-894e-db77e160355e"
SECRET = "the secret of an installation"


def named(id_: str) -> str:
    """What a parcel of the installation is called in its mail."""
    return name_of(id_, seal_of(SECRET, id_))


NAME = named(ID)
TO = f"bounce+{NAME}@example.com"


def _letter(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def returned(name: str = NAME) -> str:
    """The headers of the mail that comes back."""
    return (
        f"From: =?utf-8?b?552j5a+85Yqe?= <office@example.com>\nTo: li@example.org\n"
        f"Subject: =?utf-8?b?5YKs5Yqe?=\nMessage-ID: <{name}@example.com>\n"
        f"In-Reply-To: <thread.0198c1a2-7b1c-7d3e-9f4a-3b2c1d0e9f8a@example.com>\n"
    )


def postfix(
    *,
    to: str = TO,
    name: str = NAME,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = "550 5.1.1 <li@example.org>: Recipient address rejected: User unknown",
) -> bytes:
    """As Postfix says that it gave up, or that it still tries."""
    subject = {"delayed": "Delayed Mail (still being retried)"}.get(
        action, "Undelivered Mail Returned to Sender"
    )
    return _letter(
        f"""Return-Path: <>
Received: by mx.example.com (Postfix) id 4A1B2C; Mon,  2 Mar 2026 09:31:00 +0800 (CST)
Date: Mon,  2 Mar 2026 09:31:00 +0800 (CST)
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
Subject: {subject}
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4A1B2C.1/mx"
Message-Id: <20260302013100.4A1B2C@mx.example.com>

This is a MIME-encapsulated message.

--4A1B2C.1/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

--4A1B2C.1/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
X-Postfix-Queue-ID: 4A1B2C
Arrival-Date: Mon,  2 Mar 2026 09:30:00 +0800 (CST)

Final-Recipient: rfc822; li@example.org
Original-Recipient: rfc822;li@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; {said}

--4A1B2C.1/mx
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

{returned(name)}
--4A1B2C.1/mx--
"""
    )


def exchange() -> bytes:
    """As Exchange Online says it: mostly HTML, the whole mail returned, no VERP kept."""
    html = base64.encodebytes(
        "<html><body><p>未能送达 li@example.org。</p><p>找不到收件人</p></body></html>".encode()
    ).decode()
    return _letter(
        f"""From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>
To: <office@example.com>
Date: Mon, 2 Mar 2026 01:31:02 +0000
Content-Type: multipart/report; report-type=delivery-status; boundary="c8a2"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: zh-CN
In-Reply-To: <{NAME}@example.com>
Subject: =?utf-8?b?{base64.b64encode("无法传递：催办".encode()).decode()}?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--c8a2
Content-Type: multipart/alternative; differences=Content-Type; boundary="d9b3"

--d9b3
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

{html}
--d9b3--

--c8a2
Content-Type: message/delivery-status

Reporting-MTA: dns;SY0P300MB0001.example.org
Received-From-MTA: dns;mx.example.com
Arrival-Date: Mon, 2 Mar 2026 01:31:01 +0000

Final-Recipient: rfc822;li@example.org
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--c8a2
Content-Type: message/rfc822

{returned()}MIME-Version: 1.0
Content-Type: text/plain

body
--c8a2--
"""
    )


def worded_in_chinese(*, to: str = TO, code: str = "550 Mailbox not found") -> bytes:
    """As large Chinese providers say it: no report, a page in GB 18030, only the VERP tells."""
    page = f"<html><body><h2>抱歉，您的邮件被退回来了</h2><p>无法发送到 li@example.org</p><p>host mail.example.org said: {code}</p></body></html>"
    body = base64.encodebytes(page.encode("gb18030")).decode()
    subject = base64.b64encode("系统退信".encode("gb18030")).decode()
    return _letter(
        f"""From: "PostMaster" <PostMaster@mail.example.net>
To: <{to}>
Subject: =?gb18030?B?{subject}?=
Date: Mon, 02 Mar 2026 09:40:00 +0800
MIME-Version: 1.0
Content-Type: text/html; charset="gb18030"
Content-Transfer-Encoding: base64

{body}"""
    )


def qmail() -> bytes:
    """As qmail says it: words, and the mail below a line."""
    return _letter(
        f"""Return-Path: <>
Delivered-To: {TO}
Date: 2 Mar 2026 01:45:00 -0000
From: MAILER-DAEMON@mail.example.net
To: office@example.com
Subject: failure notice

Hi. This is the qmail-send program at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<li@example.org>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 User unknown
Giving up on 192.0.2.7.

--- Below this line is a copy of the message.

{returned()}
body 552 5.2.2
"""
    )


def holiday() -> bytes:
    """As a person's holiday program answers: it comes back the same way and is no report."""
    return _letter(
        f"""Return-Path: <>
From: li@example.org
To: {TO}
Subject: =?utf-8?b?{base64.b64encode("自动回复：本周休假，无法及时处理".encode()).decode()}?=
Auto-Submitted: auto-replied
In-Reply-To: <{NAME}@example.com>

I am away until 550 5.1.1.
"""
    )


def answer() -> bytes:
    """As a person answers by hand."""
    return _letter(
        f"""From: li@example.org
To: office@example.com
Subject: Re: failure of delivery
In-Reply-To: <{NAME}@example.com>

550 5.1.1
"""
    )
