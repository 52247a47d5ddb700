"""三色督办单: one sheet for one matter of one unit, its colour by rule or as the bureau decides, numbered at signing.

Blue near the limit or slow, yellow behind or poor, red overdue (documents note C5; the figures are settings).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.reporting import ChaseRecord, ChaseWay
from services.access import Right
from services.clock import Clock
from services.documents.kinds import KIND_LABELS
from services.documents.reminder import Sender
from services.documents.signing import Numbering, Paper, Signing
from services.errors import ConflictError
from services.query import Outcome
from services.reporting.chase import Call, chase_row, sender_of
from services.reporting.labels import COLOUR_LABELS, WAY_LABELS
from services.reporting.owed import KIND_WORDS, Matter, matters
from services.settings import Settings, value_of
from services.uow import Database
from services.words import chinese_date
from services.workdays import WorkCalendar

NOTHING = "所选事项已经办结或者没有到期，没有生成督办单。刷新后重新选择。"
MOST_CALLS = 6  # lines of the sheet for calls; the newest stay
DEMANDS = {
    "blue": "抓紧办理，在时限届满前报送办理结果。",
    "yellow": "说明进度滞后或者退回的原因，采取措施补上，按时报送办理结果。",
    "red": "立即办理，按要求时限书面报告办理结果和逾期原因。",
}
Progress = Callable[[int, int], None]


class Colour(StrEnum):
    """The three grades, mildest first."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class SlipRules:
    """The figures of the settings."""

    behind_percent: int
    calls: int
    reply_workdays: int


@dataclass(frozen=True, slots=True)
class SlipDraft:
    """A slip that can still be changed: colour, what is demanded and until when. `serial` is the how-manieth it is."""

    matter: Matter
    colour: Colour
    grounds: str
    demand: str
    due_on: date
    serial: int
    calls: tuple[str, ...] = ()


def colour_of(matter: Matter, rules: SlipRules, today: date) -> Colour:
    """The grade that the matter has earned today."""
    if matter.late:
        return Colour.RED
    if matter.returned or behind_by(matter, today) > rules.behind_percent:
        return Colour.YELLOW
    return Colour.BLUE


