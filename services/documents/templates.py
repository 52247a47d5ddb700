"""文书模板: those that ship with the program, and the bureau's own in versions; the newest in use is offered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session

from models.drafting import DocumentTemplate
from services.documents.kinds import KIND_LABELS
from services.errors import NotFoundError, ValidationError
from services.ledger import BasicLedger
from services.query import Action, Detail, LedgerRow, Outcome
from services.spec import FieldSpec, Kind, LedgerSpec

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "templates"
SHIPPED_VERSION = 0
LONGEST_NAME = 80
USE_LABELS = {"used": "使用中", "retired": "已停用"}
USE_CHIPS = {"used": "run", "retired": "void"}


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template as it is offered; `version` 0 is the one that ships with the program."""

    name: str
    kind: str
    version: int
    note: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template to write from: `content` is the exchange form with {字段}."""

    name: str
    kind: str
    version: int
    content: Mapping[str, Any]
    prefix: str = ""
    reply_workdays: int | None = None
    note: str = ""


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Template]:
    """The templates of the program by name, in the order of their files."""
    found = {}
    for file in sorted(FOLDER.glob("*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        found[raw["name"]] = Template(
            raw["name"],
            raw["kind"],
            SHIPPED_VERSION,
            raw["content"],
            prefix=raw.get("prefix", ""),
            reply_workdays=raw.get("reply_workdays"),
            note=raw.get("note", ""),
        )
    return found


def choices(session: Session) -> list[TemplateChoice]:
    """The bureau's templates in their newest version in use, then the shipped ones that none of them replaces."""
    own = {row.name: TemplateChoice(row.name, row.kind, row.version, row.note or "") for row in _newest(session)}
    replaced = set(session.scalars(select(DocumentTemplate.name).where(DocumentTemplate.deleted_at.is_(None))))
    rest = [TemplateChoice(t.name, t.kind, t.version, t.note) for t in shipped().values() if t.name not in replaced]
    return [*own.values(), *rest]


def find_template(session: Session, name: str) -> Template:
    """The bureau's newest version in use, else the shipped template; NotFoundError where there is neither."""
    row = next((row for row in _newest(session) if row.name == name), None)
    if row is not None:
        return Template(row.name, row.kind, row.version, row.content, row.prefix or "", row.reply_workdays)
    if name not in shipped():
        raise NotFoundError(f"没有叫“{name}”的模板，可能已经停用。换一个模板再拟稿。")
    return shipped()[name]


def store_template(
    session: Session, name: str, kind: str, prefix: str | None, content: Mapping[str, Any], note: str = ""
) -> int:
    """A new version of the template `name`; the version. What belongs to one paper (number, dates) is left out."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ValidationError({"name": f"模板名称要填写，最多{LONGEST_NAME}字。"})
    last = session.scalar(select(func.max(DocumentTemplate.version)).where(DocumentTemplate.name == name)) or 0
    before = session.scalar(
        select(DocumentTemplate).where(DocumentTemplate.name == name, DocumentTemplate.version == last)
    )
    reply = before.reply_workdays if before else (shipped()[name].reply_workdays if name in shipped() else None)
    kept = {key: value for key, value in content.items() if key not in ("number", "date", "printed_on", "copy_no")}
    session.add(
        DocumentTemplate(
            name=name,
            version=last + 1,
            kind=kind,
            prefix=prefix,
            reply_workdays=reply,
            content=kept,
            note=note[:200] or None,
        )
    )
    session.flush()
    return last + 1


class TemplateLedger(BasicLedger[DocumentTemplate]):
    """The bureau's own templates, every version of them. A version is never edited: a changed one is the next."""

    record = DocumentTemplate
    spec = LedgerSpec(
        name="document_templates",
        title="文书模板",
        item="模板",
        purpose="本单位改过的模板，每改一次是新的一版；没有改过的用程序自带的。",
        unit_word="版",
        default_sort="name",
        then_by="version",
        title_field="name",
        state_field="use",
        addable=False,
        empty_hint="拟稿时点“存为模板”，改过的格式和内容就留在这里。",
        fields=(
            FieldSpec("name", "名称", max_length=LONGEST_NAME, in_form=False, width_chars=16),
            FieldSpec("version", "版次", Kind.INTEGER, plain=True, in_form=False, width_chars=4),
            FieldSpec("kind", "文种", Kind.CHOICE, choices=KIND_LABELS, in_form=False, in_filter=True, width_chars=6),
            FieldSpec("prefix", "机关代字", max_length=30, width_chars=8),
            FieldSpec(
                "reply_workdays", "回复工作日", Kind.INTEGER, width_chars=5, help="从成文日期起算；不要求回复的不填。"
            ),
            FieldSpec("use", "状态", Kind.CHOICE, choices=USE_LABELS, states=USE_CHIPS, computed=True, width_chars=5),
            FieldSpec("note", "说明", max_length=200, width_chars=16),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Whether drafts can be begun from the version."""
        return {"use": case((DocumentTemplate.retired, literal("retired")), else_=literal("used"))}

    def actions(self, row: LedgerRow) -> Sequence[Action]:
        """Write from it; put it out of use or back."""
        retired = row.values["use"] == "retired"
        use = Action("use", "用它拟稿", "edit", main=True, why_not="这一版已经停用。" if retired else "")
        return (use, Action("revive", "恢复使用", "restore") if retired else Action("retire", "停用", "st-void"))

    def perform(self, action: str, row: LedgerRow, values: Mapping[str, Any]) -> Outcome:
        """Retire or revive one version; the version before it is offered then."""
        words = {"retire": "停用", "revive": "恢复使用"}[action]
        with self._db.write(f"{words}模板：{row.values['name']}"[:100]) as session:
            item = self.permitted(session, action, row, values)
            item.retired = action == "retire"
            session.flush()
            group = session.info.get("group")
        return Outcome(f"已{words}“{row.values['name']}”第{row.values['version']}版。", group)

    def details(self, row: LedgerRow) -> Sequence[Detail]:
        """The text of this version."""
        with self._db.read() as session:
            content = session.get_one(DocumentTemplate, row.id).content
        lines = [("标题", str(content.get("title") or ""))]
        lines += [("", str(part["text"])) for part in content.get("body", ()) if "text" in part]
        return (Detail("内容", tuple(lines)),)


def _newest(session: Session) -> Sequence[DocumentTemplate]:
    live = (DocumentTemplate.deleted_at.is_(None), DocumentTemplate.retired.is_(False))
    order = (DocumentTemplate.name.collate("PINYIN"), DocumentTemplate.version)
    rows = session.scalars(select(DocumentTemplate).where(*live).order_by(*order))
    return list({row.name: row for row in rows}.values())
