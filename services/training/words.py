"""The words of training: what a stored value is called on screen and on paper, and what files call it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.training import ActivityKind, AttendanceStatus, TrainingCategory, TrainingMode
from services.spec import MINUTES_PER_HOUR

CATEGORY_LABELS = {
    TrainingCategory.POLITICAL.value: "政治理论",
    TrainingCategory.PUBLIC_LAW.value: "公共法律知识",
    TrainingCategory.PROFESSIONAL.value: "业务知识",
    TrainingCategory.SKILL.value: "执法技能",
    TrainingCategory.ETHICS.value: "行为规范",
    TrainingCategory.OFF_DUTY.value: "离岗教育",
    TrainingCategory.OTHER.value: "其他",
}
CATEGORY_WORDS = {
    "政治": "political",
    "政治培训": "political",
    "公共法律": "public_law",
    "综合法律知识": "public_law",
    "通用法律知识": "public_law",
    "业务": "professional",
    "专业知识": "professional",
    "业务能力": "professional",
    "技能": "skill",
    "实操技能": "skill",
    "执法实操": "skill",
    "职业道德": "ethics",
    "离岗培训": "off_duty",
}
"""Other words for a category, as plans and platforms write them."""
MODE_LABELS = {
    TrainingMode.CLASSROOM.value: "集中授课",
    TrainingMode.ONLINE.value: "线上学习",
    TrainingMode.ON_SITE.value: "现场教学",
    TrainingMode.CASE_STUDY.value: "以案释法",
    TrainingMode.CONTEST.value: "岗位比武",
    TrainingMode.OTHER.value: "其他",
}
MODE_WORDS = {"集中": "classroom", "面授": "classroom", "线上": "online", "网络": "online", "现场": "on_site"}
STATUS_LABELS = {
    AttendanceStatus.CONFIRMED.value: "已确认",
    AttendanceStatus.PENDING.value: "待确认",
    AttendanceStatus.VOID.value: "作废",
}
STATUS_CHIPS = {
    AttendanceStatus.CONFIRMED.value: "done",
    AttendanceStatus.PENDING.value: "wait",
    AttendanceStatus.VOID.value: "void",
}
ACTIVITY_LABELS = {
    ActivityKind.LECTURE.value: "法治讲座",
    ActivityKind.PSYCHOLOGICAL.value: "心理健康活动",
    ActivityKind.FLEXIBLE_CASE.value: "柔性执法案例",
    ActivityKind.CONTEST.value: "岗位比武",
    ActivityKind.JOINT_TRAINING.value: "联合培训",
}
_SEPARATORS = re.compile(r"[、，,；;＋+／/\s]+")


def lacking_text(minutes: int) -> str:
    """学时 that are missing, rounded up to a tenth: one minute is never shown as nothing."""
    tenths = -(-minutes * 10 // MINUTES_PER_HOUR)
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def category_of(word: str) -> TrainingCategory | None:
    """The category that a word means, by its value, its label or another word in use; None for an unknown one."""
    wanted = word.strip()
    for value, label in CATEGORY_LABELS.items():
        if wanted in (value, label):
            return TrainingCategory(value)
    found = CATEGORY_WORDS.get(wanted)
    return TrainingCategory(found) if found else None


def read_categories(text: str) -> tuple[tuple[TrainingCategory, ...], tuple[str, ...]]:
    """The categories that a list of words names, each once and in the order of the labels; and the unknown words."""
    words = [word for word in _SEPARATORS.split(text) if word]
    known = {found for word in words if (found := category_of(word)) is not None}
    unknown = tuple(word for word in words if category_of(word) is None)
    return tuple(category for category in TrainingCategory if category in known), unknown


def category_words(categories: Iterable[TrainingCategory]) -> str:
    """公共法律知识、业务知识: in the order of the labels."""
    wanted = set(categories)
    return "、".join(CATEGORY_LABELS[category.value] for category in TrainingCategory if category in wanted)
