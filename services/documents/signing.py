"""What happens at signing: number, PDF and register row in one transaction, so that no number is without its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from models.document import DocumentState, IssuedDocument
from services.attachments import Attachments
from services.documents.kinds import recipient_words
from services.documents.registers import allocate, prefix_fault
from services.errors import ValidationError
from services.problems import Problem

MISSING_CHARACTER = "OD99"
Draw = Callable[[Mapping[str, Any], Path], None]
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """A document about to be signed: its content in the exchange form and where it belongs."""

    kind: str
    content: Mapping[str, Any]
    agency_id: int | None
    reply_due_on: date | None
    origin_entity: str | None
    origin_id: int | None
    handler: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """Under which 机关代字 a paper is numbered; `name` opens the class when the year is new."""

    prefix: str
    name: str

    def check(self) -> None:
        """ValidationError where the 代字 is missing or no 代字."""
        if not self.prefix:
            raise ValidationError({"document_prefix": "还没有设置发文机关代字。先在系统设置里填写，如“示司监函”。"})
        if wrong := prefix_fault(self.prefix):
            raise ValidationError({"document_prefix": wrong})


class Signing:
    """Numbers, lays out, keeps and registers papers. `scratch` gives the folder in which a PDF may lie open."""

    def __init__(self, attachments: Attachments, scratch: Callable[[], Path]) -> None:
        self._attachments, self._scratch = attachments, scratch

    def sign(
        self, session: Session, paper: Paper, numbering: Numbering, approver: str, today: date, *, boxes: bool = False
    ) -> tuple[IssuedDocument, Path]:
        """The register row with its number, and the PDF.

        `boxes` is the signer's consent to a visible box for characters that no face has; without it ValidationError.
        """
        numbering.check()
        number = allocate(session, numbering.prefix, today.year, numbering.name)
        from services.documents.profiles import with_profile  # brings the print faces

        content = dated({**paper.content, "number": printed_number(paper.content, number)}, today)
        content = with_profile(session, content)
        target = self._scratch() / f"{number}.pdf"
        render(content, target, boxes=boxes)
        return self._register(session, paper, content, number, approver, today, target), target

    def sign_form(
        self, session: Session, paper: Paper, numbering: Numbering, approver: str, today: date, draw: Draw
    ) -> tuple[IssuedDocument, Path]:
        """As `sign` for a paper that is a form and no document of GB/T 9704: `draw` makes its PDF from its content."""
        numbering.check()
        number = allocate(session, numbering.prefix, today.year, numbering.name)
        content = {**paper.content, "number": number}
        target = self._scratch() / f"{number}.pdf"
        draw(content, target)
        return self._register(session, paper, content, number, approver, today, target), target

    def _register(
        self,
        session: Session,
        paper: Paper,
        content: Mapping[str, Any],
        number: str,
        approver: str,
        today: date,
        target: Path,
    ) -> IssuedDocument:
        document = IssuedDocument(
            number=number,
            kind=paper.kind,
            title=_title(content),
            recipients=recipient_words(content) or "无",
            agency_id=paper.agency_id,
            issued_on=today,
            reply_due_on=paper.reply_due_on,
            origin_entity=paper.origin_entity,
            origin_id=paper.origin_id,
            handler=paper.handler or None,
            approver=approver,
            content=dict(content),
            state=DocumentState.ISSUED,
        )
        session.add(document)
        session.flush()
        document.pdf_sha256 = self._attachments.add_in(session, IssuedDocument.__tablename__, document.id, target)
        session.flush()
        return document


def printed_number(content: Mapping[str, Any], number: str) -> str:
    """What the page shows of a register's number: minutes are counted by 期, orders by 号 (GB/T 9704, 10.2)."""
    serial = number.rpartition("〕")[2].removesuffix("号")
    match content.get("format"):
        case "纪要":
            return f"第{serial}期"
        case "命令":
            return f"第{serial}号"
    return number


def dated(content: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The day of signing as 成文日期, and as 印发日期 where an office prints."""
    printed = {"printed_on": day.isoformat()} if content.get("printed_by") else {}
    return {**content, "date": day.isoformat(), **printed}


def _title(content: Mapping[str, Any]) -> str:
    """An order has no title: its mark names it."""
    return " ".join(str(content.get("title") or content.get("mark") or "").split())[:LONGEST_TITLE]


def render(content: Mapping[str, Any], target: Path, *, boxes: bool = False, preprinted: bool = False) -> None:
    """The PDF of a paper that goes out; ValidationError where a character would be missing from it.

    With `preprinted` only the black, for paper that carries the red head.
    """
    missing = [problem for problem in lay_out(content, target, boxes=boxes, preprinted=preprinted) if not boxes]
    if missing:
        target.unlink(missing_ok=True)
        raise ValidationError({"text": "\n".join(problem.message for problem in missing)})


def lay_out(
    content: Mapping[str, Any], target: Path, *, boxes: bool = False, preprinted: bool = False, seal_hint: bool = False
) -> list[Problem]:
    """The PDF of a draft or a paper, and the characters that no face has. UnreadableError where it cannot be set."""
    from services.documents.profiles import options_for
    from services.printing.official import OfficialDocument, render_official  # reportlab: only when somebody prints

    options = options_for(content, boxes=boxes, preprinted=preprinted, seal_hint=seal_hint)
    problems = render_official(OfficialDocument.from_json(dict(content)), target, options)
    return [problem for problem in problems if problem.code == MISSING_CHARACTER]
