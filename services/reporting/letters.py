"""催报函 for many units in one go: each gets one letter about everything that it owes, each letter its own number."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from models.reporting import ChaseWay
from services.access import Right
from services.clock import Clock
from services.documents.kinds import KIND_LABELS
from services.documents.reminder import Sender
from services.documents.signing import Numbering, Paper, Signing, lay_out
from services.errors import ConflictError
from services.printing.joining import join_pdfs
from services.query import Outcome
from services.reporting.chase import Call, chase_row, sender_of
from services.reporting.owed import Matter, OwedKind, by_pinyin, by_unit, matters, only_plan
from services.settings import Settings, value_of
from services.uow import Database
from services.words import chinese_date
from services.workdays import WorkCalendar

NOBODY = "所选单位没有到期和快到期的事项，没有生成催报函。"
TITLES = {OwedKind.TASK: "计划任务完成情况", OwedKind.REPORT: "有关材料", OwedKind.REPLY: "文书办理情况"}
MIXED = "有关工作办理情况"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter that can still be looked at, changed or left out."""

    agency_id: int
    unit: str
    matters: tuple[Matter, ...]
    paper: Paper


class Letters:
    """Drafts read only; `issue` numbers, keeps and registers all of them or none."""

    def __init__(self, database: Database, settings: Settings, signing: Signing, now: Clock) -> None:
        self._db, self._settings, self._signing, self._now = database, settings, signing, now

    def draft_letters(
        self, agency_ids: Collection[int], keys: Collection[tuple[str, int, int]] | None = None
    ) -> Sequence[LetterDraft]:
        """One letter per unit about all that it owes (or about the matters of `keys`); units that owe nothing get none.

        ConflictError where none of them owes anything.
        """
        today = self._now().date()
        with self._db.read() as session:
            found = matters(session, today, value_of(session, "slip_blue_days"), agency_ids)
            owing = by_unit([each for each in found if keys is None or each.key in keys])
            reply = WorkCalendar.load(session).add_workdays(today, value_of(session, "reply_workdays"))
            sender, places = sender_of(session), by_pinyin(session, list(owing))
        if not owing:
            raise ConflictError(NOBODY)
        handler = self._db.actor().name
        return [
            LetterDraft(agency_id, owed[0].unit, tuple(owed), _paper(sender, owed, reply, today, handler))
            for agency_id, owed in sorted(owing.items(), key=lambda each: places[each[0]])
        ]

    def preview(self, drafts: Sequence[LetterDraft], folder: Path) -> Path:
        """All of them in one PDF, without numbers, each beginning on a sheet of its own."""
        from services.documents.profiles import with_profile  # brings the print faces

        files = []
        with self._db.read() as session:
            contents = [with_profile(session, draft.paper.content) for draft in drafts]
        for number, content in enumerate(contents, start=1):
            files.append(folder / f"催报函草稿{number}.pdf")
            lay_out(content, files[-1])
        target = folder / "催报函草稿.pdf"
        join_pdfs(files, target)
        for file in files:
            file.unlink()
        return target

    def issue(
        self, drafts: Sequence[LetterDraft], progress: Progress | None = None
    ) -> tuple[Outcome, tuple[Path, ...]]:
        """Number and register them, and note each matter as chased by letter. Nothing is kept when any of it fails."""
        numbering = Numbering(self._settings.get("document_prefix"), KIND_LABELS["reminder"])
        numbering.check()
        today, files = self._now().date(), []
        with self._db.write(f"签发催报函{len(drafts)}份", Right.APPROVE) as session:
            person = self._db.actor().name
            for done, draft in enumerate(drafts, start=1):
                document, file = self._signing.sign(session, draft.paper, numbering, person, today)
                call = Call(ChaseWay.LETTER.value, said=f"发出{document.number}", promised_on=None)
                session.add_all(
                    chase_row(matter, ChaseWay.LETTER, today, call, document_id=document.id) for matter in draft.matters
                )
                files.append(file)
                if progress:
                    progress(done, len(drafts))
        words = files[0].stem if len(files) == 1 else f"{len(files)}份，{files[0].stem}至{files[-1].stem}"
        return Outcome(f"已签发{words}。", None, str(files[0])), tuple(files)


def letter(sender: Sender, owed: Sequence[Matter], reply_due_on: date, written_on: date) -> dict[str, Any]:
    """The document in the exchange form of the command line; its number comes at signing."""
    kinds = {each.kind for each in owed}
    about = TITLES[kinds.pop()] if len(kinds) == 1 else MIXED
    late = [each for each in owed if each.late or each.returned]
    near = [each for each in owed if each not in late]
    note = f"联系人：{sender.contact}，联系电话：{sender.phone}" if sender.contact and sender.phone else None
    plan = only_plan(owed)
    by_plan = f"按照《{plan}》（以下称计划）的安排，" if plan else ""
    body = [{"level": 0, "text": by_plan + _opening(late, near, written_on)}]
    for heading, part in (("逾期事项", late), ("临近时限事项", near)):
        if part:
            body.append({"level": 1, "text": heading})
            level = 2 if len(part) > 1 else 0
            body += [{"level": level, "text": _item(each, plan)} for each in part]
    body += [
        {"level": 1, "text": "办理要求"},
        {
            "level": 0,
            "text": f"请你单位于{chinese_date(reply_due_on)}前将逾期事项的办理情况书面报我局，临近时限的按期报送；"
            "确有困难的，一并说明原因、已采取的措施和预计完成时间。逾期仍未报送的，将予以督办和通报。",
        }
        if late
        else {"level": 0, "text": "请你单位抓紧办理，按期报送；确有困难的，在时限届满前书面说明原因和预计完成时间。"},
        {"level": 0, "text": "特此函告。"},
    ]
    return {
        "format": "信函",
        "mark": sender.bureau,
        "issuer": sender.bureau,
        "number": None,
        "title": f"{sender.bureau}关于催报{about}的函",
        "to": [owed[0].unit],
        "body": body,
        "attachments": [],
        "sign": [{"name": sender.bureau, "seal": True}],
        "date": written_on.isoformat(),
        "note": note,
        "cc": [],
        "printed_by": None,
        "printed_on": None,
    }


def _paper(sender: Sender, owed: Sequence[Matter], reply: date, today: date, handler: str) -> Paper:
    only = owed[0] if len(owed) == 1 else None
    due = reply if any(each.late or each.returned for each in owed) else max(each.due_on for each in owed)
    content = letter(sender, owed, reply, today)
    entity, row_id = (only.entity, only.entity_id) if only else (None, None)
    return Paper("reminder", content, owed[0].agency_id, due, entity, row_id, handler)


def _opening(late: Sequence[Matter], near: Sequence[Matter], written_on: date) -> str:
    parts = [f"{len(late)}项工作已超过时限或者需要重报"] if late else []
    parts += [f"{len(near)}项工作临近时限"] if near else []
    owing = "，".join(parts)
    asked = f"经核对台账，截至{chinese_date(written_on)}，你单位有{owing}，尚未收到办理结果。"
    return f"{asked}现将有关事项函告如下："


def _item(matter: Matter, plan: str) -> str:
    late = f"，已逾期{-matter.days}天" if matter.late else ""
    back = "，已退回重报" if matter.returned else ""
    called = f"，已催办{matter.chases}次" if matter.chases else ""
    return f"{matter.named_in(plan)}，时限为{chinese_date(matter.due_on)}{late}{back}{called}。"
