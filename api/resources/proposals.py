"""Proposals (发布申请): handed in by one person, published or refused by a second one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from api.area import Area
from api.asking import KEY, act, asked, expect_text, look
from api.deploying import MAX_TOTAL
from api.files import A_FILE, send_made, taking
from api.paging import listed, page_of
from api.schemas import proposals as schemas
from api.schemas.definitions import DeploymentRefused
from api.schemas.derived import answer_of
from api.schemas.parts import Reason
from api.sending import deployer, sent
from engine import commands
from engine.commands.reading.proposals import (
    ProposalListed,
    ProposalView,
    list_proposals,
    read_proposal,
    read_proposal_source,
)
from engine.model.proposals import ProposalState

PROPOSALS = Area(
    "proposals", "/proposals", "发布申请：提交、查看、由第二人发布或退回", scope="definitions"
)
Body = Mapping[str, Any]
BYTES = "application/octet-stream"


@PROPOSALS.route("")
@PROPOSALS.arguments(schemas.ProposalsQuery, location="query")
@PROPOSALS.response(200, page_of(answer_of(ProposalListed)))
def proposals(query: Body) -> object:
    """List proposals by the instant they were made.

    发布申请列表。
    """
    return listed(list_proposals, query, states=[ProposalState(each) for each in query["state"]])


@PROPOSALS.route("", methods=["POST"])
@taking(MAX_TOTAL)
@PROPOSALS.arguments(schemas.NewProposal, location="files")
@PROPOSALS.response(201, schemas.ProposalMade)
def propose(form: Body) -> object:
    """Lint files, run their scenarios, and keep all of it for a second person.

    提交发布申请。

    有错误的也保存（state 为 faulty），以便查看错在何处；它不能发布，请改好后另行提交。
    """
    return deployer().propose(
        sent(form),
        actor=asked().actor,
        note=form["note"],
        idempotency_key=request.headers.get(KEY),
    )


@PROPOSALS.route("/<string:proposal>")
@PROPOSALS.response(200, answer_of(ProposalView))
def fetch(proposal: str) -> object:
    """Return a proposal: its files, findings at their elements, scenarios, what one may do.

    发布申请：文件、问题、场景结果、本人可以办理的。
    """
    return look(read_proposal, proposal=expect_text(proposal))


@PROPOSALS.route("/<string:proposal>/files/<string:file_name>")
@PROPOSALS.response(200, A_FILE, content_type=BYTES, description="提交的文件原样")
def source(proposal: str, file_name: str) -> Response:
    """Return a file of a proposal byte for byte.

    提交的文件。
    """
    name = expect_text(file_name)
    file = look(read_proposal_source, proposal=expect_text(proposal), name=name)
    return send_made(io.BytesIO(file.data), file.name, BYTES)


@PROPOSALS.route("/<string:proposal>/publication", methods=["POST"])
@PROPOSALS.response(200, schemas.ProposalPublished)
@PROPOSALS.alt_response(422, schema=DeploymentRefused)
def publish(proposal: str) -> object:
    """Check what somebody else proposed again, and publish it.

    由第二人发布。

    提交人不能发布自己的申请。发布前在现行版本上重新检查、重新运行场景。
    """
    return deployer().publish(
        expect_text(proposal), actor=asked().actor, idempotency_key=request.headers.get(KEY)
    )


@PROPOSALS.route("/<string:proposal>/refusal", methods=["POST"])
@PROPOSALS.arguments(Reason)
@PROPOSALS.response(200, schemas.ProposalChanged)
def refuse(body: Body, proposal: str) -> object:
    """Refuse what somebody else proposed, with a reason.

    退回申请。
    """
    return act(commands.refuse_proposal, proposal=expect_text(proposal), **body)


@PROPOSALS.route("/<string:proposal>/withdrawal", methods=["POST"])
@PROPOSALS.response(200, schemas.ProposalChanged)
def withdraw(proposal: str) -> object:
    """Take one's own proposal back.

    撤回申请。
    """
    return act(commands.withdraw_proposal, proposal=expect_text(proposal))
