"""催办话术: the short text that a clerk pastes into a message or reads on the telephone, from words kept as rows.

The bureau's own words stand in 常用语 under the category `CATEGORY`, each beginning with the part that it replaces and
a colon (结尾：……); parts that are not there are those of the program.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.drafting import Phrase
from services.documents.fields import FIELD
from services.documents.reminder import Sender
from services.reporting.owed import Matter, only_plan
from services.words import chinese_date

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "data" / "chase_texts.csv"
CATEGORY = "催办"


@lru_cache(maxsize=1)
def shipped_parts() -> Mapping[str, str]:
    """The program's own words by part."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return {row["part"]: row["text"] for row in csv.DictReader(file)}


def text_parts(session: Session) -> Mapping[str, str]:
    """The words in force: the bureau's where it has some."""
    parts = dict(shipped_parts())
    own = select(Phrase.text).where(Phrase.category == CATEGORY, Phrase.deleted_at.is_(None)).order_by(Phrase.id)
    for phrase in session.scalars(own):
        part, colon, words = phrase.partition("：")
        if colon and part.strip() in parts:
            parts[part.strip()] = words.strip()
    return parts


def chase_words(parts: Mapping[str, str], sender: Sender, contact: str, matters: Sequence[Matter]) -> str:
    """One text about everything, what is late first. `contact` is how the person is addressed; empty for nobody."""
    if not matters:
        return ""
    ordered = sorted(matters, key=lambda each: (not each.late, each.due_on, each.entity_id))
    late = any(each.late or each.returned for each in ordered)
    common = {
        "称呼": f"{contact}，" if contact else "",
        "本单位": sender.bureau,
        "经办人": sender.contact,
        "电话": sender.phone,
    }
    plan = only_plan(ordered)
    common |= {"项数": str(len(ordered)), "依据": f"按照《{plan}》（下称计划），" if plan else ""}
    lines = [_said(parts["称呼"], common) + _said(parts["催办" if late else "临期"], common)]
    for number, matter in enumerate(ordered, start=1):
        values = {
            "序号": str(number),
            "事项": matter.named_in(plan),
            "时限": chinese_date(matter.due_on),
            "天数": str(abs(matter.days)),
        }
        lines.append(_said(parts[_part_of(matter)], values))
    lines[-1] = lines[-1].rstrip("；;") + "。"
    lines.append(_said(parts["结尾有电话" if sender.phone else "结尾"], common))
    return "\n".join(lines)


def _part_of(matter: Matter) -> str:
    if matter.returned and not matter.late:
        return "退回项"
    if matter.late:
        return "逾期项"
    return "临期项" if matter.days else "当天项"


def _said(template: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values.get(found[1], found[0]), template)
