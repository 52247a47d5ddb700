"""What a province sets for officers' rosters, as far as an import looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.province_rules import ProvinceRules

# without a province's own words (contract of `import`): staff outside the establishment gets no certificate
EXCLUDED_STAFF = ("劳务派遣", "劳动合同", "临时", "借调", "工勤", "辅助")
ALLOWED, TOLD, FORBIDDEN = "允许", "提示", "不允许"
_STEPS = {"高中": 1, "大专": 2, "本科": 3}  # the province's words for a least education
_EDUCATION = {
    "小学": 0,
    "初中": 0,
    "高中": 1,
    "中等专科": 1,
    "职业高中": 1,
    "技工学校": 1,
    "大学专科": 2,
    "大学本科": 3,
    "研究生": 4,
    "硕士研究生": 4,
    "博士研究生": 4,
}


@dataclass(frozen=True, slots=True)
class ProvinceLimits:
    """`excluded` are words of staffing that bar from a certificate (ER07), `cert_pattern` the form of its numbers
    (WA06), `ministry_beside` whether a ministry's card may stand beside it (WA14, or ER08 where it may not),
    `least_education` 高中, 大专 or 本科 (WA17, a hint only), `retirement` whether the age is looked at (WA08)."""

    excluded: re.Pattern[str]
    cert_pattern: re.Pattern[str] | None = None
    ministry_beside: str = TOLD
    least_education: str = ""
    retirement: bool = True

    def below(self, education: str) -> bool:
        """Whether an education is known and less than the least one."""
        least, reached = _STEPS.get(self.least_education), _EDUCATION.get(education)
        return least is not None and reached is not None and reached < least


def excluded_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words; without one the contract's."""
    return re.compile("|".join(re.escape(word) for word in (tuple(words) or EXCLUDED_STAFF)))


GENERAL_LIMITS = ProvinceLimits(excluded_pattern(()))


def province_limits(rules: ProvinceRules) -> ProvinceLimits:
    """What the profile in force says; where it does not say, the general ones hold."""
    known = rules.all()
    staff, pattern = known["excluded_staff"].value, known["cert_pattern"].value
    return ProvinceLimits(
        excluded_pattern(part.strip() for part in staff.split("、")) if staff else GENERAL_LIMITS.excluded,
        re.compile(pattern) if pattern else None,
        known["ministry_beside"].value or TOLD,
        known["min_education"].value or "",
    )
