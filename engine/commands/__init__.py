"""Commands: the only way to change a case.

Every command is called the same way::

    with store.begin() as session:
        result = complete(session, engine=engine, clock=clock, actor=Actor("li"),
                          work_id=work_id, form={"approved": True})

The unit of work comes first; everything else is named. `engine` (`Engine`) is built once per store
by the composition root, `clock` tells the instant of the command, `actor` gives it. A command
checks existence, state, permission and duties, then the form, lets the case run, and writes case,
open work, timers, waits, history and outbox in one batch. It never commits: leaving the `with`
block does. Every command takes an `idempotency_key`, those of the public apart: they have no
`actor` either, and `file_objection` keeps nothing that could answer twice but works it out from
its key. Refusals are `engine.model.errors`.

`read_record` and `read_assessment` change nothing but the history: every look into the ledger is
recorded, so they need a unit of work that is committed. So do the reads of one case and of one
person (`engine.commands.reading`).

`sweep` takes the store itself, because each timer fires in a unit of work of its own; so do
`render_document` and `render_pending`, because setting a file must not hold one,
and what verifies or makes a password, for the same reason (`engine.commands.accounts`).
"""

from __future__ import annotations

from engine.commands.accounts import (
    AREAS,
    SCOPES,
    CodesBegun,
    CodesConfirmed,
    CodesRemoved,
    Identity,
    OwnAccount,
    PasswordChanged,
    PasswordSet,
    SessionSeen,
    SignedIn,
    TokenIssued,
    TokenSeen,
    begin_codes,
    begin_session,
    change_password,
    clear_codes,
    confirm_codes,
    expect_ready,
    expect_scope,
    expect_session,
    forget_sessions,
    give_first_password,
    identify_session,
    identify_token,
    issue_token,
    list_accounts,
    list_sessions,
    list_tokens,
    read_own_account,
    remove_codes,
    revoke_token,
    rotate,
    set_password,
    sign_in,
    sign_out,
    sign_out_everywhere,
    touch,
    unlock_account,
)
from engine.commands.assessment_reading import read_assessment
from engine.commands.attachments import attach, remove_attachment
from engine.commands.cancel_case import cancel_case
from engine.commands.claims import assign, claim, delegate, unclaim
from engine.commands.complete import complete
from engine.commands.configuration import change_setting, import_calendar
from engine.commands.downloads import (
    download_attachment,
    download_document,
    list_attachments,
    list_documents,
)
from engine.commands.engine import Engine
from engine.commands.extend_deadline import extend_deadline
from engine.commands.fire_timer import fire_timer
from engine.commands.inbox import mark_all_read, set_notification
from engine.commands.incidents import resolve_incident, retry_incident
from engine.commands.ledger_changes import EntryAppended, correct_outcome, lift_outcome
from engine.commands.ledger_looks import Subject
from engine.commands.ledger_reading import RecordSeen, read_record
from engine.commands.move_timer import move_timer
from engine.commands.objections import ObjectionFiled, file_objection, look_up_objection
from engine.commands.open_case import open_case
from engine.commands.policy.permissions import Permissions
from engine.commands.proposals import (
    ProposalChanged,
    ProposalMade,
    ProposalPublished,
    propose_definitions,
    publish_proposal,
    refuse_proposal,
    withdraw_proposal,
)
from engine.commands.public_reading import list_publications, read_publication
from engine.commands.reading.calendar_previews import preview_calendar, preview_recomputation
from engine.commands.reading.case_messages import list_case_messages
from engine.commands.reading.case_previews import preview_case
from engine.commands.reading.cases import read_case
from engine.commands.reading.configuration import (
    list_calendars,
    list_settings,
    read_calendar,
)
from engine.commands.reading.deadlines import preview_deadline, read_deadlines
from engine.commands.reading.definitions import (
    list_decision_tables,
    list_definitions,
    read_decision_table,
    read_definition,
)
from engine.commands.reading.desks import (
    count_desk,
    desk_tag,
    list_copied,
    list_done,
    list_started,
)
from engine.commands.reading.directory import (
    list_groups,
    list_people,
    list_units,
    read_person,
    read_unit,
)
from engine.commands.reading.histories import read_access, read_history
from engine.commands.reading.holdings import read_holding
from engine.commands.reading.message_kinds import list_message_kinds, read_message_kind
from engine.commands.reading.notifications import (
    count_unread,
    list_notifications,
    list_unread,
    read_notification,
)
from engine.commands.reading.operations import list_incidents, list_timers
from engine.commands.reading.proposals import (
    list_proposals,
    read_proposal,
    read_proposal_source,
)
from engine.commands.reading.states import read_case_variables, read_diagram
from engine.commands.reading.timelines import read_timeline
from engine.commands.reading.works import candidates_of, read_work
from engine.commands.recompute import Recomputed, recompute_deadlines, recompute_provisional
from engine.commands.rendering import Rendered, render_document, render_pending
from engine.commands.results import (
    Attached,
    CaseOpened,
    DeadlineExtended,
    DeliveriesChanged,
    Downloaded,
    MessageSent,
    Recorded,
    Result,
    TemplatePublished,
    TimerFired,
    WorkHeld,
    WorkUrged,
)
from engine.commands.send_message import send_message
from engine.commands.substitutions import (
    SubstitutionMade,
    end_substitution,
    list_substitutions,
    substitute,
)
from engine.commands.suspension import resume_case, suspend_case
from engine.commands.sweeping import Swept, sweep
from engine.commands.templates import publish_shipped_templates, publish_template
from engine.commands.undelivered import give_up_delivery, resend_channel, resend_delivery
from engine.commands.uploads import MIB, Upload, receive, upload_limit
from engine.commands.urging import urge_work
from engine.commands.verifying import Damage, verify_papers
from engine.commands.void_document import void_document
from engine.commands.withdraw import withdraw

