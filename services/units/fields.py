"""The fields of 执法单位: what the register keeps of a unit, and what its acts ask for."""

from __future__ import annotations

from models.agency import AgencyKind, AgencyState
from services.query import Action
from services.spec import FieldSpec, Kind

CREDIT_CODE_LENGTH = 18  # GB 32100-2015
KIND_LABELS = {
    AgencyKind.DEPARTMENT.value: "县级部门",
    AgencyKind.TOWNSHIP.value: "乡镇（街道）",
    AgencyKind.VERTICAL.value: "垂直管理机构",
    AgencyKind.AUTHORISED.value: "授权组织",
    AgencyKind.ENTRUSTED.value: "受委托组织",
    AgencyKind.OTHER.value: "其他单位",
}
STATE_LABELS = {AgencyState.ACTIVE.value: "有效", AgencyState.ABOLISHED.value: "已撤销"}
STATE_CHIPS = {AgencyState.ABOLISHED.value: "void"}
_NAMES, _REACH, _BASIS, _PEOPLE = "名称和类别", "联系方式", "设立和执法依据", "机构和人数"

UNIT_FIELDS = (
    FieldSpec(
        "name",
        "单位名称",
        required=True,
        max_length=100,
        unique=True,
        synonyms=("单位", "名称", "执法主体", "机关名称", "执法单位", "单位全称", "主体名称"),
        example="县水务局",
        width_chars=15,
        section=_NAMES,
    ),
    FieldSpec("short_name", "简称", max_length=30, width_chars=6, example="水务局", section=_NAMES),
    FieldSpec(
        "aliases",
        "别名",
        max_length=300,
        synonyms=("别名、曾用名", "曾用名"),
        help="多个名称用顿号隔开。更名时点“更名”，旧名称自动记为曾用名。",
        width_chars=9,
        in_table=False,
        in_print=True,
        section=_NAMES,
    ),
    FieldSpec(
        "kind",
        "类别",
        Kind.CHOICE,
        required=True,
        choices=KIND_LABELS,
        in_filter=True,
        width_chars=7,
        synonyms=("主体类别", "单位类别"),
        example="县级部门",
        section=_NAMES,
    ),
    FieldSpec(
        "state",
        "状态",
        Kind.CHOICE,
        choices=STATE_LABELS,
        states=STATE_CHIPS,
        in_form=False,
        in_import=False,
        in_filter=True,
        width_chars=5,
    ),
    FieldSpec(
        "credit_code",
        "统一社会信用代码",
        Kind.CODE,
        max_length=18,
        width_chars=12,
        in_table=False,
        synonyms=("信用代码", "社会信用代码"),
        section=_NAMES,
    ),
    FieldSpec(
        "parent_id", "主管部门", Kind.REFERENCE, reference="units", width_chars=12, in_table=False, section=_NAMES
    ),
    FieldSpec("contact", "联系人", max_length=50, width_chars=5, section=_REACH),
    FieldSpec("phone", "联系电话", Kind.CODE, max_length=40, width_chars=8, synonyms=("电话",), section=_REACH),
    FieldSpec(
        "complaint_phone",
        "投诉电话",
        Kind.CODE,
        max_length=40,
        width_chars=8,
        in_table=False,
        synonyms=("咨询电话", "监督电话", "咨询投诉电话"),
        section=_REACH,
    ),
    FieldSpec("address", "地址", max_length=200, width_chars=14, in_table=False, in_print=True, section=_REACH),
    FieldSpec(
        "legal_person",
        "法定代表人",
        max_length=50,
        width_chars=6,
        in_table=False,
        synonyms=("负责人",),
        section=_BASIS,
    ),
    FieldSpec("domain", "执法领域", max_length=100, in_table=False, synonyms=("执法类别", "执法门类"), section=_BASIS),
    FieldSpec(
        "founding_basis",
        "设立依据",
        max_length=200,
        in_table=False,
        synonyms=("三定文号", "成立依据"),
        section=_BASIS,
    ),
    FieldSpec("valid_from", "起始日期", Kind.DATE, in_table=False, synonyms=("成立日期", "生效日期"), section=_BASIS),
    FieldSpec(
        "enforcement_basis",
        "执法依据",
        Kind.LONG_TEXT,
        max_length=500,
        in_table=False,
        synonyms=("主要执法依据",),
        section=_BASIS,
    ),
    FieldSpec("legal_section", "法制机构", max_length=60, in_table=False, section=_PEOPLE),
    FieldSpec(
        "legal_head", "法制审核负责人", max_length=50, in_table=False, synonyms=("法制机构负责人",), section=_PEOPLE
    ),
    FieldSpec("staff_quota", "编制数", Kind.INTEGER, in_table=False, synonyms=("核定编制",), section=_PEOPLE),
    FieldSpec(
        "enforcer_count",
        "在岗执法人员数",
        Kind.INTEGER,
        in_table=False,
        synonyms=("在岗人数", "执法人员数"),
        help="含部委证和人民警察证，用于法制审核人员占比的第二种口径。",
        section=_PEOPLE,
    ),
    FieldSpec(
        "police_count",
        "人民警察人数",
        Kind.INTEGER,
        in_table=False,
        help="人民警察不登记执法证，只填人数。",
        section=_PEOPLE,
    ),
    FieldSpec("valid_to", "撤销日期", Kind.DATE, in_table=False, in_form=False, in_import=False),
    FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False, section=_PEOPLE),
)

DOCUMENT = FieldSpec("doc_no", "文号或依据", required=True, max_length=60, help="机构改革方案、批复等文件的文号。")
INTO = FieldSpec("into_id", "接收单位", Kind.REFERENCE, reference="units", required=True)
RENAME = Action(
    "rename",
    "更名",
    "edit",
    (
        FieldSpec("name", "新名称", required=True, max_length=100),
        FieldSpec("short_name", "新简称", max_length=30),
        FieldSpec("last_day", "旧名称用到哪天", Kind.DATE, required=True),
        DOCUMENT,
    ),
)
ABOLISH = Action(
    "abolish",
    "撤销",
    "st-void",
    (
        FieldSpec("last_day", "撤销日期", Kind.DATE, required=True, help="这一天是最后一天。"),
        DOCUMENT,
        FieldSpec(
            "into_id",
            "接收单位",
            Kind.REFERENCE,
            reference="units",
            help="还有在岗人员时必须选；人员从次日起转到这个单位。",
        ),
    ),
)
MERGE = Action(
    "merge",
    "合并到",
    "join",
    (INTO, FieldSpec("last_day", "合并前最后一天", Kind.DATE, required=True), DOCUMENT),
)
REVIVE = Action("revive", "恢复", "undo", main=True)
