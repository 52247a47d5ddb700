"""The fields of what is judged of officers: exams, disciplines, yearly assessments."""

from __future__ import annotations

from models.certificate import QualificationKind
from models.officer import AssessmentScheme
from services.spec import FieldSpec, Kind, LedgerSpec

VALID, WAIVED, REFRESH, OUTDATED, FAILED, CANCELLED = "valid", "waived", "refresh", "outdated", "failed", "cancelled"
BARRED, OVER, NOTED = "barred", "over", "noted"
OFFICER = FieldSpec(
    "officer_id",
    "姓名",
    Kind.REFERENCE,
    reference="officers",
    required=True,
    width_chars=5,
    synonyms=("执法人员", "人员姓名", "身份证号"),
)
UNIT_OF = FieldSpec("unit", "单位", computed=True, width_chars=9)
NOTE = FieldSpec("note", "备注", Kind.LONG_TEXT, max_length=300, in_table=False)
QUALIFICATION_LABELS = {
    QualificationKind.PUBLIC_LAW.value: "公共法律知识",
    QualificationKind.SPECIAL.value: "专业法律知识",
    QualificationKind.COMBINED.value: "综合考试",
}
EXCELLENT, BASIC = "优秀", "基本合格"
GRADES = {
    AssessmentScheme.CIVIL: (EXCELLENT, "称职", "基本称职", "不称职"),
    AssessmentScheme.INSTITUTION: (EXCELLENT, "合格", BASIC, "不合格"),
    AssessmentScheme.ENFORCEMENT: (EXCELLENT, "合格", BASIC, "不合格"),
}
SCHEME_LABELS = {
    AssessmentScheme.ENFORCEMENT.value: "执法考核",
    AssessmentScheme.CIVIL.value: "公务员考核",
    AssessmentScheme.INSTITUTION.value: "事业单位考核",
}
ALL_GRADES = tuple(dict.fromkeys(grade for grades in GRADES.values() for grade in grades))

