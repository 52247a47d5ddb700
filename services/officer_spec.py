"""What the ledger of officers shows, and what an agency's roster may bring into it."""

from __future__ import annotations

from services.certificate_state import STATE_CHIPS, STATE_LABELS
from services.certificates.kinds import POST_LABELS
from services.imports.officer_fields import OFFICER_IMPORT
from services.spec import FieldSpec, Kind, LedgerSpec

CERTIFICATE_FIELDS = (
    "cert_no",
    "old_cert_no",
    "min_cert_no",
    "issuer",
    "issue_date",
    "valid_from",
    "valid_to",
    "valid_forever",
)
IMPORT_KEYS = tuple(f.key for f in OFFICER_IMPORT)


OFFICER_SPEC = LedgerSpec(
    name="officers",
    title="执法人员与证件",
    item="执法人员",
    purpose="全县执法人员、证件有效期和学时。",
    unit_word="人",
    default_sort="valid_to",
    title_field="name",
    state_field="cert_state",
    match_on=("id_no",),
    add_label="登记人员",
    empty_hint="导入各单位报来的人员名册，或者逐人登记。",
    fields=(
        FieldSpec("name", "姓名", required=True, max_length=50, width_chars=5, section="基本情况"),
        FieldSpec(
            "cert_state",
            "证件状态",
            Kind.CHOICE,
            choices=STATE_LABELS,
            states=STATE_CHIPS,
            computed=True,
            in_form=False,
            width_chars=7,
        ),
        FieldSpec(
            "agency_id", "单位", Kind.REFERENCE, reference="units", required=True, in_filter=True, width_chars=11
        ),
        FieldSpec("dept", "内设机构", max_length=60, in_table=False),
        FieldSpec("cert_no", "执法证号", Kind.CODE, max_length=40, computed=True, width_chars=7),
        FieldSpec("valid_to", "有效期至", Kind.DATE, computed=True, width_chars=6),
        FieldSpec("days_left", "剩余天数", Kind.INTEGER, computed=True, in_form=False, width_chars=5),
        FieldSpec(
            "hours",
            "学时",
            Kind.MINUTES,
            computed=True,
            in_form=False,
            width_chars=4,
            help="本年到今天按学时规则计入的学时，45分钟折1学时。",
        ),
        FieldSpec("gender", "性别", max_length=2, in_table=False),
        FieldSpec(
            "id_no",
            "身份证号",
            Kind.IDENTITY,
            max_length=18,
            unique=True,
            width_chars=11,
            in_table=False,
            in_print=True,
        ),
        FieldSpec("birth", "出生日期", Kind.DATE, in_table=False),
        FieldSpec("nation", "民族", max_length=20, in_table=False),
        FieldSpec("politics", "政治面貌", max_length=20, in_table=False),
        FieldSpec("education", "学历", max_length=20, in_table=False),
        FieldSpec("post", "职务", max_length=60, width_chars=6, in_table=False, in_print=True),
        FieldSpec("rank", "职级", max_length=40, in_table=False),
        FieldSpec("staffing", "编制性质", max_length=40, in_table=False),
        FieldSpec("domain", "执法类别", max_length=100, in_table=False),
        FieldSpec("region", "执法区域", max_length=60, in_table=False),
        FieldSpec("phone", "联系电话", Kind.CODE, max_length=40, in_table=False),
        FieldSpec(
            "post_status",
            "在岗情况",
            Kind.CHOICE,
            choices=POST_LABELS,
            in_form=False,
            in_filter=True,
            width_chars=5,
            in_table=False,
        ),
        FieldSpec("issuer", "发证机关", computed=True, in_table=False),
        FieldSpec("issue_date", "发证日期", Kind.DATE, computed=True, in_table=False),
        FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False),
    ),
)
