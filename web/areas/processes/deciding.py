"""What is done with a proposal: published or refused by a second person, or withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template
from flask.typing import ResponseReturnValue

from api.sending import deployer
from engine import commands
from engine.commands.proposals import ProposalPublished
from engine.commands.reading.proposals import read_proposal
from web.areas.processes.area import PROCESSES
from web.areas.processes.proposals import actions_of
from web.asking import act, asked, expect_text, form_key, look
from web.filling import Filled
from web.language import text
from web.pages import goto
from web.saying import say


@PROCESSES.form("/proposals/<string:proposal>/publish")
def publish(proposal: str) -> ResponseReturnValue:
    """Check what somebody else proposed again, and publish it."""

    def carry_out(_form: Filled) -> None:
        done = deployer().publish(
            expect_text(proposal), actor=asked().actor, idempotency_key=form_key()
        )
        say(_published(done))

    return _deed(proposal, "publish", carry_out)


@PROCESSES.form("/proposals/<string:proposal>/refuse")
def refuse(proposal: str) -> ResponseReturnValue:
    """Refuse what somebody else proposed, with a reason."""

    def carry_out(form: Filled) -> None:
        act(commands.refuse_proposal, proposal=expect_text(proposal), reason=form.get("reason"))
        say(text("已退回，提交人会看到理由。"))

    return _deed(proposal, "refuse", carry_out)


@PROCESSES.form("/proposals/<string:proposal>/withdraw")
def withdraw(proposal: str) -> ResponseReturnValue:
    """Take one's own proposal back."""

    def carry_out(_form: Filled) -> None:
        act(commands.withdraw_proposal, proposal=expect_text(proposal))
        say(text("已撤回。"))

    return _deed(proposal, "withdraw", carry_out)


def _deed(proposal: str, deed: str, carry_out: Callable[[Filled], None]) -> ResponseReturnValue:
    """Show a deed with its consequence; carry it out when it is sent."""
    form = Filled.of_request()
    if deed == "refuse" and form.is_sent and not form.get("reason"):
        form.wrong("reason", text("请写明退回的理由。"))
    if form.is_accepted:
        with form.trying():
            carry_out(form)
            return goto("pages-processes.proposal", proposal=proposal)
    found = look(read_proposal, proposal=expect_text(proposal))
    shown = render_template(
        "processes/deed.html",
        action=actions_of(found)[f"{deed}_proposal"],
        deed=deed,
        form=form,
        proposal=found.proposal,
    )
    return shown, form.status


def _published(done: ProposalPublished) -> str:
    made = text("、").join(
        text("%(name)s第 %(n)s 版", name=each["name"], n=each["version"]) for each in done.made
    )
    said = [text("已发布：%(what)s。", what=made) if made else text("内容没有变化，未产生新版本。")]
    if done.too_few:
        said.append(text("人员不足：") + " ".join(done.too_few))
    return " ".join(said)
