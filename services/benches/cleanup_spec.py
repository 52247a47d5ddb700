"""How the clean-up list is described: columns, states, choices."""

from __future__ import annotations

from collections.abc import Sequence

from models.cleanup import CleanupChoice
from services.benches.cleanup_reasons import GROUP_LABELS, GROUPS, REASON_LABELS, Reason
from services.spec import FieldSpec, Kind, LedgerSpec

TODO, ASK, DONE = "todo", "ask", "done"
CHECK_FIRST = "check"  # what is proposed where nothing is sure
OVERDUE, OPEN = "overdue", "open"
RECALL_LABELS = {OVERDUE: "逾期未收", OPEN: "限期收回"}
CHOICE_LABELS = {
    CleanupChoice.KEEP.value: "保留",
    CleanupChoice.CANCEL.value: "注销",
    CleanupChoice.RENEW.value: "换发",
    CleanupChoice.RECALL.value: "收回",
}
PROPOSALS = {key: label for key, label in CHOICE_LABELS.items() if key != CleanupChoice.KEEP} | {CHECK_FIRST: "先核对"}
STATE_LABELS = {
    TODO: "待定",
    ASK: "待核对",
    CleanupChoice.CANCEL.value: "拟注销",
    CleanupChoice.RECALL.value: "拟收回",
    CleanupChoice.RENEW.value: "拟换发",
    CleanupChoice.KEEP.value: "保留",
    DONE: "已执行",
}
STATE_CHIPS = {
    TODO: "todo",
    ASK: "ask",
    CleanupChoice.CANCEL.value: "void",
    CleanupChoice.RECALL.value: "back",
    CleanupChoice.RENEW.value: "change",
    CleanupChoice.KEEP.value: "same",
    DONE: "done",
}
CHOICE = FieldSpec("choice", "处理意见", Kind.CHOICE, required=True, choices=CHOICE_LABELS)
NOTE = FieldSpec("note", "说明", Kind.LONG_TEXT, max_length=300, help="保留的写明理由。")

CLEANUP_SPEC = LedgerSpec(
    name="cleanup",
    title="资格清理",
    item="应清理人员",
    purpose="证件有疑问的人员、查到的依据和处理意见。",
    unit_word="人",
    default_sort="state",
    then_by="group",
    title_field="name",
    state_field="state",
    addable=False,
    removable=False,
    empty_hint="按现有台账没有查到应清理的人员。登记离岗、考核、处分或导入案卷目录后再看。",
    fields=(
        FieldSpec("name", "姓名", in_form=False, width_chars=4),
        FieldSpec("state", "处理", Kind.CHOICE, choices=STATE_LABELS, states=STATE_CHIPS, in_form=False, width_chars=5),
        FieldSpec("agency_id", "单位", Kind.REFERENCE, reference="units", in_filter=True, in_form=False, width_chars=9),
        FieldSpec(
            "group",
            "清理情形",
            Kind.CHOICE,
            choices=GROUP_LABELS,
            in_filter=True,
            in_form=False,
            in_table=False,
        ),
        FieldSpec("reasons", "原因", in_form=False, width_chars=8),
        FieldSpec("evidence", "依据", Kind.LONG_TEXT, in_form=False, in_table=False, in_print=True, width_chars=22),
        FieldSpec("proposal", "建议", Kind.CHOICE, choices=PROPOSALS, in_filter=True, in_form=False, width_chars=3),
        FieldSpec("unsure", "需核对", Kind.BOOLEAN, in_form=False, in_table=False, width_chars=3),
        FieldSpec("cert_no", "执法证号", Kind.CODE, in_form=False, width_chars=7),
        FieldSpec("valid_to", "有效期至", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6),
        FieldSpec(
            "recall",
            "收回",
            Kind.CHOICE,
            choices=RECALL_LABELS,
            states={OVERDUE: "late", OPEN: "due"},
            in_form=False,
            width_chars=6,
        ),
        FieldSpec("recall_until", "收回期限", Kind.DATE, in_form=False, in_table=False, in_print=True, width_chars=6),
        FieldSpec("note", "意见说明", Kind.LONG_TEXT, in_form=False, in_table=False, in_print=True, width_chars=8),
    ),
)


def groups_of(reasons: Sequence[Reason]) -> tuple[str, ...]:
    """The groups of the clean-up that the reasons belong to, that of the chief one first."""
    found = (group for reason in reasons for group, members in GROUPS.items() if reason in members)
    return tuple(dict.fromkeys(found))


def reason_words(reasons: Sequence[Reason]) -> str:
    """The reasons as the list shows them."""
    return "、".join(REASON_LABELS[reason.value] for reason in reasons)
