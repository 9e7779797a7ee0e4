"""Say of an event of a case what happened, for people who never heard of its diagram.

Names come from whoever reads; ids, names of variables and codes never go into a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.model.event_sentences import cases, clocks, papers, steps, tasks
from engine.model.event_sentences.telling import Said, SentenceNames, Telling, Told
from engine.model.event_words import EVENT_WORDS

__all__ = ["SENTENCES", "Said", "SentenceNames", "Told", "sentence", "sentence_of_redacted"]

SENTENCES: Mapping[str, Telling] = {
    "case_opened": cases.opened,
    "case_closed": cases.closed,
    "case_canceled": cases.canceled,
    "case_suspended": cases.suspended,
    "case_resumed": cases.resumed,
    "linked_case_opened": cases.linked_opened,
    "linked_case_ended": cases.linked_ended,
    "task_created": tasks.created,
    "task_claimed": tasks.claimed,
    "task_unclaimed": tasks.unclaimed,
    "task_assigned": tasks.assigned,
    "task_delegated": tasks.delegated,
    "task_completed": tasks.completed,
    "task_canceled": tasks.canceled,
    "task_withdrawn": tasks.withdrawn,
    "task_urged": tasks.urged,
    "timer_set": clocks.timer_set,
    "timer_moved": clocks.timer_moved,
    "timer_fired": clocks.timer_fired,
    "timer_canceled": clocks.timer_canceled,
    "deadline_set": clocks.deadline_set,
    "deadline_changed": clocks.deadline_changed,
    "deadline_extended": clocks.deadline_extended,
    "message_received": steps.message_received,
    "message_sent": steps.message_sent,
    "activity_passed": steps.passed,
    "handler_called": steps.handled,
    "decision_made": steps.decided,
    "error_raised": steps.raised,
    "escalation_raised": steps.raised,
    "item_opened": cases.item_opened,
    "item_ended": cases.item_ended,
    "incident_raised": steps.incident_raised,
    "incident_retried": steps.incident_retried,
    "incident_resolved": steps.incident_resolved,
    "number_allocated": steps.number_allocated,
    "document_issued": papers.document_issued,
    "document_rendered": papers.document_rendered,
    "document_voided": papers.document_voided,
    "document_downloaded": papers.document_downloaded,
    "attachment_added": papers.attachment_added,
    "attachment_removed": papers.attachment_removed,
    "attachment_downloaded": papers.attachment_downloaded,
    "outcome_recorded": papers.outcome_recorded,
    "outcomes_reversed": papers.outcomes_reversed,
    "outcome_corrected": papers.outcome_corrected,
    "outcome_lifted": papers.outcome_lifted,
    "remedy_noted": papers.remedy_noted,
    "published": papers.published,
    "publication_closed": papers.publication_closed,
    "objection_filed": papers.objection_filed,
    "objection_answered": papers.objection_answered,
    "notified": cases.notified,
}
"""The sentence of every type of event in the chain of a case."""


def sentence(told: Told) -> Said:
    """Return what happened as a sentence; a type that no case has raises KeyError."""
    said = SENTENCES[told.type](told)
    return Said(said.zh, said.en[:1].upper() + said.en[1:], said.is_detail)


def sentence_of_redacted(type_: str) -> Said:
    """Return what is left to say of an event whose content was removed."""
    word = EVENT_WORDS[type_]
    return Said(f"{word.zh}（内容已依法删除）。", f"{word.en} (the content was removed by law).")
