"""What each type of history event is called, for lists that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventWord:
    """The name of a type of event in both languages."""

    zh: str
    en: str


CASE_WORDS: Mapping[str, EventWord] = {
    "case_opened": EventWord("立案", "Case opened"),
    "case_closed": EventWord("结案", "Case closed"),
    "case_canceled": EventWord("案件撤销", "Case canceled"),
    "case_suspended": EventWord("案件中止", "Case suspended"),
    "case_resumed": EventWord("案件恢复", "Case resumed"),
    "linked_case_opened": EventWord("另立关联案件", "Linked case opened"),
    "linked_case_ended": EventWord("关联案件办结", "Linked case ended"),
    "task_created": EventWord("产生待办", "Work created"),
    "task_claimed": EventWord("签收待办", "Work claimed"),
    "task_unclaimed": EventWord("退签待办", "Work given back"),
    "task_assigned": EventWord("指派待办", "Work assigned"),
    "task_delegated": EventWord("委托待办", "Work delegated"),
    "task_completed": EventWord("办结待办", "Work completed"),
    "task_canceled": EventWord("待办取消", "Work canceled"),
    "task_withdrawn": EventWord("撤回", "Completion taken back"),
    "task_urged": EventWord("催办", "Work urged"),
    "timer_set": EventWord("设定定时", "Timer set"),
    "timer_moved": EventWord("调整定时", "Timer moved"),
    "timer_fired": EventWord("定时到点", "Timer due"),
    "timer_canceled": EventWord("定时取消", "Timer canceled"),
    "deadline_set": EventWord("期限确定", "Deadline set"),
    "deadline_changed": EventWord("期限变更", "Deadline changed"),
    "deadline_extended": EventWord("期限延长", "Deadline extended"),
    "message_received": EventWord("收到消息", "Message received"),
    "message_sent": EventWord("发出消息", "Message sent"),
    "activity_passed": EventWord("经过环节", "Step passed"),
    "handler_called": EventWord("自动处理", "Carried out automatically"),
    "decision_made": EventWord("决策表裁决", "Decided by table"),
    "error_raised": EventWord("发生错误", "Error raised"),
    "escalation_raised": EventWord("发出升级", "Escalated"),
    "item_opened": EventWord("列入问题项", "Problem item listed"),
    "item_ended": EventWord("问题项了结", "Problem item ended"),
    "incident_raised": EventWord("发生异常", "Incident raised"),
    "incident_retried": EventWord("异常重试", "Incident tried again"),
    "incident_resolved": EventWord("异常处理", "Incident resolved"),
    "number_allocated": EventWord("编发文号", "Number allocated"),
    "document_issued": EventWord("签发公文", "Document issued"),
    "document_rendered": EventWord("生成公文文件", "File of a document made"),
    "document_voided": EventWord("公文作废", "Document voided"),
    "document_downloaded": EventWord("下载公文", "Document downloaded"),
    "attachment_added": EventWord("上传附件", "Attachment added"),
    "attachment_removed": EventWord("移除附件", "Attachment removed"),
    "attachment_downloaded": EventWord("下载附件", "Attachment downloaded"),
    "outcome_recorded": EventWord("记录结果", "Outcome recorded"),
    "outcomes_reversed": EventWord("冲销结果", "Outcomes reversed"),
    "outcome_corrected": EventWord("更正结果", "Outcome corrected"),
    "outcome_lifted": EventWord("书面解除", "Sanction lifted in writing"),
    "remedy_noted": EventWord("记录救济", "Review or appeal noted"),
    "published": EventWord("公布", "Published"),
    "publication_closed": EventWord("公布终结", "Publication closed"),
    "objection_filed": EventWord("收到异议", "Objection received"),
    "objection_answered": EventWord("答复异议", "Objection answered"),
    "notified": EventWord("发出通知", "People notified"),
}
"""Types in the chain of a case; `engine.model.event_sentences` has a sentence for each."""

ACCESS_WORDS: Mapping[str, EventWord] = {
    "case_read": EventWord("查阅案件", "Case read"),
    "history_exported": EventWord("导出案件历史", "History of a case exported"),
    "notification_read": EventWord("阅读消息", "Message read"),
    "notifications_marked_read": EventWord("标记消息已读", "Messages marked as read"),
    "delivery_bounced": EventWord("邮件被退回", "Mail came back"),
    "delivery_delayed": EventWord("邮件延误", "Mail delayed"),
    "message_overtaken": EventWord("消息已过时，未外发", "Message overtaken, not sent outside"),
    "delivery_sent": EventWord("外发消息送出", "Message sent outside"),
    "delivery_deferred": EventWord("外发消息暂未送出", "Message not sent yet"),
    "delivery_failed": EventWord("外发消息未送达", "Message could not be delivered"),
    "delivery_skipped": EventWord("消息不必再外发", "Message no longer needs sending"),
    "delivery_resent": EventWord("重新外发消息", "Message to be sent again"),
    "delivery_given_up": EventWord("放弃外发消息", "Sending a message given up"),
    "notifications_shown": EventWord("消息已显示", "Messages shown"),
}
"""Types in the chain of who read a case."""

SYSTEM_WORDS: Mapping[str, EventWord] = {
    "definition_deployed": EventWord("发布流程定义", "Process published"),
    "decision_table_deployed": EventWord("发布决策表", "Decision table published"),
    "proposal_made": EventWord("提交发布申请", "Version proposed"),
    "proposal_published": EventWord("经第二人发布", "Published by a second person"),
    "proposal_refused": EventWord("退回发布申请", "Proposal refused"),
    "proposal_withdrawn": EventWord("撤回发布申请", "Proposal withdrawn"),
    "template_published": EventWord("发布公文模板", "Document template published"),
    "setting_changed": EventWord("修改参数", "Setting changed"),
    "notification_rules_changed": EventWord("修改通知规则", "Notification rules changed"),
    "calendar_imported": EventWord("导入日历", "Calendar imported"),
    "register_exported": EventWord("导出台账", "Register exported"),
    "record_read": EventWord("查阅结果台账", "Outcome ledger read"),
    "record_exported": EventWord("导出结果台账", "Outcome ledger exported"),
    "assessment_read": EventWord("查阅考核结果运用表", "Assessment sheet read"),
    "assessment_exported": EventWord("导出考核结果运用表", "Assessment sheet exported"),
    "person_read": EventWord("查阅人员信息", "Person's data read"),
    "address_failed": EventWord("停用收不到的地址", "Address out of use: nothing arrives"),
    "notification_setting_changed": EventWord("修改消息设置", "Notification settings changed"),
    "notification_choice_changed": EventWord("修改接收方式", "Ways of being told changed"),
    "contact_set": EventWord("登记联系地址", "Address set"),
    "contact_given": EventWord("本人提供联系地址", "Address given by oneself"),
    "contact_code_sent": EventWord("再次发送确认码", "Code sent again"),
    "contact_code_missed": EventWord("确认码输错", "Wrong code for an address"),
    "contact_confirmed": EventWord("确认联系地址", "Address confirmed"),
    "contact_removed": EventWord("删除联系地址", "Address removed"),
    "calendar_feed_made": EventWord("开通日历订阅", "Calendar feed made"),
    "calendar_feed_revoked": EventWord("停用日历订阅", "Calendar feed revoked"),
    "entries_read": EventWord("查阅案件的结果记录", "Outcome entries of a case read"),
    "objections_read": EventWord("查阅公众异议", "Objections of the public read"),
    "units_imported": EventWord("导入单位", "Units imported"),
    "people_imported": EventWord("导入人员", "People imported"),
    "unit_added": EventWord("增加单位", "Unit added"),
    "unit_changed": EventWord("修改单位", "Unit changed"),
    "unit_ended": EventWord("撤销单位", "Unit ended"),
    "unit_restored": EventWord("恢复单位", "Unit restored"),
    "person_added": EventWord("增加人员", "Person added"),
    "person_changed": EventWord("修改人员", "Person changed"),
    "post_granted": EventWord("任职", "Post granted"),
    "post_ended": EventWord("免职", "Post ended"),
    "substitution_made": EventWord("设立代理", "Substitution made"),
    "substitution_ended": EventWord("终止代理", "Substitution ended"),
    "signed_in": EventWord("登录", "Signed in"),
    "signed_out": EventWord("退出登录", "Signed out"),
    "signed_out_everywhere": EventWord("所有设备退出登录", "Signed out everywhere"),
    "account_locked": EventWord("账户锁定", "Account locked"),
    "account_unlocked": EventWord("账户解锁", "Account unlocked"),
    "password_set": EventWord("设置初始密码", "First password set"),
    "password_changed": EventWord("修改密码", "Password changed"),
    "first_passwords_given": EventWord("设置示范密码", "Demo passwords set"),
    "codes_enrolled": EventWord("启用动态验证码", "Codes enrolled"),
    "codes_removed": EventWord("停用动态验证码", "Codes removed"),
    "token_issued": EventWord("签发访问令牌", "Token issued"),
    "token_revoked": EventWord("吊销访问令牌", "Token revoked"),
}
"""Types in the chain of what belongs to no case."""

EVENT_WORDS: Mapping[str, EventWord] = {**CASE_WORDS, **ACCESS_WORDS, **SYSTEM_WORDS}
"""The name of every type of event."""


def zh_word(type_: str) -> str:
    """Return what a type of event is called in Chinese; the type itself where it has no word."""
    word = EVENT_WORDS.get(type_)
    return type_ if word is None else word.zh
