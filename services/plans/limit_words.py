"""What the reader made of a time limit or a target, in words for chips and tables."""

from __future__ import annotations

from services.plans.reading.limit import Deadline, DeadlineKind
from services.plans.reading.recurrence import rule_words
from services.plans.reading.targets import Comparator, Target

_SIGNS = {
    Comparator.AT_LEAST: "不少于",
    Comparator.MORE: "超过",
    Comparator.EXACTLY: "",
    Comparator.AT_MOST: "不超过",
    Comparator.LESS: "低于",
}
_PERIODS = {"year": "每年", "half": "每半年", "quarter": "每季度", "month": "每月", "week": "每周", "once": ""}
_PER = {"person": "每人", "unit": "每单位", "": ""}


def limit_words(limit: Deadline) -> str:
    """2026-06-30, 每年12月31日, 每季度末, 长期坚持, 收到通知后5个工作日; empty where the words give no day."""
    if limit.kind is DeadlineKind.ONGOING:
        return "长期坚持"
    if limit.date is not None:
        return limit.date.isoformat()
    if limit.kind is DeadlineKind.ANNUAL and limit.month is not None and len(limit.days) == 1:
        return f"每年{limit.month}月{limit.day}日"
    if limit.rule:
        return rule_words(limit.rule)
    if limit.offset_days is not None:
        side = "前" if limit.offset_days < 0 else "后"
        unit = "个工作日" if limit.workdays else "日"
        return f"{(limit.trigger or '').removesuffix(side)}{side}{abs(limit.offset_days)}{unit}"
    return ""


def limit_chip(limit: Deadline) -> tuple[str, str]:
    """Kind of chip and its words: 原则上 and an earlier reading stand beside the day."""
    words = limit_words(limit)
    if not words:
        return "ask", "没有换算出日期"
    if limit.soft:
        words = f"原则上{words}"
    if limit.strict is not None:
        words = f"{words}，从严{limit.strict.isoformat()}"
    if limit.kind is DeadlineKind.ONGOING:
        return "long", words
    return ("wait" if limit.date is None and not limit.rule and limit.month is None else "run"), words


def target_words(target: Target) -> str:
    """每人每年不少于60学时, 不低于90%."""
    amount = format(target.amount.normalize(), "f")
    return f"{_PER[target.per]}{_PERIODS[target.period]}{_SIGNS[target.comparator]}{amount}{target.unit}"
