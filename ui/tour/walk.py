"""The main job in the clerk's order, in the real window: every step leaves its picture and its paper."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from services.documents.draft_text import Origin
from services.exports.office import export_ledger, print_ledger
from services.exports.template_xlsx import template_sheet
from services.query import Condition, LedgerQuery, LedgerRow, Operator
from services.reviews.sheet import FilledSheet, Finding, ItemMarks
from services.reviews.standard import Item, RuleKind, Standard
from ui.kit.form_dialog import FormDialog
from ui.kit.import_page import ImportPage
from ui.kit.ledger_page import LedgerPage
from ui.kit.print_preview import PrintPreview
from ui.pages.drafting import DraftingPage
from ui.pages.letter_dialog import LetterDialog
from ui.pages.plan_check.page import PlanCheckPage
from ui.pages.plan_life.task_page import TaskPage
from ui.pages.registry import page_entries
from ui.pages.scoring.page import ScoringPage
from ui.tour import files
from ui.tour.stage import Stage

LATE = Condition("due_state", Operator.EQUALS, "late")


class Walk:
    """Folders of `out`: 截图, 文书, 表格."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._papers, self._sheets = out / "文书", out / "表格"
        self._made: list[Path] = []

    def run(self) -> dict[str, Any]:
        """Walk and answer what was left behind; `problems` is empty when every step did what it should."""
        for folder in (self._out / "截图", self._papers, self._sheets):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        with TemporaryDirectory(prefix="desk-tour-") as place:
            stage = Stage(Path(place) / "数据", self._out / "截图")
            try:
                for step in (
                    self._plan,
                    self._roster,
                    self._problem,
                    self._score,
                    self._letter,
                    self._draft,
                    self._old,
                    self._pages,
                ):
                    step(stage)
            finally:
                stage.close()
        made = [str(file.relative_to(self._out)) for file in self._made]
        missing = [name for name in made if not (self._out / name).is_file()]
        return {
            "screenshots": [f"截图/{name}" for name in stage.taken],
            "documents": [name for name in made if name.endswith((".pdf", ".docx"))],
            "workbooks": [name for name in made if name.endswith(".xlsx")],
            "problems": stage.problems + [f"没有生成：{name}" for name in missing],
        }

    # 1–2: a plan becomes tasks
    def _plan(self, stage: Stage) -> None:
        page = cast(PlanCheckPage, stage.go("plan_check"))
        page.open_file(files.plan(self._sheets, stage.desk.now().date()))
        stage.wait(lambda: page.sheet is not None)
        stage.picture("计划核对")
        page.accept()
        stage.wait()
        self._expect(stage, stage.desk.plan_ledger.search(LedgerQuery()).total == 3, "计划没有存入")
        stage.go("tasks")
        stage.picture("任务台账")

    # 3: a roster with faults
    def _roster(self, stage: Stage) -> None:
        before = stage.desk.ledgers["officers"].search(LedgerQuery()).total
        page = cast(ImportPage, stage.go("import"))
        page.choose("officers", files.UNIT)
        page.add_files([files.roster(self._sheets, stage.desk.now().date())])
        stage.wait(lambda: page.file is not None and page.file.reading is not None)
        stage.picture("导入名册")
        page.accept_file()
        stage.wait()
        if page.file is None:
            raise KeyError("roster")
        # not the page's own button: that one opens the file in the computer's spreadsheet program
        stage.desk.imports.write_rejects(page.file.reading, self._paper("退回县水务局.xlsx", self._sheets))
        stage.picture("导入完成")
        after = stage.desk.ledgers["officers"].search(LedgerQuery()).total
        self._expect(stage, after == before + len(files.NEW_PEOPLE), "名册没有按预期存入")
        stage.go("officers")
        stage.picture("执法人员与证件")

    # 4: a problem from finding to closing
    def _problem(self, stage: Stage) -> None:
        page = cast(LedgerPage, stage.go("problems"))
        page.new_row()
        form = stage.dialog(FormDialog)
        stage.picture("登记问题", form)
        today = stage.desk.now().date()
        unit = stage.desk.ledgers["units"].search(LedgerQuery(text=files.UNIT)).rows[0].id
        form.fill({"agency_id": unit, "title": "取水检查笔录未写明检查依据", "kind": "irregular", "found_on": today})
        form.submit()
        ledger = stage.desk.ledgers["problems"]
        stage.wait(lambda: ledger.search(LedgerQuery(text="取水检查笔录")).total == 1)

        def now() -> LedgerRow:
            return ledger.search(LedgerQuery(text="取水检查笔录")).rows[0]

        ledger.perform("assign", now(), {"measure": "补正笔录并组织学习", "person": "曲向晨", "due_on": today})
        ledger.perform("report", now(), {"result": "已补正"})
        proof = self._paper("整改佐证.pdf", self._papers)
        print_ledger(ledger, LedgerQuery(ids=(now().id,)), proof, bureau=stage.desk.bureau, today=today)
        stage.desk.attachments.add(ledger.entity, now().id, proof)
        page.open_row(now().id)
        stage.wait()
        stage.picture("问题待销号")
        ledger.perform("close", now(), {"reviewer": "容知秋", "closed_on": today})
        self._expect(stage, now().values["state"] == "closed", "问题没有销号")
        stage.wait()
        stage.picture("问题台账")
        bureau = stage.desk.bureau
        print_ledger(ledger, LedgerQuery(), self._paper("问题台账.pdf", self._papers), bureau=bureau, today=today)
        target = self._paper("问题台账.xlsx", self._sheets)
        export_ledger(ledger, LedgerQuery(), target, bureau=bureau, today=today, masked=True)
        template_sheet(stage.desk.imports.spec("officers"), self._paper("名册空表.xlsx", self._sheets))

    # 5: one case file scored
    def _score(self, stage: Stage) -> None:
        page = cast(ScoringPage, stage.go("scoring"))
        case = stage.desk.ledgers["cases"].search(LedgerQuery(sort="decision_no")).rows[0]
        standard = stage.desk.scoring.standards_for(case.values["case_type"])[0][0]
        sheet_id = stage.desk.scoring.start(case.id, standard)
        sheet = stage.desk.scoring.open(sheet_id)
        marks = sample_marks(sheet.standard)
        version = stage.desk.scoring.save(sheet_id, sheet.row_version, marks)
        page.open_row(sheet_id)
        stage.wait()
        stage.picture("评查打分")
        page.close_sheet()
        stage.wait()
        stage.desk.scoring.submit(sheet_id, version, marks)
        stage.desk.scoring.print(sheet_id, self._paper("评分表.pdf", self._papers))
        stage.go("sheets")
        stage.picture("评分结果")

    # 6: a letter to a unit that is late
    def _letter(self, stage: Stage) -> None:
        page = cast(TaskPage, stage.go("tasks"))
        row = next(
            r for r in page.service.search(LedgerQuery(conditions=(LATE,))).rows if stage.desk.documents.late_units(r)
        )
        page.show_letter(row)
        letter = stage.dialog(LetterDialog)
        stage.wait(letter.sign.isEnabled)
        stage.picture("催报函", letter)
        letter.sign.click()
        preview = stage.dialog(PrintPreview)
        stage.picture("打印预览", preview)
        preview.close()
        document = stage.desk.ledgers["documents"].search(LedgerQuery()).rows[0]
        shutil.copy(stage.desk.documents.pdf_of(document), self._paper("催报函.pdf", self._papers))
        stage.go("documents")
        stage.picture("发文登记")

    # 7: a paper is written, checked and saved as a file
    def _draft(self, stage: Stage) -> None:
        row = stage.desk.ledgers["tasks"].search(LedgerQuery(conditions=(LATE,))).rows[0]
        origin = Origin(stage.desk.ledgers["tasks"].entity, row.id, row.values["summary"], row.values.get("agency_id"))
        page = cast(DraftingPage, stage.go("drafting", stage.desk.drafting.start("督办函", origin)))
        stage.wait(lambda: page.bench.preview.file is not None and not page.bench.preview.waiting)
        stage.picture("拟稿编辑")
        page.acts.save_docx(self._paper("督办函.docx", self._papers))
        stage.wait()

    # 8: the bureau's own old ledger
    def _old(self, stage: Stage) -> None:
        file = files.old_ledger(self._sheets, stage.desk.now().date())
        reading = stage.desk.imports.read("problems", file)
        stage.desk.imports.accept("problems", reading)
        self._expect(stage, reading.counts["new"] == 2 and not reading.rejected, "旧台账没有全部接入")

    def _pages(self, stage: Stage) -> None:
        """Every page of the navigation, as it stands after the walk."""
        for entry in page_entries():
            stage.go(entry.key)
            stage.picture(f"页面-{entry.title}")
        (self._out / "说明.json").write_text(
            json.dumps(
                {"单位": stage.desk.bureau, "页面": [e.title for e in page_entries()]}, ensure_ascii=False, indent=1
            ),
            encoding="utf-8",
        )

    def _paper(self, name: str, folder: Path) -> Path:
        target = folder / name
        self._made.append(target)
        return target

    @staticmethod
    def _expect(stage: Stage, holds: bool, sentence: str) -> None:
        if not holds:
            stage.problems.append(sentence)


def sample_marks(standard: Standard) -> FilledSheet:
    """A plain fault, one that counts by places, and an item that this case does not need."""
    items = [item for section in standard.sections for item in section.items]
    fixed = next(i for i in items if any(r.kind is RuleKind.FIXED for r in i.rules))
    counted = next(i for i in items if i is not fixed and any(r.kind is RuleKind.PER_UNIT for r in i.rules))
    left_out = next(i for i in items if i.na and i not in (fixed, counted))
    return FilledSheet(
        items=(
            ItemMarks(fixed.id, findings=(_finding(fixed, RuleKind.FIXED, None),)),
            ItemMarks(counted.id, findings=(_finding(counted, RuleKind.PER_UNIT, Decimal(2)),)),
            ItemMarks(left_out.id, not_applicable=True, reason="本案不涉及"),
        )
    )


def _finding(item: Item, kind: RuleKind, count: Decimal | None) -> Finding:
    rule = next(r for r in item.rules if r.kind is kind)
    return Finding(rule.id, count=count, page="12", note="见卷内材料")