def behind_by(matter: Matter, today: date) -> int:
    """Points by which a task's percentage lies below the share of its time that has gone; 0 where nothing is known."""
    if matter.percent is None or matter.since is None or matter.due_on <= matter.since:
        return 0
    gone = min((today - matter.since).days, (matter.due_on - matter.since).days)
    return max(0, gone * 100 // (matter.due_on - matter.since).days - matter.percent)


def grounds_of(matter: Matter, rules: SlipRules, today: date) -> str:
    """Why the slip goes out, in the words of the sheet."""
    parts = [f"已超过时限{-matter.days}天"] if matter.late else []
    parts += ["报来的材料不合要求，已退回"] if matter.returned else []
    behind = behind_by(matter, today)
    if behind > rules.behind_percent and not matter.late:
        parts.append(f"完成{matter.percent}%，落后时间进度{behind}个百分点")
    if matter.calls >= rules.calls:
        parts.append(f"已催办{matter.calls}次没有结果")
    if not parts:
        parts.append("今天到期" if matter.days == 0 else f"临近时限，还有{matter.days}天")
    return "；".join(parts)


class Slips:
    """Drafts read only; `issue` numbers, keeps and registers all of them or none."""

    def __init__(self, database: Database, settings: Settings, signing: Signing, now: Clock) -> None:
        self._db, self._settings, self._signing, self._now = database, settings, signing, now

    def draft_slips(self, keys: Sequence[tuple[str, int, int]]) -> Sequence[SlipDraft]:
        """A slip for each matter (entity, row, unit), as the rules would have it; ConflictError where none is owed."""
        today = self._now().date()
        with self._db.read() as session:
            rules = _rules(session)
            units = {agency_id for _entity, _row, agency_id in keys}
            found = matters(session, today, value_of(session, "slip_blue_days"), units)
            chosen = [each for each in found if each.key in set(keys)]
            late_day = WorkCalendar.load(session).add_workdays(today, rules.reply_workdays)
            drafts = [self._draft(session, each, rules, late_day, today) for each in chosen]
        if not drafts:
            raise ConflictError(NOTHING)
        return drafts

    def recoloured(self, draft: SlipDraft, colour: Colour) -> SlipDraft:
        """The same in another grade; a demand that the clerk wrote stays."""
        own = draft.demand != DEMANDS[draft.colour]
        return replace(draft, colour=colour, demand=draft.demand if own else DEMANDS[colour])

    def preview(self, drafts: Sequence[SlipDraft], target: Path) -> Path:
        """All slips as one PDF, the numbers still open."""
        today = self._now().date()
        with self._db.read() as session:
            sender = sender_of(session)
        print_slips([_content(each, sender, "", today) for each in drafts], target)
        return target

    def issue(self, drafts: Sequence[SlipDraft], progress: Progress | None = None) -> tuple[Outcome, tuple[Path, ...]]:
        """Number and register them, and note each matter as chased by slip. Nothing is kept when any of it fails."""
        prefix = self._settings.get("slip_prefix") or self._settings.get("document_prefix")
        numbering = Numbering(prefix, KIND_LABELS["slip"])
        numbering.check()
        today, files = self._now().date(), []
        with self._db.write(f"签发督办单{len(drafts)}份", Right.APPROVE) as session:
            person, sender = self._db.actor().name, sender_of(session)
            for done, draft in enumerate(drafts, start=1):
                matter = draft.matter
                paper = Paper(
                    "slip",
                    _content(draft, sender, "", today),
                    matter.agency_id,
                    draft.due_on,
                    matter.entity,
                    matter.entity_id,
                    person,
                )
                document, file = self._signing.sign_form(session, paper, numbering, person, today, print_slip)
                call = Call(ChaseWay.SLIP.value, said=f"发出{document.number}：{draft.grounds}")
                row = chase_row(matter, ChaseWay.SLIP, today, call, colour=draft.colour.value, document_id=document.id)
                session.add(row)
                files.append(file)
                if progress:
                    progress(done, len(drafts))
        words = files[0].stem if len(files) == 1 else f"{len(files)}份，{files[0].stem}至{files[-1].stem}"
        return Outcome(f"已签发督办单{words}。", None, str(files[0])), tuple(files)

    def _draft(self, session: Session, matter: Matter, rules: SlipRules, late_day: date, today: date) -> SlipDraft:
        colour = colour_of(matter, rules, today)
        chases = _chases(session, matter)
        serial = 1 + sum(chase.way is ChaseWay.SLIP for chase in chases)
        day = late_day if matter.late or matter.returned else matter.due_on
        lines = tuple(_chase_line(chase) for chase in chases[-MOST_CALLS:])
        return SlipDraft(matter, colour, grounds_of(matter, rules, today), DEMANDS[colour], day, serial, lines)


def print_slip(content: Mapping[str, Any], target: Path) -> None:
    """One slip from what was stored of it."""
    print_slips([content], target)


def print_slips(contents: Sequence[Mapping[str, Any]], target: Path) -> None:
    """Several slips in one PDF, each with its own page count."""
    from services.printing.form import print_forms
    from services.printing.forms.supervision_slip import supervision_slip_form

    print_forms([supervision_slip_form(_form_values(content)) for content in contents], target)


def write_slip_docx(content: Mapping[str, Any], target: Path) -> None:
    """One slip as an editable file."""
    from services.printing.form_docx import write_form_docx
    from services.printing.forms.supervision_slip import supervision_slip_form

    write_form_docx(supervision_slip_form(_form_values(content)), target)


def _form_values(content: Mapping[str, Any]) -> dict[str, object]:
    return {**content["slip"], "number": content.get("number") or ""}


def _content(draft: SlipDraft, sender: Sender, number: str, today: date) -> dict[str, Any]:
    """What the register keeps: the sheet's own values under `slip`, the rest as in every paper."""
    matter = draft.matter
    values = {
        "organ": sender.bureau,
        "colour": draft.colour.value,
        "serial": str(draft.serial),
        "unit": matter.unit,
        "origin": f"{KIND_WORDS[matter.kind]}　{matter.source}".strip("　"),
        "matter": matter.title,
        "first_due_on": chinese_date(matter.due_on),
        "state": matter.state_words,
        "due_on": chinese_date(draft.due_on),
        "grounds": draft.grounds,
        "demand": draft.demand,
        "calls": list(draft.calls),
        "issued_on": chinese_date(today),
        "contact": sender.contact,
        "phone": sender.phone,
    }
    title = f"督办单（{COLOUR_LABELS[draft.colour]}）：{matter.title}"
    return {"slip": values, "title": title, "to": [matter.unit], "number": number, "issuer": sender.bureau}


def _rules(session: Session) -> SlipRules:
    return SlipRules(
        value_of(session, "slip_behind_percent"), value_of(session, "slip_calls"), value_of(session, "reply_workdays")
    )


def _chases(session: Session, matter: Matter) -> Sequence[ChaseRecord]:
    chase = ChaseRecord
    same = (chase.entity == matter.entity, chase.entity_id == matter.entity_id, chase.agency_id == matter.agency_id)
    return session.scalars(
        select(chase).where(*same, chase.deleted_at.is_(None)).order_by(chase.chased_on, chase.id)
    ).all()


def _chase_line(chase: ChaseRecord) -> str:
    parts = [f"{chinese_date(chase.chased_on)}{WAY_LABELS[chase.way.value]}催办"]
    parts += [chase.contact] if chase.contact else []
    parts += [f"答复：{chase.answer}"] if chase.answer else []
    parts += [f"承诺{chinese_date(chase.promised_on)}前办结"] if chase.promised_on else []
    return "，".join(parts)