QUALIFICATIONS = LedgerSpec(
    name="qualifications",
    title="资格考试",
    item="考试记录",
    purpose="执法资格考试的成绩、免试依据和有效情况。",
    default_sort="exam_on",
    default_descending=True,
    title_field="officer_id",
    state_field="state",
    match_on=("officer_id", "kind", "exam_on"),
    match_gaps=("exam_on",),  # who was spared the exam has no day of it
    add_label="登记考试",
    empty_hint="导入考试成绩表，或者逐人登记。",
    fields=(
        OFFICER,
        UNIT_OF,
        FieldSpec(
            "state",
            "有效情况",
            Kind.CHOICE,
            choices={
                VALID: "有效",
                WAIVED: "免试",
                REFRESH: "需复考",
                OUTDATED: "已失效",
                FAILED: "不合格",
                CANCELLED: "已取消",
            },
            states={VALID: "done", WAIVED: "na", REFRESH: "due", OUTDATED: "late", FAILED: "back", CANCELLED: "void"},
            computed=True,
            width_chars=6,
        ),
        FieldSpec(
            "kind",
            "考试科目",
            Kind.CHOICE,
            required=True,
            choices=QUALIFICATION_LABELS,
            in_filter=True,
            width_chars=7,
            synonyms=("科目", "考试类别"),
        ),
        FieldSpec("domain", "专业领域", max_length=100, in_table=False, synonyms=("执法类别", "执法领域")),
        FieldSpec("exam_on", "考试日期", Kind.DATE, width_chars=6, synonyms=("考试时间", "日期")),
        FieldSpec("score", "成绩", Kind.POINTS, width_chars=5, synonyms=("分数", "考试成绩")),
        FieldSpec("pass_mark", "合格线", Kind.POINTS, in_table=False, help="不填按60分。", synonyms=("及格线",)),
        FieldSpec(
            "passed", "合格", Kind.BOOLEAN, width_chars=4, help="填了成绩的按合格线判断。", synonyms=("是否合格",)
        ),
        FieldSpec(
            "certificate_no",
            "合格证号",
            Kind.CODE,
            max_length=40,
            in_table=False,
            in_print=True,
            synonyms=("资格证号",),
        ),
        FieldSpec("waiver_basis", "免试依据", max_length=200, in_table=False, help="没有参加考试的，写明依据。"),
        FieldSpec(
            "valid_until", "有效期至", Kind.DATE, in_table=False, help="证书上印有日期的填写；没有的按省级规则推算。"
        ),
        FieldSpec("cancelled_on", "取消日期", Kind.DATE, in_table=False, in_form=False, in_import=False),
        FieldSpec("banned_until", "不得申领至", Kind.DATE, in_table=False, in_form=False, in_import=False),
        NOTE,
    ),
)
DISCIPLINES = LedgerSpec(
    name="disciplines",
    title="处分",
    item="处分",
    purpose="处分期和对申领证件的影响。",
    default_sort="blocked_until",
    default_descending=True,
    title_field="officer_id",
    state_field="state",
    match_on=("officer_id", "kind", "decided_on"),
    add_label="登记处分",
    empty_hint="登记处分决定，处分期自动推算。",
    fields=(
        OFFICER,
        UNIT_OF,
        FieldSpec(
            "state",
            "对申领的影响",
            Kind.CHOICE,
            choices={BARRED: "期内不得申领", OVER: "已期满", NOTED: "不影响申领"},
            states={BARRED: "hold", OVER: "done", NOTED: "na"},
            computed=True,
            width_chars=8,
        ),
        FieldSpec("kind", "处分种类", Kind.CHOICE, required=True, in_filter=True, width_chars=6, synonyms=("处分",)),
        FieldSpec("decided_on", "决定日期", Kind.DATE, required=True, width_chars=7, synonyms=("处分日期",)),
        FieldSpec("months", "处分期（月）", Kind.INTEGER, plain=True, in_table=False, help="不填按处分种类的期限。"),
        FieldSpec(
            "blocked_until",
            "不得申领至",
            Kind.DATE,
            in_form=False,
            in_import=False,
            width_chars=7,
            help="含这一天。",
        ),
        FieldSpec("doc_no", "决定文号", max_length=60, in_table=False, in_print=True, synonyms=("文号",)),
        FieldSpec("decided_by", "决定机关", max_length=100, in_table=False, in_print=True),
        NOTE,
    ),
)
ASSESSMENTS = LedgerSpec(
    name="assessments",
    title="年度考核",
    item="考核结果",
    purpose="执法考核、公务员考核和事业单位考核的等次和后果。",
    default_sort="year",
    default_descending=True,
    title_field="officer_id",
    state_field="grade",
    match_on=("officer_id", "year", "scheme"),
    add_label="登记考核",
    empty_hint="导入各单位报来的考核结果，或者逐人登记。",
    fields=(
        OFFICER,
        UNIT_OF,
        FieldSpec("year", "年度", Kind.INTEGER, required=True, plain=True, width_chars=4, synonyms=("考核年度",)),
        FieldSpec(
            "scheme",
            "考核类别",
            Kind.CHOICE,
            required=True,
            choices=SCHEME_LABELS,
            in_filter=True,
            width_chars=7,
            synonyms=("类别",),
        ),
        FieldSpec(
            "grade",
            "等次",
            Kind.CHOICE,
            required=True,
            choices={grade: grade for grade in ALL_GRADES},
            states={EXCELLENT: "done", "不称职": "late", "不合格": "late", "基本称职": "due", BASIC: "due"},
            width_chars=6,
            synonyms=("考核等次", "考核结果"),
        ),
        FieldSpec("score", "得分", Kind.POINTS, in_table=False, in_print=True),
        FieldSpec("hint", "应有的后果", computed=True, width_chars=16),
        FieldSpec("consequence", "已作的处理", max_length=200, in_table=False, in_print=True, synonyms=("处理情况",)),
        FieldSpec("decided_on", "确定日期", Kind.DATE, in_table=False),
        FieldSpec("decided_by", "考核机关", max_length=100, in_table=False),
        NOTE,
    ),
)
