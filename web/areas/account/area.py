"""The part of the office that the modules of the account add their pages to, and its tabs."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from web.language import text
from web.pages import Pages

ACCOUNT = Pages("account", "/account", in_own_name=True)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages of the account."""

    title: str
    url: str
    is_here: bool


@ACCOUNT.app_template_global("account_tabs")
def account_tabs() -> list[Tab]:
    """Return the pages of the account."""
    here = ([*request.path.split("/"), "", ""])[2]
    pages = (
        ("me", "", text("基本情况")),
        ("sessions", "sessions", text("登录")),
        ("codes", "codes", text("动态验证码")),
        ("tokens", "tokens", text("访问令牌")),
    )
    return [Tab(title, url_for(f"pages-account.{view}"), here == at) for view, at, title in pages]
