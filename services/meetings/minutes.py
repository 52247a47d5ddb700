"""会议纪要 in the form of GB/T 9704, 10.3: what was discussed and decided, then who attended, was excused, observed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from models.meeting import Presence
from services.meetings.sheet import AttendanceLine, DecisionLine, MeetingSheet
from services.words import chinese_date

MARK = "行政执法监督会商会议纪要"
DECIDED = "会议议定以下事项："
COLUMNS = (
    {"label": "序号", "width": 0.7, "align": "center"},
    {"label": "议定事项", "width": 4},
    {"label": "牵头单位", "width": 1.8},
    {"label": "配合单位", "width": 1.8},
    {"label": "完成时限", "width": 2.2},
)


def minutes_paper(sheet: MeetingSheet, bureau: str, written_on: date) -> dict[str, Any]:
    """The paper in the exchange form; nothing in it that the record does not say, an unwritten host stays in braces."""
    body: list[dict[str, Any]] = [_plain(_opening(sheet))]
    for matter in sheet.matters:
        if not matter.empty:
            body.append({"level": 1, "text": matter.title.strip()})
            body += [_plain(line) for line in matter.opinions.splitlines() if line.strip()] or [_plain("{会议意见}")]
    decisions = [line for line in sheet.decisions if not line.empty]
    if decisions:
        body += [{"level": 1, "text": "议定事项"}, _plain(DECIDED), _decisions(decisions)]
    if sheet.open_matters.strip():
        body += [{"level": 1, "text": "遗留问题"}]
        body += [_plain(line) for line in sheet.open_matters.splitlines() if line.strip()]
    if sheet.next_on is not None:
        body.append(_plain(f"下次会议定于{chinese_date(sheet.next_on)}召开。"))
    for presence, label in ((Presence.PRESENT, "出席"), (Presence.EXCUSED, "请假"), (Presence.OBSERVER, "列席")):
        if present := sheet.named(presence):
            body.append(_plain(f"{label}：{attended(present)}"))
    if recorder := sheet.head.get("recorder", "").strip():
        body.append(_plain(f"记录：{recorder}"))
    return {
        "format": "纪要",
        "mark": MARK,
        "issuer": bureau,
        "number": None,
        "title": "",
        "to": [],
        "body": body,
        "attachments": [],
        "sign": [],
        "date": written_on.isoformat(),
        "note": None,
        "cc": [],
        "printed_by": f"{bureau}办公室",
        "printed_on": written_on.isoformat(),
    }


def attended(lines: Sequence[AttendanceLine]) -> str:
    """县水务局于安禾、简若宁，县林业局岑知远: people by unit, in the order of the record."""
    by_unit: dict[str, list[str]] = {}
    for line in lines:
        by_unit.setdefault(line.unit.strip(), []).append(line.name.strip())
    return "，".join(f"{unit}{'、'.join(names)}" for unit, names in by_unit.items())


def _opening(sheet: MeetingSheet) -> str:
    day = chinese_date(sheet.held_on) if sheet.held_on else "{会议日期}"
    host = sheet.head.get("host", "").strip() or "{主持人}"
    place = sheet.head.get("place", "").strip()
    serial = sheet.head.get("serial", "").strip()
    what = f"{sheet.head['title'].strip()}（{serial}）" if serial else sheet.head["title"].strip()
    return f"{day}，{host}{f'在{place}' if place else ''}主持召开{what}。现将会议情况纪要如下。"


def _decisions(lines: Sequence[DecisionLine]) -> dict[str, Any]:
    rows = [
        [str(place), line.text.strip(), line.lead, line.cooperate, chinese_date(line.due_on) if line.due_on else ""]
        for place, line in enumerate(lines, start=1)
    ]
    return {"table": {"columns": list(COLUMNS), "rows": rows}}


def _plain(text: str) -> dict[str, Any]:
    return {"level": 0, "text": text}
