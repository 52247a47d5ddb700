"""报送与催办 as one bundle: what the desk hands to pages and to the window."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.document import IssuedDocument
from services.access import Right
from services.clock import Clock
from services.documents.drafting import Drafting
from services.documents.signing import Signing
from services.errors import ValidationError
from services.files import free_name, safe_name
from services.reporting.chase import Chasing
from services.reporting.letters import LetterDraft, Letters
from services.reporting.notices import Notices
from services.reporting.overview import Overview, overview_of
from services.reporting.raising import duties_in_force, is_behind, raise_reports
from services.reporting.slips import Slips, write_slip_docx
from services.reporting.standing import Standing, standings
from services.settings import Settings, value_of
from services.uow import Database


class ReportingOffice:
    """Reads and writes open their own sessions; letters and slips are slow, so they belong into jobs."""

    def __init__(
        self, database: Database, settings: Settings, drafting: Drafting, signing: Signing, now: Clock
    ) -> None:
        self._db, self._now = database, now
        self._settings, self._drafting, self._signing = settings, drafting, signing

    @cached_property
    def chasing(self) -> Chasing:
        """Who owes what, the text, the record."""
        return Chasing(self._db, self._settings, self._now)

    @cached_property
    def letters(self) -> Letters:
        """催报函."""
        return Letters(self._db, self._settings, self._signing, self._now)

    @cached_property
    def slips(self) -> Slips:
        """三色督办单."""
        return Slips(self._db, self._settings, self._signing, self._now)

    @cached_property
    def notices(self) -> Notices:
        """通报."""
        return Notices(self._db, self._drafting, self._now)

    def chase_text(self, agency_id: int) -> str:
        """The short text for a unit's contact person, about everything that it owes; empty where that is nothing."""
        return self.chasing.chase_text(agency_id)

    def draft_letters(self, agency_ids: Collection[int]) -> Sequence[LetterDraft]:
        """One letter per unit about all that it owes; ConflictError where none of them owes anything."""
        return self.letters.draft_letters(agency_ids)

    def overview(self) -> Sequence[Overview]:
        """已报未报 of every duty in use and every period: what lags, what comes next, what is over."""
        with self._db.read() as session:
            return overview_of(session, self._now().date())

    def standings(self, duty_id: int, period: str) -> Sequence[Standing]:
        """Every unit of one period, what is late first."""
        with self._db.read() as session:
            soon = value_of(session, "due_soon_days")
            return standings(session, duty_id, period, self._now().date(), soon)

    def save_docx(self, document_ids: Sequence[int], folder: Path) -> Sequence[Path]:
        """Signed papers as editable files named by number and unit, beside what is there already; slips are forms.

        ValidationError where all of them were entered by hand, so that nothing is known of their text.
        """
        with self._db.read() as session:
            found = session.scalars(
                select(IssuedDocument).where(IssuedDocument.id.in_(document_ids)).order_by(IssuedDocument.id)
            ).all()
            papers = [(f"{each.number}　{each.recipients}", each.content) for each in found if each.content]
        if not papers:
            raise ValidationError({"number": "所选文书都是补登的，没有在本机生成文件。"})
        return [_write_docx(content, free_name(folder / f"{safe_name(name)}.docx")) for name, content in papers]

    def catch_up(self) -> int:
        """Make the reports of periods that began meanwhile; how many. Nothing is written where nothing is missing.

        For the start of the program and the change of day; who may not write leaves it to the next who may.
        """
        today = self._now().date()
        if not self._db.actor().may(Right.EDIT):
            return 0
        with self._db.read() as session:
            if not is_behind(session, today):
                return 0
        with self._db.write("生成本期应报") as session:
            return sum(raise_reports(session, duty, today).made for duty in duties_in_force(session))


def _write_docx(content: Mapping[str, Any], target: Path) -> Path:
    if "slip" in content:
        write_slip_docx(content, target)
        return target
    from services.documents.profiles import options_for  # brings the print faces
    from services.printing.docx import render_docx
    from services.printing.official_model import OfficialDocument

    render_docx(OfficialDocument.from_json(dict(content)), target, options_for(content))
    return target
