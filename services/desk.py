"""The bureau's desk: every service on one open data file, built once and handed to the window or a command."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.orm import Session

from models.base import Record
from services import history
from services.access import Actor, Right
from services.accounts import Accounts
from services.all_ledgers import IMPORTABLE, LEDGERS
from services.attachments import Attachments
from services.backup import backup
from services.benches.desk import Benches
from services.clock import Clock, local_now
from services.documents.drafting import Drafting
from services.documents.issue import DocumentOffice
from services.documents.papers import Papers
from services.documents.signing import Signing
from services.due.listing import DueList
from services.due.reminders import Reminders
from services.evaluation.office import EvaluationOffice
from services.exchange.collection import Collections
from services.exchange.folder_import import FolderImport
from services.exchange.layouts import LayoutOffice
from services.folder import DataFolder
from services.imports.office import ImportOffice
from services.indicators import Indicators
from services.integrity import check
from services.ledger_rules import refuse_unfit
from services.meetings.office import MeetingOffice
from services.opening import OpenedDesk, new_recovery_code, open_desk
from services.photo_check.office import PhotoOffice
from services.plans.ledger import TaskLedger
from services.plans.manual import TaskEditor
from services.plans.plan_ledger import PlanLedger
from services.plans.store import PlanStore
from services.query import LedgerService, Outcome
from services.reporting.office import ReportingOffice
from services.reviews.office import ScoringOffice
from services.sample.county import SampleCounty, load_holidays
from services.sealed import SealedStore
from services.search import Hit, search_everywhere
from services.settings import Settings
from services.shipped import TAKEN, take_shipped_rows
from services.uow import Database

if TYPE_CHECKING:
    from services.documents.form_papers import FormPapers
    from services.documents.profiles import LayoutProfiles
    from services.register_papers.office import RegisterPapers


class Desk:
    """All services of one signed-in account."""

    def __init__(self, opened: OpenedDesk, now: Clock = local_now) -> None:
        self._opened, self.now = opened, now
        self._scratch: TemporaryDirectory[str] | None = None
        self._clear_scratch()
        self.folder: DataFolder = opened.folder
        self.database: Database = opened.database
        self.ledgers: Mapping[str, LedgerService] = {
            made.spec.name: made for made in (ledger(self.database, now) for ledger in LEDGERS)
        }

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        return self.database.actor()

    @cached_property
    def settings(self) -> Settings:
        """What changes results."""
        return Settings(self.database)

    @cached_property
    def plans(self) -> PlanStore:
        """Plans into tasks."""
        return PlanStore(self.database, self.settings, self.now)

    @cached_property
    def task_editor(self) -> TaskEditor:
        """Tasks written by hand."""
        return TaskEditor(self.database, self.settings, self.now)

    @cached_property
    def documents(self) -> DocumentOffice:
        """Papers from ledgers, and what was signed."""
        return DocumentOffice(self.database, self.settings, self.attachments, self.signing, self.scratch, self.now)

    @cached_property
    def signing(self) -> Signing:
        """Number, PDF and register row in one act."""
        return Signing(self.attachments, self.scratch)

    @cached_property
    def drafting(self) -> Drafting:
        """Drafts, templates, approval."""
        return Drafting(self.database, self.settings, self.signing, self.now)

    @cached_property
    def layout_profiles(self) -> LayoutProfiles:
        """What organs set otherwise than the standard."""
        from services.documents.profiles import LayoutProfiles  # brings the print faces

        return LayoutProfiles(self.database)

    @cached_property
    def form_papers(self) -> FormPapers:
        """Forms filled from the registers."""
        from services.documents.form_papers import FormPapers  # only when somebody prints one

        return FormPapers(self.database, self.settings, self.scratch)

    @cached_property
    def register_papers(self) -> RegisterPapers:
        """Forms about officers, certificates, units and training, filled from the registers."""
        from services.register_papers.office import RegisterPapers  # only when somebody prints one

        return RegisterPapers(self)

    @cached_property
    def papers(self) -> Papers:
        """Drafts on paper: preview, check, files."""
        return Papers(self.database, self.drafting)

    def scratch(self) -> Path:
        """A folder of this sitting outside the data folder, for files that are being looked at; gone on close."""
        if self._scratch is None:
            self._scratch = TemporaryDirectory(prefix=self._scratch_prefix(), ignore_cleanup_errors=True)
        return Path(self._scratch.name)

    def _clear_scratch(self) -> None:
        """Letters that lay open when the program was cut off; the folder's lock says that nobody looks at them now."""
        for left in Path(gettempdir()).glob(f"{self._scratch_prefix()}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _scratch_prefix(self) -> str:
        place = str(self._opened.folder.root.resolve())
        return f"desk-{sha256(place.encode()).hexdigest()[:12]}-"

    @cached_property
    def sealed(self) -> SealedStore:
        """Drafts and remembered pages of this account."""
        return SealedStore(self.folder.drafts, self._opened.key, self._opened.user)

    @cached_property
    def scoring(self) -> ScoringOffice:
        """Standards and sheets."""
        return ScoringOffice(self.database, self.now)

    @cached_property
    def due(self) -> DueList:
        """What is due or late."""
        return DueList(self.database, self.now)

    @cached_property
    def reminders(self) -> Reminders:
        """What calls today."""
        return Reminders(self.database, self.now)

    @cached_property
    def benches(self) -> Benches:
        """Lists worked out from the register."""
        return Benches(self.database, self.now)

    def listed(self, name: str) -> LedgerService:
        """A ledger, or a list that is worked out from ledgers; KeyError where there is neither."""
        return self.ledgers[name] if name in self.ledgers else self.benches.by_name(name)

    @cached_property
    def indicators(self) -> Indicators:
        """The register's shares on a day."""
        return Indicators(self.database, self.now)

    @cached_property
    def evaluation(self) -> EvaluationOffice:
        """Evaluations of plans, periodic reports, what was frozen."""
        return EvaluationOffice(self.database, self.settings, self.drafting, self.now)

    @cached_property
    def meetings(self) -> MeetingOffice:
        """Meetings of the consultation mechanism, their minutes and decisions."""
        return MeetingOffice(self.database, self.settings, self.drafting, self.task_editor, self.now)

    @cached_property
    def sample(self) -> SampleCounty:
        """示例县."""
        return SampleCounty(self.database, self.now)

    @cached_property
    def attachments(self) -> Attachments:
        """Files of records."""
        return Attachments(self.database, self.folder, self._opened.key)

    @cached_property
    def photos(self) -> PhotoOffice:
        """Photos that agencies sent, checked and stored."""
        return PhotoOffice(self.database, self.attachments)

    @cached_property
    def imports(self) -> ImportOffice:
        """Agencies' files into ledgers."""
        return ImportOffice(self.database, {name: self.ledgers[name] for name in IMPORTABLE}, self.now)

    @cached_property
    def folder_imports(self) -> FolderImport:
        """A whole folder of agencies' files in one go."""
        return FolderImport(self.imports, self.database, self.settings, self.now)

    @cached_property
    def collections(self) -> Collections:
        """Sheets sent out to units, and what came back."""
        return Collections(self.database, self.settings, self.imports, self.drafting, self.now)

    @cached_property
    def reporting(self) -> ReportingOffice:
        """What units owe, and chasing them for it."""
        return ReportingOffice(self.database, self.settings, self.drafting, self.signing, self.now)

    @cached_property
    def export_layouts(self) -> LayoutOffice:
        """Ledgers in the workbooks of superior platforms."""
        return LayoutOffice(self.database, self.ledgers, self.attachments, self.scratch, self.now)

    @property
    def task_ledger(self) -> TaskLedger:
        """The task ledger in its own type."""
        return cast(TaskLedger, self.ledgers["tasks"])

    @property
    def plan_ledger(self) -> PlanLedger:
        """The plans in their own type."""
        return cast(PlanLedger, self.ledgers["plans"])

    def search_everywhere(self, text: str) -> Sequence[Hit]:
        """Ctrl+K."""
        return search_everywhere(self.ledgers, text)

    def history_of(self, entity: str, row_id: int) -> Sequence[history.HistoryEntry]:
        """Who changed the record, when and how."""
        return history.record_history(self.database, entity, row_id)

    def undo(self, group: int) -> Outcome:
        """Take one act back; what comes back has to fit its ledger as it is now."""
        return history.undo(self.database, group, self._refuse_unfit)

    def _refuse_unfit(self, session: Session, record: Record) -> None:
        for ledger in LEDGERS:
            if ledger.record is type(record):
                refuse_unfit(session, ledger.spec, ledger.references, record)

    @property
    def bureau(self) -> str:
        """The bureau's name, as exports and prints carry it."""
        return str(self.settings.get("bureau_name"))

    # --- care ---------------------------------------------------------------------------------
    def prepare(self, *, sample: bool) -> None:
        """What every new data file starts with: holidays, rules, codes and standards; 示例县 when asked for."""
        with self.database.write("存入节假日", Right.SETTINGS) as session:
            load_holidays(session)
        with self.database.write(TAKEN, Right.SETTINGS) as session:
            take_shipped_rows(session, self.now().date())
        self.scoring.take_shipped()
        if sample:
            self.sample.load()

    def backup_to(self, target: Path | None) -> str:
        """Write and verify a backup; the sentence for the toast."""
        info = backup(self.folder, self._opened.key, target, self.now())
        return f"备份完成，存放在“{info.path.name}”。"

    def check(self) -> dict[str, Any]:
        """Integrity, history chain, attachments, row counts."""
        return check(self.database, self.folder, self._opened.key)

    def new_recovery_code(self) -> str:
        """A recovery code in place of the old one, which from now on opens older backups only; shown once."""
        return new_recovery_code(self._opened)

    @property
    def accounts(self) -> Accounts:
        """The accounts as the signed-in person may handle them."""
        return self._opened.accounts()

    def close(self) -> None:
        """Close the file and give the folder free."""
        if self._scratch is not None:
            self._scratch.cleanup()
        self._opened.close()


def open_for(folder: Path, user: str, password: str, now: Clock = local_now) -> Desk:
    """Sign in and build the desk; the errors are those of `services.opening.open_desk`."""
    return Desk(open_desk(DataFolder(folder), user, password, now), now)
