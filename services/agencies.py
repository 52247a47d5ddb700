"""执法单位 and 单位组: the register that every other ledger points to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from models.agency import AgencyGroup, AgencyKind, EnforcementAgency, GroupCover
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT

CREDIT_CODE_LENGTH = 18  # GB 32100-2015
KIND_LABELS = {
    AgencyKind.DEPARTMENT.value: "县级部门",
    AgencyKind.TOWNSHIP.value: "乡镇（街道）",
    AgencyKind.VERTICAL.value: "垂直管理机构",
    AgencyKind.AUTHORISED.value: "授权组织",
    AgencyKind.ENTRUSTED.value: "受委托组织",
    AgencyKind.OTHER.value: "其他单位",
}
COVER_LABELS = {
    GroupCover.ALL.value: "全部执法单位",
    GroupCover.DEPARTMENTS.value: "县级部门",
    GroupCover.TOWNSHIPS.value: "乡镇（街道）",
}


class AgencyLedger(BasicLedger[EnforcementAgency]):
    """The units, with every name under which plans and files speak of them."""

    record = EnforcementAgency
    references: ClassVar[Mapping[str, Reference]] = {"parent_id": UNIT}
    spec = LedgerSpec(
        name="units",
        title="执法单位",
        item="执法单位",
        purpose="全县执法主体、简称别名和联系人。",
        unit_word="个",
        default_sort="name",
        title_field="name",
        state_field="kind",
        match_on=("name",),
        add_label="登记单位",
        empty_hint="导入单位名册，或者逐个登记。",
        fields=(
            FieldSpec(
                "name",
                "单位名称",
                required=True,
                max_length=100,
                unique=True,
                synonyms=("单位", "名称", "执法主体", "机关名称", "执法单位", "单位全称", "主体名称"),
                example="县水务局",
                width_chars=15,
            ),
            FieldSpec("short_name", "简称", max_length=30, width_chars=6, example="水务局"),
            FieldSpec(
                "aliases",
                "别名、曾用名",
                max_length=300,
                synonyms=("别名", "曾用名"),
                help="多个名称用顿号隔开；机构改革前的名称也写在这里。",
                width_chars=9,
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
            ),
            FieldSpec("credit_code", "统一社会信用代码", Kind.CODE, max_length=18, width_chars=12, in_table=False),
            FieldSpec("parent_id", "主管部门", Kind.REFERENCE, reference="units", width_chars=12, in_table=False),
            FieldSpec("contact", "联系人", max_length=50, width_chars=5),
            FieldSpec("phone", "联系电话", Kind.CODE, max_length=40, width_chars=8, synonyms=("电话",)),
            FieldSpec("address", "地址", max_length=200, width_chars=14, in_table=False, in_print=True),
            FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=500, in_table=False),
        ),
    )

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """A credit code has eighteen characters; a unit is not its own superior."""
        problems = {}
        code = values.get("credit_code")
        if code and len(code) != CREDIT_CODE_LENGTH:
            problems["credit_code"] = f"现在是{len(code)}位，应为{CREDIT_CODE_LENGTH}位。对照证照补全。"
        if row_id is not None and values.get("parent_id") == row_id:
            problems["parent_id"] = "主管部门不能是本单位自己，请改选。"
        return problems


class AgencyGroupLedger(BasicLedger[AgencyGroup]):
    """Collective names in plans and what they cover."""

    record = AgencyGroup
    spec = LedgerSpec(
        name="unit_groups",
        title="单位组",
        item="单位组",
        purpose="计划里“各执法单位”一类统称指哪些单位。",
        unit_word="组",
        default_sort="name",
        title_field="name",
        match_on=("name",),
        add_label="登记单位组",
        empty_hint="登记计划里常用的统称，导入计划时会自动对应。",
        fields=(
            FieldSpec("name", "统称", required=True, max_length=100, unique=True, width_chars=16),
            FieldSpec("aliases", "其他写法", max_length=300, width_chars=30, help="多个写法用顿号隔开。"),
            FieldSpec("covers", "包括", Kind.CHOICE, required=True, choices=COVER_LABELS, width_chars=10),
        ),
    )
