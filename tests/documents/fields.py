"""Sample fields: what cases of fictional schools would hand to the templates."""

from __future__ import annotations

from datetime import UTC, date, datetime

OFFICE = "岳阳市人民政府教育督导委员会办公室"
UNITS = {"430623": "华容县教育局", "school": "华容县第X中学"}

FACTS = (
    "2026年9月8日，本机关对华容县第X中学开展开学专项督导，发现该校食堂未按餐次留样，"
    "留样数量不足125克，3名从业人员健康证明过期；9月10日书面指出后，至9月30日复查时仍未改正。"
)
STATEMENT = "对指出的问题没有异议，将立即成立整改专班，由校长负总责，逐项销号。"
BASIS = "《教育督导问责办法》第七条第（四）项"


def unit_name(code: str) -> str:
    return UNITS.get(code, code)


def given() -> dict[str, object]:
    """Return what every template sees."""
    return {
        "case": {
            "reference": "岳教督整案〔2026〕3号",
            "title": "食堂留样不规范",
            "unit": "school",
            "opened_by": "李某",
            "opened_at": datetime(2026, 9, 10, 1, 0, tzinfo=UTC),
        },
        "number": "岳教督整〔2026〕3号",
        "today": date(2026, 9, 16),
        "office": OFFICE,
        "unit_name": unit_name,
    }


def _deadline(day: date) -> dict[str, object]:
    return {"due": datetime(day.year, day.month, day.day, 15, 59, 59, tzinfo=UTC), "term": "15日"}


CONTACT: dict[str, object] = {"contact": "李某", "contact_phone": "0730-0000000"}
ITEM: dict[str, object] = {
    "item": {"title": "食堂食品未按餐次留样"},
    "item_unit": "school",
    "item_due": _deadline(date(2026, 10, 8)),
}
INTERVIEW: dict[str, object] = {
    "grounds": "食品安全问题整改逾期、经督办仍未整改",
    "legal_basis": "《教育督导条例》第二十一条、第二十五条",
    "interviewees": ["校长肖某", "分管副校长周某"],
    "interview_form": "个别约谈",
    "host": "岳阳市人民政府教育督导委员会办公室主任王某",
    "held_at": datetime(2026, 10, 28, 1, 30, tzinfo=UTC),
    "place": "岳阳市教育局三楼会议室",
    "facts": FACTS,
    "statement": STATEMENT,
}
SUBJECT: dict[str, object] = {
    "subject_name": "华容县第X中学",
    "facts": FACTS,
    "legal_basis": BASIS,
    "background": "华容县第X中学为公办寄宿制初级中学，现有教学班36个、学生1,820人，食堂自营，校长为食品安全第一责任人。",
    "proposed_form": "通报批评",
}

