"""What the acts on a certificate ask for. Reason fields get their choices from the bureau's reason codes."""

from __future__ import annotations

from dataclasses import replace

from services.certificates.kinds import RENEWAL_REASONS
from services.spec import FieldSpec, Kind

CHECK_RESULTS = {"passed": "合格", "failed": "不合格"}
ON = FieldSpec("on", "日期", Kind.DATE, required=True)
REASON_CODE = FieldSpec("reason_code", "原因", Kind.CHOICE, required=True)
REASON = FieldSpec("reason", "说明", Kind.LONG_TEXT, max_length=300)
WHY = FieldSpec("reason", "理由", Kind.LONG_TEXT, max_length=300, required=True)
BASIS = FieldSpec("basis", "依据", max_length=300, help="所依据的法规、制度及条款。")
DECIDED_BY = FieldSpec("decided_by", "决定机关", max_length=100, required=True)
DOC_NO = FieldSpec("doc_no", "文号", max_length=60, required=True, help="照决定文书上的写。")
CARD_RETURNED = FieldSpec("card_returned", "证件已交回", Kind.BOOLEAN)
TEST_PASSED = FieldSpec("test_passed", "考核合格", Kind.BOOLEAN)
PLANNED_END = FieldSpec("planned_end", "暂扣期满日", Kind.DATE, help="决定没有写期限的留空，到时提醒。")
EDUCATION = FieldSpec("education", "责令离岗教育", Kind.BOOLEAN, help="发还前要完成规定学时并考核合格。")
WAIVER = FieldSpec("waiver_basis", "免试依据", max_length=200, help="有考试合格记录的留空。")
RENEWAL = FieldSpec("renewal_reason", "换证原因", Kind.CHOICE, required=True, choices=RENEWAL_REASONS)
CHECK_RESULT = FieldSpec("check_result", "年审结果", Kind.CHOICE, required=True, choices=CHECK_RESULTS)
NEXT_CHECK = FieldSpec("next_check_on", "下次年审截止", Kind.DATE, help="留空时按本省的年审周期推算。")
UNIT_NAMED = FieldSpec("unit_named", "证面单位名称", max_length=100)
NOTICE_MEDIUM = FieldSpec("notice_medium", "声明刊登在", max_length=100, help="报纸或者网站的名称。")
NOTICE_ON = FieldSpec("notice_on", "声明日期", Kind.DATE)
NOTICE_NO = FieldSpec("notice_no", "声明所载证号", Kind.CODE, max_length=40, required=True)
NOTICE_TEXT = FieldSpec("notice_text", "声明全文", Kind.LONG_TEXT, max_length=500)

DECISION = (REASON_CODE, REASON, BASIS, DECIDED_BY, DOC_NO, replace(ON, label="决定日期"))
NEW_CARD = (
    FieldSpec("cert_no", "执法证号", Kind.CODE, max_length=40, required=True),
    FieldSpec("issuer", "发证机关", max_length=100),
    FieldSpec("issue_date", "发证日期", Kind.DATE, required=True),
    FieldSpec("valid_to", "有效期至", Kind.DATE, help="照证面填写；证面没有印的留空，按本省年限推算。"),
    FieldSpec("valid_forever", "长期有效", Kind.BOOLEAN),
)
HELD_CARD = tuple(replace(f, help="证面没有印的留空。") if f.key == "valid_to" else f for f in NEW_CARD)


def dated(label: str) -> FieldSpec:
    """The day of the act under its own name."""
    return replace(ON, label=label)


def required(*fields: FieldSpec) -> tuple[FieldSpec, ...]:
    """The same fields, to be filled in."""
    return tuple(replace(spec, required=True) for spec in fields)
