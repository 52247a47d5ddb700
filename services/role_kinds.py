"""What each role keeps of its people: one declaration per ledger, made of shared fields under the role's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.roles import Role
from services.role_terms import ROLE_LABELS, TERM_CHIPS, TERM_LABELS
from services.spec import FieldSpec, Kind, LedgerSpec

_ALL = {
    field.key: field
    for field in (
        FieldSpec("name", "姓名", required=True, max_length=50, width_chars=5, synonyms=("人员姓名",)),
        FieldSpec(
            "agency_id",
            "单位",
            Kind.REFERENCE,
            reference="units",
            required=True,
            in_filter=True,
            width_chars=10,
            synonyms=("所在单位", "工作单位", "执法单位"),
        ),
        FieldSpec(
            "officer_id",
            "对应执法人员",
            Kind.REFERENCE,
            reference="officers",
            in_table=False,
            in_import=False,
            help="选好后，离岗、调走会在这里提示。",
        ),
        FieldSpec("gender", "性别", max_length=2, width_chars=3, in_table=False),
        FieldSpec("birth", "出生日期", Kind.DATE, in_table=False, synonyms=("出生年月",)),
        FieldSpec("id_no", "身份证号", Kind.IDENTITY, max_length=18, in_table=False, synonyms=("身份证号码",)),
        FieldSpec("politics", "政治面貌", max_length=20, in_table=False),
        FieldSpec("education", "学历", max_length=40, in_table=False, synonyms=("学历专业", "文化程度")),
        FieldSpec("post", "职务", max_length=60, width_chars=6, in_table=False, in_print=True),
        FieldSpec("organisation", "工作单位", max_length=100, width_chars=10, in_table=False),
        FieldSpec("sector", "界别", max_length=40, width_chars=4, in_table=False),
        FieldSpec("recommended", "推荐方式", max_length=60, in_table=False),
        FieldSpec("staffing", "编制性质", max_length=40, in_table=False, synonyms=("编制",)),
        FieldSpec(
            "full_time",
            "专职",
            Kind.BOOLEAN,
            width_chars=4,
            in_table=False,
            synonyms=("专职/兼职", "专兼职"),
            further_words={"专职": "是", "兼职": "否"},
        ),
        FieldSpec(
            "card_no",
            "证号",
            Kind.CODE,
            max_length=40,
            width_chars=7,
            in_table=False,
            in_print=True,
            synonyms=("工作证号", "执法证号", "执法证或监督证号", "监督证号", "聘书号", "律师证号", "律师执业证号"),
        ),
        FieldSpec(
            "qualification_no",
            "法律资格证号",
            Kind.CODE,
            max_length=40,
            in_table=False,
            synonyms=("法律职业资格证号", "法律职业资格", "法考证号", "法律职业资格证书编号"),
        ),
        FieldSpec("qualified_on", "资格取得日期", Kind.DATE, in_table=False),
        FieldSpec("public_lawyer", "公职律师", Kind.BOOLEAN, in_table=False),
        FieldSpec(
            "began_on",
            "初次审核日期",
            Kind.DATE,
            width_chars=7,
            in_table=False,
            synonyms=("初次从事审核日期", "从事审核时间"),
        ),
        FieldSpec("domain", "领域", max_length=100, width_chars=7, in_table=False, in_print=True),
        FieldSpec("contract_no", "合同号", Kind.CODE, max_length=60, in_table=False),
        FieldSpec("fee", "每年费用", Kind.MONEY, in_table=False),
        FieldSpec("assessment", "年度考核", max_length=60, in_table=False),
        FieldSpec(
            "term_from", "任期起", Kind.DATE, in_table=False, in_print=True, synonyms=("聘期起", "聘用日期", "任职日期")
        ),
        FieldSpec("term_to", "任期止", Kind.DATE, width_chars=6, synonyms=("聘期止", "聘期至", "任期至", "届满日期")),
        FieldSpec(
            "state",
            "任期状态",
            Kind.CHOICE,
            choices=TERM_LABELS,
            states=TERM_CHIPS,
            computed=True,
            width_chars=7,
        ),
        FieldSpec("hint", "提示", computed=True, width_chars=9, in_table=False),
        FieldSpec("activities", "履职次数", Kind.INTEGER, computed=True, width_chars=5),
        FieldSpec("phone", "联系电话", Kind.CODE, max_length=40, width_chars=7, in_table=False, in_print=True),
        FieldSpec("ended_on", "卸任日期", Kind.DATE, in_table=False, in_form=False, in_import=False),
        FieldSpec("end_reason", "卸任原因", max_length=100, in_table=False, in_form=False, in_import=False),
        FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False),
    )
}
_ALWAYS_LAST = ("term_from", "term_to", "state", "hint", "activities", "phone", "ended_on", "end_reason", "note")


@dataclass(frozen=True, slots=True)
class RoleKind:
    """One role as a ledger. `labels` are the role's own words for shared fields, `deeds` what its people do."""

    role: Role
    name: str
    purpose: str
    keys: tuple[str, ...]
    labels: dict[str, str]
    deeds: tuple[str, ...]
    match_on: tuple[str, ...] = ("name", "agency_id")
    end_word: str = "卸任"
    in_table: frozenset[str] = frozenset()
    from_outside: bool = False  # people of no unit of the county have the place where they work instead

    def spec(self) -> LedgerSpec:
        """The ledger's description."""
        title = ROLE_LABELS[self.role]
        return LedgerSpec(
            name=self.name,
            title=title,
            item=title,
            purpose=self.purpose,
            unit_word="人",
            default_sort="term_to",
            title_field="name",
            state_field="state",
            match_on=self.match_on,
            match_gaps=tuple(key for key in self.match_on if not self._field(key).required),
            add_label=f"登记{title}",
            empty_hint=f"导入各单位报来的{title}名册，或者逐人登记。",
            fields=tuple(self._field(key) for key in ("name", *self.keys, *_ALWAYS_LAST)),
        )

    def _field(self, key: str) -> FieldSpec:
        field = _ALL[key]
        if key in self.labels:
            field = replace(field, label=self.labels[key], synonyms=(*field.synonyms, field.label))
        if key == "agency_id" and self.from_outside:
            field = replace(field, required=False, help="外聘的不填，填写工作单位。")
        return replace(field, in_table=True) if key in self.in_table else field


