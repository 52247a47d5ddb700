"""催报函 to a unit that is late with a task: drafted from the ledger row in the form of GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.words import chinese_date


@dataclass(frozen=True, slots=True)
class LateTask:
    """What the letter says of one late task."""

    plan_title: str
    no: str
    summary: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Sender:
    """The bureau as it stands in red head, signature and 版记."""

    bureau: str
    contact: str = ""
    phone: str = ""


def reminder(
    sender: Sender, unit: str, tasks: Sequence[LateTask], reply_due_on: date, written_on: date
) -> dict[str, Any]:
    """The document in the exchange form of the command line; its number comes at signing."""
    several = len(tasks) > 1
    plans = "、".join(dict.fromkeys(f"《{t.plan_title}》" for t in tasks))
    body: list[dict[str, Any]] = [
        {
            "level": 0,
            "text": f"按照{plans}的安排，你单位有{len(tasks)}项工作已超过时限，至今未收到完成情况。"
            "现将有关事项函告如下：",
        },
        {"level": 1, "text": "逾期事项"},
    ]
    for task in tasks:
        due = f"，时限为{chinese_date(task.due_on)}，{_late(task.due_on, written_on)}" if task.due_on else ""
        title, number = task.summary.rstrip("。…"), task.no.strip(".．、 ")
        if several:
            body.append({"level": 2, "text": f"计划第{number}项：{title}{due}。"})
        else:
            body.append({"level": 0, "text": f"计划第{number}项：{title}{due}。"})
    body += [
        {"level": 1, "text": "办理要求"},
        {
            "level": 0,
            "text": f"请你单位于{chinese_date(reply_due_on)}前将完成情况书面报我局；确有困难不能按时完成的，"
            "一并说明原因、已采取的措施和预计完成时间。逾期仍未报送的，将予以通报。",
        },
        {"level": 0, "text": "特此函告。"},
    ]
    note = f"联系人：{sender.contact}，联系电话：{sender.phone}" if sender.contact and sender.phone else None
    return {
        "format": "信函",
        "mark": sender.bureau,
        "issuer": sender.bureau,
        "number": None,
        "title": f"{sender.bureau}关于催报计划任务完成情况的函",
        "to": [unit],
        "body": body,
        "attachments": [],
        "sign": [{"name": sender.bureau, "seal": True}],
        "date": written_on.isoformat(),
        "note": note,
        "cc": [],
        "printed_by": None,
        "printed_on": None,
    }


def _late(due_on: date, written_on: date) -> str:
    return f"截至{chinese_date(written_on)}已逾期{(written_on - due_on).days}天"
