"""How the list of applications is described."""

from __future__ import annotations

from models.certificate import CertificateStatus
from services.benches.cards import KIND_LABELS
from services.spec import FieldSpec, Kind, LedgerSpec

STEP_LABELS = {
    CertificateStatus.DRAFT.value: "待送审",
    CertificateStatus.UNIT_REVIEW.value: "单位审核",
    CertificateStatus.BUREAU_REVIEW.value: "司法局初审",
    CertificateStatus.SUPERIOR_REVIEW.value: "发证机关审核",
    CertificateStatus.MAKING.value: "制证",
}
STEP_CHIPS = {
    CertificateStatus.DRAFT.value: "todo",
    CertificateStatus.UNIT_REVIEW.value: "wait",
    CertificateStatus.BUREAU_REVIEW.value: "run",
    CertificateStatus.SUPERIOR_REVIEW.value: "wait",
    CertificateStatus.MAKING.value: "done",
}
CLOCK_LABELS = {"late": "逾期", "soon": "快到期", "run": "期限内", "none": "不计时"}
CLOCK_CHIPS = {"late": "late", "soon": "due", "run": "run", "none": "na"}

APPLICATION_SPEC = LedgerSpec(
    name="applications",
    title="资格审核",
    item="申领",
    purpose="申领证件的各个环节、时限和缺少的材料。",
    unit_word="件",
    default_sort="clock",
    then_by="due_on",
    title_field="name",
    state_field="step",
    addable=False,
    removable=False,
    empty_hint="没有正在办理的申领。在“执法人员与证件”里为符合条件的人员发起申领。",
    fields=(
        FieldSpec("name", "姓名", in_form=False, width_chars=4),
        FieldSpec("step", "环节", Kind.CHOICE, choices=STEP_LABELS, states=STEP_CHIPS, in_form=False, width_chars=8),
        FieldSpec("agency_id", "单位", Kind.REFERENCE, reference="units", in_filter=True, in_form=False, width_chars=8),
        FieldSpec("kind", "证件种类", Kind.CHOICE, choices=KIND_LABELS, in_filter=True, in_form=False, in_table=False),
        FieldSpec("since", "到本环节", Kind.DATE, in_form=False, width_chars=6),
        FieldSpec(
            "clock",
            "时限",
            Kind.CHOICE,
            choices=CLOCK_LABELS,
            states=CLOCK_CHIPS,
            in_filter=True,
            in_form=False,
            width_chars=5,
        ),
        FieldSpec("due_on", "应办结", Kind.DATE, in_form=False, width_chars=6),
        FieldSpec(
            "workdays_left",
            "剩余工作日",
            Kind.INTEGER,
            computed=True,
            in_form=False,
            in_table=False,
            in_print=True,
            width_chars=5,
        ),
        FieldSpec("missing", "还缺", Kind.LONG_TEXT, in_form=False, width_chars=8),
    ),
)
