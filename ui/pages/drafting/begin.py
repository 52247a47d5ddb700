"""拟稿: choose a template, and where a record asked for it the unit; the new draft opens in the editor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from services.access import RIGHT_LABELS, Right
from services.documents.draft_text import Origin
from services.documents.kinds import KIND_LABELS
from services.documents.templates import TemplateChoice
from services.errors import ServiceError
from ui.context import UiContext
from ui.kit.controls import button, text
from ui.kit.dialog import Dialog
from ui.kit.layout import row
from ui.kit.table import Column, Table
from ui.kit.theme import u

PAGE = "drafting"
SHIPPED = "自带"
COLUMNS = (Column("名称", 12), Column("文种", 6), Column("说明", 18, stretch=True), Column("版次", 5))
Units = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Start:
    """What a draft is begun for: a record, and the units it could go to."""

    origin: Origin | None = None
    units: Units = ()


class TemplateDialog(Dialog):
    """`chosen` comes with the name of the template and the unit (None: no unit)."""

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None, templates: Sequence[TemplateChoice], start: Start) -> None:
        super().__init__(parent, "拟稿：选一个模板", 180)
        self._templates = templates
        rows = [
            [each.name, KIND_LABELS.get(each.kind, ""), each.note, f"第{each.version}版" if each.version else SHIPPED]
            for each in templates
        ]
        self.table = Table(COLUMNS, rows, "文书模板")
        self.table.setMinimumHeight(u(80))
        self.table.doubleClicked.connect(lambda _index: self._choose())
        self.unit = QComboBox()
        self.unit.setAccessibleName("发给单位")
        self.unit.addItem("先不定", None)
        for unit_id, name in start.units:
            self.unit.addItem(name, unit_id)
        if len(start.units) == 1:
            self.unit.setCurrentIndex(1)
        words = f"由“{start.origin.words}”生成，能填的内容会自动填上。" if start.origin else "能填的内容会自动填上。"
        cancel, begin = button("取消", key="Esc"), button("用它拟稿", "edit", "main")
        cancel.clicked.connect(self.reject)
        begin.clicked.connect(self._choose)
        unit = [row(text("发给单位", "field"), (self.unit, 1), gap=2)] if start.units else []
        self.fill([text(words, "hint", wrap=True), (self.table, 1), *unit], [], [cancel, begin])
        if rows:
            self.table.selectRow(0)
        self.table.setFocus()
        self.finished.connect(self.deleteLater)

    def choose(self, name: str) -> None:
        """Put the selection on the template `name`."""
        place = next((n for n, each in enumerate(self._templates) if each.name == name), 0)
        self.table.selectRow(place)

    def _choose(self) -> None:
        place = self.table.currentIndex().row()
        if 0 <= place < len(self._templates):
            self.chosen.emit(self._templates[place].name, self.unit.currentData())
            self.accept()


def choose_template(
    context: UiContext, parent: QWidget, origin: Origin | None = None, units: Callable[[], Units] | None = None
) -> None:
    """Ask for the template, begin the draft, go to the editor. `units` is read in a job."""
    drafting = context.desk.drafting

    def read() -> tuple[Sequence[TemplateChoice], Start]:
        return drafting.templates(), Start(origin, units() if units else ())

    def ask(found: tuple[Sequence[TemplateChoice], Start]) -> None:
        templates, start = found
        dialog = TemplateDialog(parent, templates, start)
        dialog.chosen.connect(lambda name, unit: begin(context, parent, name, with_unit(origin, unit)))
        dialog.open()

    context.jobs.read(parent, read, ask)


def begin(
    context: UiContext,
    parent: QWidget,
    template: str,
    origin: Origin | None = None,
    failed: Callable[[ServiceError], None] | None = None,
) -> None:
    """Start a draft from the template and open it."""
    drafting = context.desk.drafting
    context.jobs.write(
        parent, lambda _job: drafting.start(template, origin), lambda draft_id: context.go(PAGE, draft_id), failed
    )


def with_unit(origin: Origin | None, unit: int | None) -> Origin | None:
    """The origin with the unit that was chosen."""
    return replace(origin, agency_id=unit) if origin is not None and unit is not None else origin


def why_not_write(context: UiContext) -> str:
    """Empty where this account may write drafts; otherwise the sentence for the tool tip."""
    if context.desk.actor.may(Right.EDIT):
        return ""
    return f"当前账户没有“{RIGHT_LABELS[Right.EDIT]}”的权限。需要时由管理员调整账户。"
