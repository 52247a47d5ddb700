"""What differs by province, as declared keys: what each value must look like and which profiles come along.

The values themselves are rows of the data file (province_rule), so that a bureau can put them right with a basis.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PROVINCE_RULES = ("通用", "重庆", "山东", "宁夏", "广东", "山西")
GENERAL = PROVINCE_RULES[0]  # stands in where the profile in force does not say
YES, NO = "是", "否"
NUMBER = re.compile(r"\d{1,5}")
DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class RuleKind(StrEnum):
    """What a rule's value is; it decides what a clerk may type."""

    INTEGER = "integer"
    INTEGERS = "integers"  # joined by 、
    YES_NO = "yes_no"
    CHOICE = "choice"
    WORDS = "words"  # joined by 、
    MONTH_DAY = "month_day"  # 03-31, of every year
    DATE = "date"  # 2018-01-01
    PATTERN = "pattern"  # a regular expression
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RuleKey:
    """One rule: its words, the kind of its value, and what the program does by it (`help`)."""

    key: str
    label: str
    kind: RuleKind
    help: str
    choices: tuple[str, ...] = ()

    def fault(self, value: str | None) -> str:
        """What is wrong with a typed value, as a sentence; empty where it fits. Nothing means 待确认."""
        if not value:
            return ""
        match self.kind:
            case RuleKind.INTEGER if not NUMBER.fullmatch(value):
                return f"“{self.label}”要填整数，现在是“{value}”。没有依据的留空。"
            case RuleKind.INTEGERS if not all(NUMBER.fullmatch(part) for part in value.split("、")):
                return f"“{self.label}”要填几个整数，用顿号隔开，现在是“{value}”。"
            case RuleKind.YES_NO if value not in (YES, NO):
                return f"“{self.label}”要填“{YES}”或“{NO}”，现在是“{value}”。"
            case RuleKind.CHOICE if value not in self.choices:
                return f"“{self.label}”要填{'、'.join(self.choices)}中的一个，现在是“{value}”。"
            case RuleKind.MONTH_DAY if not DAY.fullmatch(value):
                return f"“{self.label}”要填月和日，如“03-31”，现在是“{value}”。"
            case RuleKind.DATE if not _is_day(value):
                return f"“{self.label}”要填日期，如“2018-01-01”，现在是“{value}”。"
            case RuleKind.WORDS if not all(part.strip() for part in value.split("、")):
                return f"“{self.label}”的几项用顿号隔开，中间不能空。"
            case RuleKind.PATTERN if not _compiles(value):
                return f"“{self.label}”不是能用的正则表达式。拿不准时留空，程序就不核对。"
        return ""


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _compiles(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return True


_I, _L, _Y, _C = RuleKind.INTEGER, RuleKind.INTEGERS, RuleKind.YES_NO, RuleKind.CHOICE
_W, _D, _T = RuleKind.WORDS, RuleKind.MONTH_DAY, RuleKind.TEXT
RULE_KEYS: dict[str, RuleKey] = {
    rule.key: rule
    for rule in (
        RuleKey("issuing_body", "县级单位的发证机关", _T, "打印在申领表和名册上，程序不替它发号。"),
        RuleKey("certificate_kinds", "证件种类", _W, "本省管理的证件。"),
        RuleKey("validity_years", "证件有效期（年）", _I, "证上印有日期的，以证面为准。"),
        RuleKey("end_rule", "有效期的最后一天", _C, "由起始日推算：满年的前一日，或满年的同一日。", ("前一日", "同日")),
        RuleKey("expiry_tiers", "到期提醒的几档（天）", _L, "到期前这些天数各提醒一次。"),
        RuleKey("late_renewal", "过期后能否换发", _Y, "填“否”时，过期的证件只能注销后重新申领。"),
        RuleKey("check_cycle_years", "审验周期（年）", _I, "填0表示不定期审验。"),
        RuleKey("check_from", "每年审验开始", _D, "审验只在这段日子里登记。"),
        RuleKey("check_to", "每年审验截止", _D, "过了这一天没有审验的列入逾期。"),
        RuleKey("check_needs_hours", "审验是否要求学时达标", _Y, "填“是”时，学时不够的不能登记审验合格。"),
        RuleKey(
            "min_education", "最低学历", _C, "达不到的在申领时提示。", ("不限", "与岗位相适应", "高中", "大专", "本科")
        ),
        RuleKey("excluded_staff", "不得申领的人员性质", _W, "编制性质里含有其中任何一个词的，不能申领执法证。"),
        RuleKey("barring_disciplines", "影响申领的处分", _W, "处分期满前不能申领；不在其中的处分只作记录。"),
        RuleKey("cert_pattern", "证号的写法", RuleKind.PATTERN, "正则表达式；不合的只提示，不改动证号。"),
        RuleKey(
            "ministry_beside",
            "与部委证同时持有",
            _C,
            "一人既有执法证又有部委证时怎样处理。",
            ("允许", "提示", "不允许"),
        ),
        RuleKey(
            "refresher_years", "公共法律知识几年复考（年）", _I, "上次考试满这些年的，资格列为需复考；填0表示不复考。"
        ),
        RuleKey(
            "qualification_years", "资格考试成绩有效（年）", _I, "合格后这些年内没有领证的要重考；填0表示长期有效。"
        ),
        RuleKey("recall_days", "离岗后几天内收回证件（天）", _I, "超过这些天证件还有效的，列入逾期。"),
        RuleKey("ban_years", "吊销后几年不得申领（年）", _I, "从吊销决定之日起算。"),
        RuleKey("off_post_minutes", "离岗教育的时间（分钟）", _I, "1学时按45分钟折算，1800分钟就是40学时。"),
        RuleKey("education_repeats", "离岗教育可以重来几次", _I, "考核不合格时还能再学再考的次数。"),
        RuleKey("bureau_review_workdays", "县级初审（工作日）", _I, "从单位上报的次日起算。"),
        RuleKey("superior_review_workdays", "上级审核（工作日）", _I, "从县级初审通过的次日起算。"),
        RuleKey("making_workdays", "制证（工作日）", _I, "从上级核准的次日起算。"),
        RuleKey("collection_workdays", "领证（工作日）", _I, "制好后单位应在这些天内领走。"),
        RuleKey("correction_workdays", "公示信息更正（工作日）", _I, "人员和证件变动后，公示的清单应在这些天内改好。"),
        RuleKey("suspension_reminder_days", "没有定期限的暂扣几天提醒（天）", _L, "从暂扣之日起，每到一档提醒一次。"),
        RuleKey("idle_months", "多久没有办案列入清理（月）", _I, "在岗持证这么久没有参与办案的，列入清理名单。"),
        RuleKey("reviewer_percent", "法制审核人员占比（%）", _I, "每个单位的审核人员不少于执法人员的这个百分比。"),
        RuleKey(
            "reviewer_qualified_from",
            "初审人员须有法律职业资格的起始日",
            RuleKind.DATE,
            "这一天以后初次从事审核而没有资格证号的，列出提示。",
        ),
        RuleKey("supervisor_min_age", "社会监督员最低年龄（岁）", _I, "按聘任时的年龄，不足的列出提示。"),
        RuleKey("supervisor_max_age", "社会监督员最高年龄（岁）", _I, "按聘任时的年龄，超过的列出提示。"),
        RuleKey("exit_verbs", "退出时的处理方式", _W, "办理退出时可以选的几种处理。"),
        RuleKey("publish", "要公布的事项", _W, "办理后列入公示清单。"),
        RuleKey("photo_width", "照片宽（像素）", _I, "照片检查按这个宽度。"),
        RuleKey("photo_height", "照片高（像素）", _I, "照片检查按这个高度。"),
        RuleKey("photo_min_kb", "照片最小（KB）", _I, "小于它的多半看不清。"),
        RuleKey("photo_max_kb", "照片最大（KB）", _I, "大于它的上级系统可能不收。"),
        RuleKey("photo_background", "照片底色", _T, "只看四边的颜色，脸部由人核对。"),
        RuleKey("photo_dpi", "照片分辨率（dpi）", _I, "与文件里标的不同时只提示，不退回。"),
    )
}