FIELDS: dict[str, dict[str, object]] = {
    "rectification_notice": {
        "grounds": "食堂食品留样不规范，存在食品安全隐患",
        "ordering_authority": "岳阳市教育局",
        "legal_basis": "《教育督导条例》第二十一条",
        "basis_version": "2012年10月1日起施行",
        "items": [
            {
                "title": "食堂留样数量不足，未按餐次留样",
                "demand": "按规定留样，落实专人负责，建立留样台账",
                "term": "15日",
            },
            {"title": "3名从业人员健康证明过期"},
        ],
        "notice_text": "提高认识，明确责任，建立台账，逐项落实整改措施。\n举一反三，全面排查同类问题，防止反弹。",
        "copies_to": ["华容县人民政府", "岳阳市市场监督管理局"],
        **CONTACT,
    },
    "extension_reply": {
        **ITEM,
        "extension_term": "7日",
        "extension_reason": "定制的留样冷柜须十日后到货",
        "granted": True,
        "granted_term": "7日",
    },
    "supervision_order": {
        **ITEM,
        "today": date(2026, 10, 14),
        "notice_number": "岳教督整〔2026〕3号",
        "report_due": _deadline(date(2026, 10, 19)),
        "signed_by": "王某",
        **CONTACT,
    },
    "verification_opinion": {
        **ITEM,
        "passed": True,
        "on_site": True,
        "findings": "查看留样冷柜和台账，抽查三日九餐，均按餐次留样，数量均在125克以上；访谈从业人员4人。",
        "verified_on": date(2026, 11, 2),
        "verifiers": ["彭某", "邓某"],
        "report": "已购置专用冷柜两台，落实专人负责，建立留样台账。",
        "notice_number": "岳教督整〔2026〕3号",
    },
    "closing_sheet": {
        **ITEM,
        "findings": "现场核查到位，抽查三日九餐均符合规定。",
        "closing_note": "同意销号。",
        "notice_number": "岳教督整〔2026〕3号",
        "finished_on": date(2026, 10, 28),
        "verifiers": ["彭某", "邓某"],
    },
    "service_receipt": {
        "recipient": "华容县第X中学",
        "document_title": "责令限期整改通知书",
        "document_number": "岳教督整〔2026〕3号",
        "delivery_mode": "直接送达",
        "service_place": "华容县第X中学办公室",
        "served_at": datetime(2026, 9, 16, 8, 40, tzinfo=UTC),
        "receipt_signer": "肖某",
        "server_one": "李某",
        "server_two": "彭某",
    },
    "interview_approval": {**INTERVIEW, "draft_opinion": "建议个别约谈。", "drafter": "李某"},
    "interview_notice": {
        **INTERVIEW,
        "materials": ["整改情况书面报告", "留样台账和现场影像", "责任落实情况说明"],
        "copies_to": "华容县教育局",
        **CONTACT,
    },
    "interview_record": {
        **INTERVIEW,
        "recorder": "李某",
        "demands": "一是15日内整改到位；\n二是追究直接责任人的责任；\n三是每周报告进展。",
        "attendees": ["李某", "彭某"],
        "notice_number": "岳教督约〔2026〕1号",
    },
    "interview_minutes": {
        **INTERVIEW,
        "demands": ["立即落实留样制度，15日内整改到位。", "追究直接责任人的责任。"],
        "reported_to": ["华容县委、县人民政府", "湖南省人民政府教育督导委员会办公室"],
        "attendees": ["华容县教育局副局长刘某", "责任督学彭某"],
    },
    "filing_report": {
        **INTERVIEW,
        "reported_to": ["岳阳市人民政府", "湖南省人民政府教育督导委员会办公室"],
        "signed_by": "王某",
        "demands": ["立即落实留样制度，15日内整改到位。", "追究直接责任人的责任。"],
        "linked_reference": "岳教督整案〔2026〕9号",
        **CONTACT,
    },
    "accountability_material": {
        **SUBJECT,
        "evidence": ["督导记录和现场照片", "留样台账复印件", "对肖某、周某的谈话记录"],
        "grounds": "整改不力，逾期仍未改正",
        "team_opinion": "建议对华容县第X中学予以通报批评。",
        "team": ["彭某", "邓某", "张某"],
        "inspection_ended_on": date(2026, 9, 8),
        "aggravation": "经约谈后仍未改正",
    },
    "accountability_prior_notice": {
        **SUBJECT,
        "hearing_term": "10个工作日",
        "contact_address": "岳阳市教育局四楼",
        **CONTACT,
    },
    "hearing_record": {
        **SUBJECT,
        "heard_at": datetime(2026, 11, 5, 7, 0, tzinfo=UTC),
        "place": "岳阳市教育局四楼会议室",
        "hearers": ["张某", "邓某"],
        "recorder": "李某",
        "statement": "问：是否收到告知书？\n答：收到，对事实没有异议。\n问：有何意见？\n答：冷柜到货延误属实，请求从轻。",
        "evidence": ["冷柜采购合同"],
    },
    "consultation_letter": {
        **SUBJECT,
        "consulted": ["中共岳阳市委组织部", "岳阳市市场监督管理局"],
        "reply_due": date(2026, 11, 20),
        "statement": STATEMENT,
        **CONTACT,
    },
    "accountability_decision": {
        **SUBJECT,
        "form": "通报批评",
        "effective_on": date(2026, 11, 25),
        "authority": "岳阳市人民政府教育督导委员会主任",
        "appeal_body": "湖南省人民政府教育督导委员会办公室",
        "statement": STATEMENT,
        "statement_reply": "冷柜到货延误不影响临时留样，该意见不予采纳",
        "influence": "当年不得评先评优",
        "copies_to": ["岳阳市委组织部", "华容县人民政府"],
    },
    "disposition_recommendation": {
        **SUBJECT,
        "subject_name": "肖某",
        "proposed_form": "组织处理",
        "competent_body": "中共华容县委组织部",
        "recommendation": "建议对肖某予以诫勉",
        "decision_number": "岳教督问〔2026〕1号",
        "reply_due": "30日",
        **CONTACT,
    },
    "transfer_letter": {
        **SUBJECT,
        "competent_body": "华容县纪委监委",
        "materials": ["线索登记表", "谈话记录", "采购合同复印件"],
        "source": "专项督导中发现",
        **CONTACT,
    },
    "circular": {
        **SUBJECT,
        "matter": "全市中小学食堂食品安全专项督导发现问题",
        "addressees": ["各县（市、区）教育局", "市直各学校"],
        "decision": "对华容县第X中学予以通报批评，责令限期整改",
        "demands": ["压实食品安全校长负责制", "全面开展自查", "11月底前报送自查报告"],
        "copies_to": ["各县（市、区）人民政府"],
    },
    "review_decision": {
        **SUBJECT,
        "decision_number": "岳教督问〔2026〕1号",
        "remedy_request": "请求撤销通报批评。理由：冷柜到货延误，非主观懈怠。",
        "accepted_on": date(2026, 12, 10),
        "findings": "经查，该校在冷柜到货前可以租用冷柜留样而未租用。",
        "reasons": "原决定认定事实清楚，依据正确，程序合法，处理适当",
        "conclusion": "维持",
        "appeal_body": "湖南省人民政府教育督导委员会办公室",
    },
    "appeal_decision": {
        **SUBJECT,
        "decision_number": "岳教督问〔2026〕1号",
        "issuing_body": "岳阳市人民政府教育督导委员会办公室",
        "remedy_request": "请求撤销通报批评。",
        "accepted_on": date(2027, 1, 6),
        "findings": "原决定未充分考虑该校主动停用食堂的情节。",
        "reasons": "原处理偏重，应予变更",
        "conclusion": "变更",
        "changed_to": "将通报批评变更为约谈",
    },
    "correction_decision": {
        "correction": "变更",
        "original_title": "关于对华容县第X中学予以问责的决定",
        "decision_number": "岳教督问〔2026〕1号",
        "subject_name": "华容县第X中学",
        "reasons": "经申诉处理，应予变更",
        "legal_basis": "《教育督导问责办法》第十九条",
        "effective_on": date(2027, 3, 1),
        "changed_to": "将通报批评变更为约谈",
        "restoration": "由本机关在原通报范围内书面更正",
    },
    "publicity_notice": {
        "matter": "2026年岳阳市示范性幼儿园评估结果",
        "publish_text": "经申报、自评、县级初评和专家现场评估，拟认定岳阳县第X幼儿园等5所幼儿园为示范性幼儿园。",
        "publicity_from": date(2026, 9, 17),
        "publicity_until": date(2026, 9, 23),
        "publicity_term": "5个工作日",
        "objection_office": "岳阳市教育局督导科",
        "objection_phone": "0730-0000000",
    },
    "announcement": {
        "matter": "2026年秋季开学专项督导情况",
        "publish_text": "2026年9月，本机关对全市12个县（市、区）开展了开学专项督导。\n督导结果总体良好，发现的问题均已责令限期整改。",
        "legal_basis": "《教育督导条例》第二十三条",
    },
    "announcement_correction": {
        "original_title": "关于2026年秋季开学专项督导情况的公告",
        "original_number": "岳教督公告〔2026〕2号",
        "original_date": date(2026, 9, 30),
        "wrong_text": "全市11个县（市、区）",
        "right_text": "全市12个县（市、区）",
        "reasons": "因统计有误",
    },
    "announcement_withdrawal": {
        "original_title": "关于2026年秋季开学专项督导情况的公告",
        "original_number": "岳教督公告〔2026〕2号",
        "original_date": date(2026, 9, 30),
        "reasons": "所依据的督导结论已被变更",
        "legal_basis": "《中华人民共和国政府信息公开条例》",
    },
    "objection_reply": {
        "matter": "示范性幼儿园评估结果公示",
        "objector": "岳阳县第Y幼儿园",
        "objection": "认为办学条件指标评分有误。",
        "received_on": date(2026, 9, 21),
        "findings": "复核原始评分表和现场影像，户外活动场地面积应为1,260平方米，原评分录入有误。",
        "upheld": True,
        "reply": "该项指标更正为8分，总分相应变更，评估等次不变",
        "legal_basis": "《教育督导条例》第十九条",
        "remedy": "可以自收到本答复之日起30日内向湖南省人民政府教育督导委员会办公室反映",
    },
}


def fields_for(key: str) -> dict[str, object]:
    """Return all that a shipped template sees in its sample."""
    return {**given(), **FIELDS[key]}
