"""A draft on paper: preview, check with corrections, PDF and .docx, several papers in one file. Slow: for jobs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.document import IssuedDocument
from services.documents.draft_text import DraftText
from services.documents.drafting import Drafting
from services.documents.places import OUTDATED, replaced
from services.documents.signing import Paper, lay_out
from services.errors import ConflictError, ServiceError, UnreadableError
from services.files import free_name
from services.pdfium import PDFIUM
from services.printing.checking.finding import Finding
from services.printing.joining import join_pdfs
from services.problems import Level
from services.uow import Database

LEVEL = ".level"
SET_AT_SIGNING = ("number", "date", "printed_on")


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the check. `place` is one of the exchange form, `raw` the words around the fault where it is a part
    of a text, `offer` the words that would stand there instead."""

    level: Level
    message: str
    place: str
    clause: str = ""
    raw: str = ""
    offer: str = ""
    finding: Finding | None = None

    @property
    def wrong(self) -> bool:
        """Against a rule that binds; otherwise a hint."""
        return self.level is Level.ERROR


@dataclass(frozen=True, slots=True)
class Preview:
    """How a draft would look if it were signed today. `refused` says why there are no pages."""

    number: str
    sizes: tuple[tuple[float, float], ...] = ()
    remarks: tuple[Remark, ...] = ()
    refused: str = ""


class Papers:
    """Everything that makes files of drafts."""

    def __init__(self, database: Database, drafting: Drafting) -> None:
        self._db, self._drafting = database, drafting

    def preview(self, text: DraftText, target: Path, *, seal_hint: bool = False) -> Preview:
        """The PDF at `target` with the number that comes next, its page sizes in points, and what the check says."""
        from services.printing.checking.check import findings
        from services.printing.official_model import OfficialDocument

        content = self._drafting.for_preview(text)
        try:
            document = OfficialDocument.from_json(content)
        except UnreadableError as error:
            return Preview(content["number"], refused=str(error))
        remarks = tuple(_remark(found) for found in findings(document))
        try:
            missing = lay_out(content, target, seal_hint=seal_hint)
        except ServiceError as error:
            return Preview(content["number"], (), remarks, str(error))
        absent = (Remark(problem.level, problem.message, problem.where) for problem in missing)
        return Preview(content["number"], page_sizes(target), (*absent, *remarks))

    def corrected(self, text: DraftText, finding: Finding) -> DraftText:
        """The draft with the correction that the check offers and nothing else changed.

        Raises ConflictError where there is none, or the text was edited since the check.
        """
        fix = finding.fix
        if fix is None:
            raise ConflictError(OUTDATED)
        place = finding.place or fix.where
        if finding.place and fix.where.endswith(LEVEL):
            place += LEVEL
        return replace(text, content=replaced(text.content, place, (fix.start, fix.end), fix.old, fix.new))

    def save_pdf(self, text: DraftText, target: Path, *, preprinted: bool = False) -> Path:
        """The draft as it would be signed today, as PDF; with `preprinted` without its red head.

        UnreadableError where it cannot be laid out.
        """
        lay_out(self._drafting.for_preview(text), target, preprinted=preprinted)
        return target

    def save_docx(self, text: DraftText, target: Path, document_id: int | None = None) -> Path:
        """The same as .docx; with `document_id` as it was signed. UnreadableError where it cannot be laid out."""
        from services.documents.profiles import options_for
        from services.printing.docx import render_docx
        from services.printing.official_model import OfficialDocument

        content = self._drafting.for_preview(text) if document_id is None else self._signed(document_id)
        render_docx(OfficialDocument.from_json(content), target, options_for(content))
        return target

    def copy(self, text: DraftText, words: str) -> int:
        """What was typed as a draft of its own, where the stored one can no longer take it; its id."""
        paper = Paper(text.kind, text.content, text.agency_id, text.reply_due_on, None, None)
        draft_id = self._drafting.take(paper, words)
        self._drafting.save(draft_id, self._drafting.open(draft_id).row_version, text)
        return draft_id

    def combined(self, files: Sequence[Path], target: Path) -> Path:
        """Several papers in one file, each beginning on a sheet of its own, for looking through and printing."""
        join_pdfs(files, target)
        return target

    def save_each(self, files: Sequence[Path], folder: Path) -> str:
        """Several papers as files of their own, beside what is there already; the sentence for the toast."""
        for file in files:
            target = free_name(folder / file.name)
            shutil.copyfile(file, target)
        return f"已存{len(files)}个文件到“{folder.name}”。"

    def _signed(self, document_id: int) -> dict[str, Any]:
        with self._db.read() as session:
            content: Mapping[str, Any] = session.get_one(IssuedDocument, document_id).content
        return dict(content)


def page_sizes(file: Path) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points."""
    import pypdfium2

    library: Any = pypdfium2
    with PDFIUM:
        document = library.PdfDocument(str(file))
        try:
            return tuple((float(width), float(height)) for width, height in (page.get_size() for page in document))
        finally:
            document.close()


def _remark(found: Finding) -> Remark:
    problem = found.problem()
    fix = found.fix if found.fix and found.fix.where not in SET_AT_SIGNING else None
    offered = found if fix else None
    raw = (found.raw or "") if (found.start, found.end) != (0, len(found.raw or "")) else ""
    return Remark(problem.level, found.message, problem.where, found.clause, raw, fix.new if fix else "", offered)
