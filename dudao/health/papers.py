"""The checks of documents, number series and attachments."""

from __future__ import annotations

from collections.abc import Iterator

from dudao.health.checks import Check
from engine.commands import verify_papers
from engine.store import Session
from engine.store.attachments import newest_attachments
from engine.store.documents import failed_to_render, newest_documents
from engine.store.number_checks import check_series
from engine.store.number_registers import all_series
from engine.store.templates import list_templates

MAX_PAPERS = 500
"""Documents, and attachments, whose cases are verified in one examination: the newest."""


def check_numbers(session: Session) -> Iterator[Check]:
    """Expect every series of numbers to be gapless."""
    name, series, bad = "文号", all_series(session), 0
    for each, year in series:
        found = check_series(session, each, year=year)
        bad += found.count
        for flaw in found.flaws:
            yield Check(name, "error", f"{each}〔{year}〕{flaw.zh}")
        if more := found.count - len(found.flaws):
            yield Check(name, "error", f"{each}〔{year}〕另有{more}处对不上。")
    if not bad:
        yield Check(name, "ok", f"{len(series)}个文号系列都连续无缺号。")


def check_papers(session: Session) -> Iterator[Check]:
    """Expect documents and attachments to be what the history says."""
    name, bad = "公文附件", 0
    papers = [*newest_documents(session, limit=MAX_PAPERS)]
    attached = newest_attachments(session, limit=MAX_PAPERS)
    cases = dict.fromkeys([row.case_id for row in papers] + [row.case_id for row in attached])
    for case_id in cases:
        for damage in verify_papers(session, case_id):
            bad += 1
            yield Check(name, "error", f"{damage.name}：{damage.zh}。")
    if not bad:
        yield Check(name, "ok", f"{len(cases)}个案件的公文和附件与历史一致。")
    for row in failed_to_render(session):
        said = f"{row.number or row.title} 未能生成文件：{row.render_error}"
        yield Check(name, "warning", f"{said}。修正后用 dudao document render 重试。")


def check_templates(session: Session) -> Iterator[Check]:
    """Expect templates to be published."""
    count = len(list_templates(session))
    said = f"{count}个公文模板。" if count else "没有公文模板，请运行 dudao init。"
    yield Check("公文模板", "ok" if count else "warning", said)
