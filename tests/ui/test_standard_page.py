"""评查标准: a county's own standard comes in by its file, or every fault of it is said."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from services.query import LedgerQuery
from services.reviews.standard_files import SHIPPED
from tests.ui.looks import faults
from ui.kit.dialog import Dialog
from ui.pages.ledgers import StandardPage


@pytest.fixture
def context(sample_context):
    return sample_context


@pytest.fixture
def page(qtbot, context, jobs):
    made = StandardPage(context)
    qtbot.addWidget(made)
    context.bridge.changed.connect(made.on_changes)
    made.resize(1166, 694)
    made.show()
    qtbot.waitUntil(lambda: made.model.total > 0 and not jobs.busy)
    return made


@pytest.fixture
def own(tmp_path):
    """Writes a local standard; `change` spoils it."""

    def write(change=lambda _node: None):
        node = json.loads((SHIPPED / "penalty_simple_proposed.json").read_text(encoding="utf-8"))
        node.update(name="本县当场处罚评分表", family="本县当场处罚", status="official", issuer="云栖县司法局")
        change(node)
        file = tmp_path / "本县标准.json"
        file.write_text(json.dumps(node, ensure_ascii=False), encoding="utf-8")
        return file

    return write


def names(desk):
    return [row.values["name"] for row in desk.ledgers["standards"].search(LedgerQuery(limit=50)).rows]


def test_a_local_standard_is_taken_in_once_and_can_be_taken_back(qtbot, page, context, jobs, own):
    said = []
    context.notify.toasted.connect(said.append)
    before = page.model.total
    page.acts["import"].trigger()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit(str(own()))
    dialog.close()
    qtbot.waitUntil(lambda: page.model.total == before + 1 and not jobs.busy)
    assert said == ["已存入标准：本县当场处罚评分表。"]
    assert "本县当场处罚评分表" in names(context.desk)
    page.take(own())
    qtbot.waitUntil(lambda: len(said) == 2 and not jobs.busy)
    assert said[1] == "同样内容的标准已经在册，没有重复存入。"
    assert page.model.total == before + 1


def test_every_fault_of_a_standard_is_listed_and_nothing_is_stored(qtbot, page, context, jobs, own):
    def spoil(node):
        node["bands"][-1]["from"] = 5
        node["sections"][0]["items"][0]["max"] = 14

    before = names(context.desk)
    page.take(own(spoil))
    qtbot.waitUntil(lambda: page.findChild(Dialog) is not None and not jobs.busy)
    dialog = page.findChild(Dialog)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(w.startswith("“本县标准”有") and "没有存入任何内容" in w for w in words)
    assert any("等次应当从0分起" in w for w in words)
    assert any("“适用与身份”下各项合计24分，与本部分25分不一致" in w for w in words)
    assert faults(dialog, (dialog.width(), dialog.height())) == []
    dialog.findChild(QPushButton).click()
    assert names(context.desk) == before


def test_a_workbook_is_refused_with_a_sentence(qtbot, page, context, jobs, tmp_path):
    said = []
    context.notify.toasted.connect(said.append)
    page.take(tmp_path / "标准.xlsx")
    qtbot.waitUntil(lambda: bool(said) and not jobs.busy)
    assert said[0].endswith("评查标准用JSON文件交换，请换成JSON文件再导入。")


def test_a_reader_cannot_import_a_standard(qtbot, context, jobs, as_reader):
    as_reader(context.desk)
    page = StandardPage(context)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not page.acts["import"].isEnabled()
