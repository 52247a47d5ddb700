"""How the ledger of exits is described, and what its acts ask for."""

from __future__ import annotations

from dataclasses import dataclass

from models.officer import ExitState, PostStatus
from services.spec import FieldSpec, Kind, LedgerSpec

STATE_LABELS = {
    ExitState.OPEN.value: "待处理",
    ExitState.EDUCATION.value: "离岗教育",
    ExitState.APPLIED.value: "申请返岗",
    ExitState.RETURNED.value: "在岗办结",
    ExitState.LEFT.value: "已退出",
}
STATE_CHIPS = {
    ExitState.OPEN.value: "due",
    ExitState.EDUCATION.value: "run",
    ExitState.APPLIED.value: "wait",
    ExitState.RETURNED.value: "done",
    ExitState.LEFT.value: "back",
}
TRIGGER = "trigger"  # its choices are the reason codes of the group 退出情形
PASSED, FAILED = "passed", "failed"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of somebody who does not come back: the state of the post, and whether it still enforces."""

    label: str
    status: PostStatus
    enforcing: bool = True


FATES = {
    "reassigned": Fate("转岗，不再执法", PostStatus.ON_POST, enforcing=False),
    "moved": Fate("调离", PostStatus.MOVED),
    "retired": Fate("退休", PostStatus.RETIRED),
    "resigned": Fate("辞职", PostStatus.RESIGNED),
    "dismissed": Fate("辞退", PostStatus.DISMISSED),
    "expelled": Fate("开除", PostStatus.EXPELLED),
    "left": Fate("其他离岗", PostStatus.LEFT),
}
DECIDER = FieldSpec("decider", "决定机关", required=True, max_length=100)
DOC_NO = FieldSpec("doc_no", "文号", Kind.CODE, max_length=60)
EDUCATE_FIELDS = (
    FieldSpec("education_from", "离岗日期", Kind.DATE, required=True),
    FieldSpec("required_minutes", "应学学时", Kind.MINUTES, required=True, help="离岗教育另计，不计入年度学时。"),
    FieldSpec("due_on", "期限", Kind.DATE),
    DECIDER,
    DOC_NO,
)
TEST_FIELDS = (
    FieldSpec("tested_on", "考核日期", Kind.DATE, required=True),
    FieldSpec("passed", "考核结果", Kind.CHOICE, required=True, choices={PASSED: "合格", FAILED: "不合格"}),
)
APPLY_FIELDS = (FieldSpec("applied_on", "申请日期", Kind.DATE, required=True),)
APPROVE_FIELDS = (
    FieldSpec("approved_by", "批准人", required=True, max_length=50),
    FieldSpec("closed_on", "返岗日期", Kind.DATE, required=True),
)
KEEP_FIELDS = (
    FieldSpec("result", "留岗理由", Kind.LONG_TEXT, required=True, max_length=200),
    FieldSpec("closed_on", "办结日期", Kind.DATE, required=True),
)
LEAVE_FIELDS = (
    FieldSpec("fate", "去向", Kind.CHOICE, required=True, choices={key: fate.label for key, fate in FATES.items()}),
    FieldSpec("closed_on", "退出日期", Kind.DATE, required=True),
    DECIDER,
    DOC_NO,
    FieldSpec("result", "说明", Kind.LONG_TEXT, max_length=200),
)

EXIT_SPEC = LedgerSpec(
    name="exits",
    title="退出与返岗",
    item="退出事项",
    purpose="不宜在岗的人员、离岗教育和考核、返岗或退出。",
    unit_word="件",
    default_sort="state",
    then_by="due_on",
    title_field="officer_id",
    state_field="state",
    match_on=("officer_id", "opened_on"),
    add_label="立退出事项",
    empty_hint="考核不合格、被暂扣证件或长期不办案的，在这里立退出事项，也可以从“资格清理”里立。",
    fields=(
        FieldSpec("officer_id", "姓名", Kind.REFERENCE, reference="officers", required=True, width_chars=5),
        FieldSpec(
            "state",
            "状态",
            Kind.CHOICE,
            choices=STATE_LABELS,
            states=STATE_CHIPS,
            in_form=False,
            in_import=False,
            width_chars=6,
        ),
        FieldSpec("unit", "单位", computed=True, in_form=False, width_chars=9),
        FieldSpec(TRIGGER, "退出情形", Kind.CHOICE, required=True, in_filter=True, width_chars=7),
        FieldSpec("facts", "事实和依据", Kind.LONG_TEXT, max_length=300, in_table=False, in_print=True, width_chars=16),
        FieldSpec("measure", "措施", max_length=100, in_table=False, in_print=True, width_chars=8),
        FieldSpec("decider", "决定机关", max_length=100, in_table=False, width_chars=8),
        FieldSpec("doc_no", "文号", Kind.CODE, max_length=60, in_table=False, width_chars=8),
        FieldSpec("opened_on", "立项日期", Kind.DATE, required=True, width_chars=6),
        FieldSpec("due_on", "期限", Kind.DATE, width_chars=6),
        FieldSpec(
            "progress", "学时", computed=True, in_form=False, width_chars=5, help="已学学时/应学学时，离岗教育。"
        ),
        FieldSpec("education_from", "离岗日期", Kind.DATE, in_form=False, in_table=False, in_import=False),
        FieldSpec("required_minutes", "应学学时", Kind.MINUTES, in_form=False, in_table=False, in_import=False),
        FieldSpec("tested_on", "考核日期", Kind.DATE, in_form=False, in_table=False, in_import=False),
        FieldSpec("test_passed", "考核合格", Kind.BOOLEAN, in_form=False, in_table=False, in_import=False),
        FieldSpec(
            "failed_tests", "不合格次数", Kind.INTEGER, in_form=False, in_table=False, in_import=False, plain=True
        ),
        FieldSpec("applied_on", "申请返岗", Kind.DATE, in_form=False, in_table=False, in_import=False),
        FieldSpec("approved_by", "批准人", in_form=False, in_table=False, in_import=False),
        FieldSpec("closed_on", "办结日期", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6),
        FieldSpec("result", "结果", Kind.LONG_TEXT, in_form=False, in_table=False, in_print=True, width_chars=10),
    ),
)