__all__ = [
    "AREAS",
    "MIB",
    "SCOPES",
    "Attached",
    "CaseOpened",
    "CodesBegun",
    "CodesConfirmed",
    "CodesRemoved",
    "Damage",
    "DeadlineExtended",
    "DeliveriesChanged",
    "Downloaded",
    "Engine",
    "EntryAppended",
    "Identity",
    "MessageSent",
    "ObjectionFiled",
    "OwnAccount",
    "PasswordChanged",
    "PasswordSet",
    "Permissions",
    "ProposalChanged",
    "ProposalMade",
    "ProposalPublished",
    "Recomputed",
    "RecordSeen",
    "Recorded",
    "Rendered",
    "Result",
    "SessionSeen",
    "SignedIn",
    "Subject",
    "SubstitutionMade",
    "Swept",
    "TemplatePublished",
    "TimerFired",
    "TokenIssued",
    "TokenSeen",
    "Upload",
    "WorkHeld",
    "WorkUrged",
    "assign",
    "attach",
    "begin_codes",
    "begin_session",
    "cancel_case",
    "candidates_of",
    "change_password",
    "change_setting",
    "claim",
    "clear_codes",
    "complete",
    "confirm_codes",
    "correct_outcome",
    "count_desk",
    "count_unread",
    "delegate",
    "desk_tag",
    "download_attachment",
    "download_document",
    "end_substitution",
    "expect_ready",
    "expect_scope",
    "expect_session",
    "extend_deadline",
    "file_objection",
    "fire_timer",
    "forget_sessions",
    "give_first_password",
    "give_up_delivery",
    "identify_session",
    "identify_token",
    "import_calendar",
    "issue_token",
    "lift_outcome",
    "list_accounts",
    "list_attachments",
    "list_calendars",
    "list_case_messages",
    "list_copied",
    "list_decision_tables",
    "list_definitions",
    "list_documents",
    "list_done",
    "list_groups",
    "list_incidents",
    "list_message_kinds",
    "list_notifications",
    "list_people",
    "list_proposals",
    "list_publications",
    "list_sessions",
    "list_settings",
    "list_started",
    "list_substitutions",
    "list_timers",
    "list_tokens",
    "list_units",
    "list_unread",
    "look_up_objection",
    "mark_all_read",
    "move_timer",
    "open_case",
    "preview_calendar",
    "preview_case",
    "preview_deadline",
    "preview_recomputation",
    "propose_definitions",
    "publish_proposal",
    "publish_shipped_templates",
    "publish_template",
    "read_access",
    "read_assessment",
    "read_calendar",
    "read_case",
    "read_case_variables",
    "read_deadlines",
    "read_decision_table",
    "read_definition",
    "read_diagram",
    "read_history",
    "read_holding",
    "read_message_kind",
    "read_notification",
    "read_own_account",
    "read_person",
    "read_proposal",
    "read_proposal_source",
    "read_publication",
    "read_record",
    "read_timeline",
    "read_unit",
    "read_work",
    "receive",
    "recompute_deadlines",
    "recompute_provisional",
    "refuse_proposal",
    "remove_attachment",
    "remove_codes",
    "render_document",
    "render_pending",
    "resend_channel",
    "resend_delivery",
    "resolve_incident",
    "resume_case",
    "retry_incident",
    "revoke_token",
    "rotate",
    "send_message",
    "set_notification",
    "set_password",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "substitute",
    "suspend_case",
    "sweep",
    "touch",
    "unclaim",
    "unlock_account",
    "upload_limit",
    "urge_work",
    "verify_papers",
    "void_document",
    "withdraw",
    "withdraw_proposal",
]
