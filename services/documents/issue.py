"""催报函 from a ledger row, signed at once or taken to the drafting desk; and the PDF of what was signed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from models.agency import AgencyGroup, EnforcementAgency
from models.document import IssuedDocument
from models.plan import Plan, PlanTask, PlanTaskUnit
from services.access import Right
from services.attachments import Attachments
from services.clock import Clock
from services.documents.reminder import LateTask, Sender, reminder
from services.documents.signing import Numbering, Paper, Signing, lay_out, render
from services.errors import ValidationError
from services.files import safe_name
from services.printing.joining import join_pdfs
from services.query import LedgerRow, Outcome
from services.settings import Settings
from services.unit_match import UnitMatcher
from services.units.groups import units_of_group
from services.uow import Database
from services.workdays import WorkCalendar

REGISTER_NAME = "监督函"


class DocumentOffice:
    """Papers from ledgers. `scratch` gives the folder in which a PDF may lie open while it is looked at."""

    def __init__(
        self,
        database: Database,
        settings: Settings,
        attachments: Attachments,
        signing: Signing,
        scratch: Callable[[], Path],
        now: Clock,
    ) -> None:
        self._db, self._settings, self._now = database, settings, now
        self._attachments, self._signing, self._scratch = attachments, signing, scratch

    def late_units(self, task: LedgerRow) -> list[tuple[int, str]]:
        """The registered units of a task, which a reminder can go to; the bureau does not remind itself.

        A group stands for its units, those named one by one come first.
        """
        named = PlanTaskUnit.task_id == task.id, PlanTaskUnit.deleted_at.is_(None)
        units = (
            select(EnforcementAgency.id, EnforcementAgency.name)
            .join(PlanTaskUnit, PlanTaskUnit.agency_id == EnforcementAgency.id)
            .where(*named)
            .distinct()
        )
        groups = select(AgencyGroup).join(PlanTaskUnit, PlanTaskUnit.group_id == AgencyGroup.id).where(*named)
        with self._db.read() as session:
            own = UnitMatcher(session, self._settings.get("county_name")).find(self._settings.get("bureau_name"))
            mine = own.agency_id if own else None
            found = {row.id: row.name for row in session.execute(units)}
            for group in session.scalars(groups.distinct()).all():
                found |= {unit.id: unit.name for unit in units_of_group(session, group) if unit.id not in found}
        return [(row_id, name) for row_id, name in found.items() if row_id != mine]

    def draft_reminder(self, task: LedgerRow, agency_id: int) -> Paper:
        """A reminder about one late task to one unit; it asks for an answer within the working days of the settings."""
        today = self._now().date()
        with self._db.read() as session:
            agency = session.get_one(EnforcementAgency, agency_id)
            found = session.get_one(PlanTask, task.id)
            plan = session.scalars(select(Plan.title).where(Plan.id == found.plan_id)).one()
            calendar = WorkCalendar.load(session)
        reply = calendar.add_workdays(today, self._settings.get("reply_workdays"))
        late = LateTask(plan, found.no, found.summary, found.due_on)
        content = reminder(self._sender(), agency.name, [late], reply, today)
        return Paper("reminder", content, agency_id, reply, PlanTask.__tablename__, task.id, self._db.actor().name)

    def preview(self, paper: Paper, target: Path) -> Path:
        """The paper as a PDF without a number."""
        from services.documents.profiles import with_profile  # brings the print faces

        with self._db.read() as session:
            content = with_profile(session, paper.content)
        lay_out(content, target)
        return target

    def overprint(self, row: LedgerRow) -> Path:
        """A signed paper without its red head, for paper that carries it; made anew from what was signed.

        ValidationError for a form, which has no red head.
        """
        with self._db.read() as session:
            content = session.get_one(IssuedDocument, row.id).content
        if "slip" in content:
            raise ValidationError({"number": "督办单没有红色版头，不用套打。直接打印原件。"})
        target = self._scratch() / f"{safe_name(row.values['number'])}　套打.pdf"
        render(content, target, boxes=True, preprinted=True)
        return target

    def issue(self, paper: Paper) -> Outcome:
        """Number, lay out, keep and register the paper. Nothing is kept when any of it fails."""
        numbering = Numbering(self._settings.get("document_prefix"), REGISTER_NAME)
        numbering.check()
        with self._db.write("签发文书", Right.APPROVE) as session:
            person = self._db.actor().name
            document, file = self._signing.sign(session, paper, numbering, person, self._now().date())
            number = document.number
        return Outcome(f"已签发{number}。", None, str(file))

    def pdfs_of(self, row_ids: Sequence[int], folder: Path) -> tuple[Path, ...]:
        """The signed PDFs of several rows, one file each, named by number and unit; those entered by hand have none."""
        with self._db.read() as session:
            names = {
                row.id: safe_name(f"{row.number}　{row.recipients}")
                for row in session.scalars(select(IssuedDocument).where(IssuedDocument.id.in_(row_ids)))
            }
        found = []
        for row_id in row_ids:
            kept = [f for f in self._attachments.of(IssuedDocument.__tablename__, row_id) if f.name.endswith(".pdf")]
            found += [self._attachments.copy_out(f.id, folder / f"{names[row_id]}.pdf") for f in kept[:1]]
        if not found:
            raise ValidationError({"number": "所选文书都是补登的，没有在本机生成文件。"})
        return tuple(found)

    def joined(self, row_ids: Sequence[int], folder: Path) -> Path:
        """The signed PDFs of several rows as one, in the order of the rows."""
        target = folder / "文书合印.pdf"
        with TemporaryDirectory(dir=folder) as apart:
            join_pdfs(self.pdfs_of(row_ids, Path(apart)), target)
        return target

    def pdf_of(self, row: LedgerRow) -> Path:
        """The PDF of an issued document as it was signed; ValidationError where it was only entered by hand."""
        files = [f for f in self._attachments.of(IssuedDocument.__tablename__, row.id) if f.name.endswith(".pdf")]
        if not files:
            raise ValidationError({"number": "这份文书是补登的，没有在本机生成文件。"})
        return self._attachments.copy_out(files[0].id, self._scratch() / files[0].name)

    def _sender(self) -> Sender:
        return Sender(
            self._settings.get("bureau_name"), self._settings.get("contact_name"), self._settings.get("contact_phone")
        )
