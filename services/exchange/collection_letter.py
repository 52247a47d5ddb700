"""催报函 to the units that owe a list: drafted in the form of GB/T 9704, signed or changed on the drafting desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.documents.reminder import Sender
from services.words import chinese_date


def collection_letter(
    sender: Sender, units: Sequence[str], title: str, due_on: date | None, reply_due_on: date, written_on: date
) -> dict[str, Any]:
    """The document in the exchange form of the command line; its number comes at signing."""
    asked = f"，要求于{chinese_date(due_on)}前报送" if due_on else ""
    note = f"联系人：{sender.contact}，联系电话：{sender.phone}" if sender.contact and sender.phone else None
    body = [
        f"我局已发出“{title}”填报表{asked}。截至{chinese_date(written_on)}，尚未收到你单位的填报表。",
        f"请于{chinese_date(reply_due_on)}前将填好的电子表报我局；已经报送的，请核对是否发错地址后重新发来。"
        "没有需要填报内容的，也请书面说明。",
        "特此函告。",
    ]
    return {
        "format": "信函",
        "mark": sender.bureau,
        "issuer": sender.bureau,
        "number": None,
        "title": f"{sender.bureau}关于催报{title}的函",
        "to": list(units),
        "body": [{"level": 0, "text": words} for words in body],
        "attachments": [],
        "sign": [{"name": sender.bureau, "seal": True}],
        "date": written_on.isoformat(),
        "note": note,
        "cc": [],
        "printed_by": None,
        "printed_on": None,
    }