def role_kinds() -> Sequence[RoleKind]:
    """Every role that has a ledger."""
    return (AUXILIARY, REVIEWERS, LAWYERS, ADVISERS, SUPERVISORS, SOCIAL, TEACHERS)


AUXILIARY = RoleKind(
    Role.AUXILIARY,
    "auxiliary",
    "不持执法证、在执法人员带领下工作的人员。",
    ("agency_id", "gender", "birth", "id_no", "education", "post", "card_no", "recommended", "assessment"),
    {"post": "岗位", "card_no": "工作证号", "recommended": "聘用方式", "assessment": "培训考试", "term_from": "聘用起",
     "term_to": "聘用止"},
    ("协助巡查", "宣传告知", "送达协助", "培训考试", "其他"),
    end_word="解聘",
    in_table=frozenset({"post", "card_no"}),
)  # fmt: skip
REVIEWERS = RoleKind(
    Role.LEGAL_REVIEWER,
    "reviewers",
    "重大执法决定的法制审核人员，占比按各单位计算。",
    ("agency_id", "officer_id", "gender", "id_no", "post", "full_time", "staffing", "education", "qualification_no",
     "qualified_on", "public_lawyer", "card_no", "began_on"),
    {"card_no": "执法监督证号", "education": "学历专业", "qualified_on": "资格取得时间"},
    ("法制审核", "案件讨论", "文件审查", "培训", "其他"),
    in_table=frozenset({"full_time", "hint"}),
)  # fmt: skip
LAWYERS = RoleKind(
    Role.PUBLIC_LAWYER,
    "lawyers",
    "各单位的公职律师和参与的事项。",
    ("agency_id", "officer_id", "post", "card_no", "qualified_on", "assessment"),
    {"card_no": "公职律师证号", "qualified_on": "取证日期"},
    ("法制审核", "重大案件", "诉讼应诉", "规范性文件", "其他"),
    in_table=frozenset({"card_no", "hint"}),
)
ADVISERS = RoleKind(
    Role.LEGAL_ADVISER,
    "advisers",
    "聘请的法律顾问、合同和参与的事项。",
    ("agency_id", "organisation", "card_no", "contract_no", "fee", "assessment"),
    {"organisation": "执业机构", "card_no": "律师执业证号", "agency_id": "聘用单位", "term_from": "聘期起",
     "term_to": "聘期止"},
    ("法制审核", "重大案件", "诉讼应诉", "规范性文件", "合同审查", "其他"),
    end_word="解聘",
    in_table=frozenset({"organisation"}),
)  # fmt: skip
SUPERVISORS = RoleKind(
    Role.SUPERVISOR,
    "supervisors",
    "监督机构和各单位、司法所的执法监督员。",
    ("agency_id", "officer_id", "post", "card_no", "domain"),
    {"card_no": "监督证号", "domain": "监督领域"},
    ("监督检查", "案卷评查", "调查核实", "督办", "其他"),
    in_table=frozenset({"post", "hint"}),
)
SOCIAL = RoleKind(
    Role.SOCIAL_SUPERVISOR,
    "social_supervisors",
    "社会监督员、特邀监督员的聘期和参加的活动。",
    ("organisation", "sector", "gender", "birth", "id_no", "politics", "education", "post", "recommended", "card_no",
     "domain"),
    {"card_no": "聘书监督证号", "domain": "监督领域", "term_from": "聘期起", "term_to": "聘期止"},
    ("监督检查", "座谈", "案卷评查", "问卷走访", "培训", "其他"),
    match_on=("name", "organisation"),
    end_word="解聘",
    in_table=frozenset({"organisation", "sector", "hint"}),
)  # fmt: skip
TEACHERS = RoleKind(
    Role.TEACHER,
    "teachers",
    "执法培训的师资库和授课情况。",
    ("agency_id", "officer_id", "organisation", "post", "domain", "education"),
    {"domain": "授课领域", "term_from": "入库日期", "term_to": "入库至"},
    ("授课", "编写教材", "命题阅卷", "实训指导", "其他"),
    match_on=("name", "agency_id", "organisation"),
    from_outside=True,
    in_table=frozenset({"domain"}),
)
