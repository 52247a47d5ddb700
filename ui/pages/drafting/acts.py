"""What is done with a draft as a whole: sent on, approved, signed for one or many, kept as template, made a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from services.documents.draft_life import STEPS
from services.documents.drafts import NEEDED_WORDS, WORDS
from services.errors import ServiceError, ValidationError
from services.files import safe_name
from services.query import Outcome
from services.spec import FieldSpec, Kind
from ui.kit.dialog import Dialog
from ui.kit.form_dialog import FormDialog, FormKit
from ui.pages.drafting.foot import Act
from ui.pages.drafting.units_dialog import FilesDialog, UnitsDialog
from ui.pages.tools import show_official

if TYPE_CHECKING:
    from ui.pages.drafting.page import DraftingPage

TEMPLATE_FIELDS = (
    FieldSpec("name", "模板名称", required=True, max_length=80, help="和已有的同名，就存为它的下一版。"),
    FieldSpec("note", "说明", max_length=200),
)
BEFORE_SIGNING = "签发后占用文号{number}，生成版式文件，登记到发文登记，稿子定稿，不能再改。"
BOXES = "同意印成空心方框"
MISSING_CHARACTERS = "有的字所有字体都没有"


class DraftActs(QObject):
    """Belongs to the page; everything that stores waits until the text is kept."""

    def __init__(self, page: DraftingPage) -> None:
        super().__init__(page)
        self._page, self._context = page, page.context
        self._by_name: dict[str, Callable[[], None]] = {
            "submit": lambda: page.keeper.when_kept(partial(self._step, "submit", {})),
            "withdraw": partial(self._ask_step, "withdraw"),
            "approve": partial(self._ask_step, "approve"),
            "give_back": partial(self._ask_step, "give_back"),
            "sign": lambda: page.keeper.when_kept(self._ask_sign),
            "sign_each": lambda: page.keeper.when_kept(self._ask_units),
            "template": lambda: page.keeper.when_kept(self._ask_template),
            "register": lambda: self._context.go("documents", page.opened.document_id),
        }

    def do(self, act: Act) -> None:
        """The act that was chosen in the foot."""
        self._by_name[act.name]()

    # --- approval ------------------------------------------------------------------------
    def _ask_step(self, name: str) -> None:
        step = STEPS[name]
        spec = NEEDED_WORDS if step.words_needed else WORDS
        self._form(step.label, (spec,), step.label, step.icon, lambda words, form: self._step(name, words, form))

    def _step(self, name: str, values: dict[str, Any], form: FormDialog | None = None) -> None:
        draft_id, version = self._page.keeper.draft_id, self._page.keeper.row_version
        drafting, words = self._context.desk.drafting, values.get("words") or ""
        self._store(lambda: drafting.step(name, draft_id, version, words), form)

    def remark(self) -> None:
        """批注 on the paragraph with the keyboard, or on the whole."""
        place, label = self._page.editing.paragraph()
        places = ({place: label} if place else {}) | {"whole": "整份稿子"}
        where = FieldSpec("place", "针对", Kind.CHOICE, required=True, choices=places)
        drafting, draft_id = self._context.desk.drafting, self._page.opened.id

        def store(values: dict[str, Any], form: FormDialog) -> None:
            at = "" if values["place"] == "whole" else values["place"]
            self._store(lambda: drafting.remark(draft_id, values.get("words") or "", at), form)

        self._form("批注", (where, NEEDED_WORDS), "加批注", "note", store, {"place": place or "whole"})

    def _ask_template(self) -> None:
        drafting, view = self._context.desk.drafting, self._page.opened
        name = re.sub(r"第\d+版$", "", view.template)

        def store(values: dict[str, Any], form: FormDialog) -> None:
            self._store(lambda: drafting.save_template(view.id, values["name"], values.get("note") or ""), form)

        self._form("存为模板", TEMPLATE_FIELDS, "存为模板", "view-save", store, {"name": name})

    def _form(
        self,
        title: str,
        fields: Sequence[FieldSpec],
        label: str,
        icon: str,
        store: Callable[[dict[str, Any], FormDialog], None],
        values: dict[str, Any] | None = None,
    ) -> None:
        form = FormDialog(title, fields, {}, self._page, FormKit(save_label=label, save_icon=icon))
        form.fill(values or {})
        form.save_requested.connect(lambda found: store(found, form))
        form.finished.connect(form.deleteLater)
        form.open()

    def _store(self, work: Callable[[], Outcome], form: FormDialog | None = None) -> None:
        def done(outcome: Outcome) -> None:
            if form is not None:
                form.saved()
            self._context.tell(outcome)
            self._page.read_again()

        refused = form.refused if form is not None else self._page.refused
        self._context.jobs.write(form or self._page, lambda _job: work(), done, refused)

    # --- signing -------------------------------------------------------------------------
    def _ask_sign(self) -> None:
        number = self._page.next_number()
        words = BEFORE_SIGNING.format(number=f"“{number}”" if number else "")
        self._context.notify.question("签发这份文书", words, "签发", partial(self._sign, boxes=False))

    def _sign(self, *, boxes: bool) -> None:
        draft_id, version = self._page.keeper.draft_id, self._page.keeper.row_version
        drafting = self._context.desk.drafting
        self._page.foot.block("正在签发")
        self._context.jobs.write(
            self._page,
            lambda _job: drafting.sign(draft_id, version, boxes=boxes),
            self._signed,
            partial(self._not_signed, partial(self._sign, boxes=True)),
            title="正在签发",
        )

    def _signed(self, outcome: Outcome) -> None:
        self._page.foot.block("")
        self._context.tell(outcome)
        self._page.read_again()
        if outcome.file:
            self.look(Path(outcome.file))

    def _not_signed(self, again: Callable[[], None], error: ServiceError) -> None:
        self._page.foot.block("")
        if isinstance(error, ValidationError) and "text" in error.problems:
            self._context.notify.question(MISSING_CHARACTERS, str(error), BOXES, again)
        else:
            self._page.refused(error)

    def _ask_units(self) -> None:
        self._context.jobs.read(self._page, self._context.desk.drafting.units, self._choose_units)

    def _choose_units(self, units: Sequence[tuple[int, str]]) -> None:
        dialog = UnitsDialog(self._page, units)
        dialog.chosen.connect(partial(self._sign_each, boxes=False))
        dialog.open()

    def _sign_each(self, ids: Sequence[int], *, boxes: bool) -> None:
        draft_id, version = self._page.keeper.draft_id, self._page.keeper.row_version
        drafting = self._context.desk.drafting
        self._page.foot.block("正在签发")
        self._context.jobs.write(
            self._page,
            lambda _job: drafting.sign_each(draft_id, version, ids, boxes=boxes),
            self._signed_each,
            partial(self._not_signed, partial(self._sign_each, ids, boxes=True)),
            title=f"正在签发{len(ids)}份",
        )

    def _signed_each(self, found: tuple[Outcome, tuple[Path, ...]]) -> None:
        outcome, files = found
        self._page.foot.block("")
        self._page.read_again()
        if len(files) == 1:
            self._context.tell(outcome)
            self.look(files[0])
            return
        dialog = FilesDialog(self._page, outcome.message)
        dialog.look_wanted.connect(partial(self._combine, files))
        dialog.keep_wanted.connect(partial(self._ask_folder, files))
        dialog.open()

    def _combine(self, files: Sequence[Path]) -> None:
        desk = self._context.desk
        target = desk.scratch() / "合订.pdf"
        self._context.jobs.long_read(
            self._page, lambda _job: desk.papers.combined(files, target), self.look, title="正在合订"
        )

    def _ask_folder(self, files: Sequence[Path]) -> None:
        dialog = QFileDialog(self._page, "存到哪个文件夹")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        papers = self._context.desk.papers
        dialog.fileSelected.connect(
            lambda name: self._context.jobs.long_read(
                self._page,
                lambda _job: papers.save_each(files, Path(name)),
                self._context.notify.toast,
                title="正在存文件",
            )
        )
        _open(dialog)

    # --- files ---------------------------------------------------------------------------
    def look(self, file: Path) -> None:
        """A PDF in the program's own preview, from where it is printed."""
        show_official(self._context, self._page, file)

    def print(self) -> None:
        """The pages as they would be signed today; of a signed draft the signed ones."""
        target = self._context.desk.scratch() / f"{self._file_name()}.pdf"
        self._context.jobs.long_read(self._page, lambda _job: self.pdf(target), self.look, title="正在排版")

    def ask_pdf(self) -> None:
        """存为版式文件."""
        self._ask_target("存为版式文件", "版式文件 (*.pdf)", ".pdf", self.save_pdf)

    def ask_docx(self) -> None:
        """存为文字文档."""
        self._ask_target("存为文字文档", "文字文档 (*.docx)", ".docx", self.save_docx)

    def save_pdf(self, target: Path) -> None:
        """The PDF to `target`."""
        self._make("版式文件", target, self.pdf)

    def save_docx(self, target: Path) -> None:
        """The editable file to `target`."""
        papers, written, signed = self._context.desk.papers, self._page.form.text(), self._page.opened.document_id
        self._make("文字文档", target, lambda file: papers.save_docx(written, file, signed))

    def pdf(self, target: Path) -> Path:
        """Runs in a job: what is written now as PDF, or the signed file."""
        return self._page.pdf_work()(target)

    def _make(self, what: str, target: Path, work: Callable[[Path], Path]) -> None:
        def made(file: Path) -> None:
            self._context.notify.toast(f"已存为{what}“{file.name}”。")

        self._context.jobs.long_read(self._page, lambda _job: work(target), made, title=f"正在存为{what}")

    def _ask_target(self, title: str, kinds: str, suffix: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._page, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kinds)
        dialog.setDefaultSuffix(suffix.lstrip("."))
        dialog.selectFile(f"{self._file_name()}{suffix}")
        dialog.fileSelected.connect(lambda name: self._page.keeper.when_kept(partial(then, Path(name))))
        _open(dialog)

    def _file_name(self) -> str:
        return safe_name(self._page.form.title.toPlainText().strip() or "公文稿")


def _open(dialog: Dialog | QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
