"""A sheet that was sent out is known again, also when another program saved it, and says when it is out of date."""

import subprocess
from dataclasses import replace
from shutil import which

import openpyxl
import pytest

from services.exchange.find_files import FoundFile
from services.exchange.template_mark import mark_of, read_mark, stale_words
from services.exports.template_xlsx import TemplateFor, template_sheet
from services.imports.officer_fields import IMPORT_SPEC, OFFICER_IMPORT
from services.spec import FieldSpec
from tests.services.exchange.exchange_files import identity, person, roster

OLD = replace(
    IMPORT_SPEC,
    fields=(
        *(f if f.key != "phone" else replace(f, label="电话号码") for f in OFFICER_IMPORT if f.key != "region"),
        FieldSpec("hobby", "特长"),
    ),
)


@pytest.fixture
def sheet(tmp_path):
    file = tmp_path / "空表.xlsx"
    template_sheet(IMPORT_SPEC, file, TemplateFor(unit="县水务局", round_id=7))
    return file


def test_a_sheet_tells_its_ledger_unit_and_round(sheet):
    mark = read_mark(sheet)
    assert (mark.kind, mark.unit, mark.round_id) == ("officers", "县水务局", 7)
    assert stale_words(sheet, mark, IMPORT_SPEC) == ""


def test_the_mark_stays_when_another_program_saves_the_sheet(sheet, tmp_path):
    book = openpyxl.load_workbook(sheet)
    book.save(tmp_path / "另存.xlsx")
    assert read_mark(tmp_path / "另存.xlsx").unit == "县水务局"


@pytest.mark.slow
@pytest.mark.skipif(not which("soffice"), reason="没有LibreOffice")
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_the_mark_stays_in_other_formats(sheet, tmp_path, form):
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    call = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(sheet)]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    mark = read_mark(tmp_path / f"空表.{form}")
    assert (mark.kind, mark.unit, mark.round_id) == ("officers", "县水务局", 7)
    assert ("id_no", "身份证号") in mark.fields


def test_an_old_sheet_names_the_columns_that_came_went_or_changed(tmp_path):
    file = tmp_path / "旧.xlsx"
    template_sheet(OLD, file)
    words = stale_words(file, read_mark(file), IMPORT_SPEC)
    region = next(f.label for f in OFFICER_IMPORT if f.key == "region")
    phone = next(f.label for f in OFFICER_IMPORT if f.key == "phone")
    assert f"新增了“{region}”" in words
    assert "去掉了“特长”" in words
    assert f"“电话号码改为{phone}”" in words


def test_an_old_sheet_is_read_and_the_clerk_told(desk, tmp_path):
    file = tmp_path / "旧.xlsx"
    template_sheet(OLD, file, TemplateFor(unit="县林业局"))
    book = openpyxl.load_workbook(file)
    for cell in book["填报表"][3]:
        value = {"姓名（必填）": "祁望山", "身份证号（必填）": identity(1)}.get(cell.value)
        book["填报表"].cell(5, cell.column).value = value
    book.save(file)
    line = desk.folder_imports.read(FoundFile(file, file.name, True), "training")
    assert (line.kind, line.unit, line.clean) == ("officers", "县林业局", True)
    assert line.remark.startswith("这是旧版空表填的")
    assert line.reading.counts["new"] == 1


def test_other_files_have_no_mark(tmp_path):
    roster(tmp_path / "名册.xlsx", [person(1)])
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 nothing")
    (tmp_path / "名册.csv").write_text("姓名,模板信息", encoding="utf-8")
    assert [read_mark(path) for path in sorted(tmp_path.iterdir())] == [None, None, None]


def test_the_body_of_a_sheet_is_free_and_its_headings_are_not(sheet):
    form = openpyxl.load_workbook(sheet)["填报表"]
    assert form.protection.sheet
    assert form.protection.password is None
    assert not any((form.protection.insertRows, form.protection.deleteRows, form.protection.sort))  # False: allowed
    assert form["A3"].protection.locked
    assert not form["A4"].protection.locked
    assert not form.column_dimensions["A"].protection.locked


def test_the_unit_of_a_sheet_for_one_unit_is_said_above_and_is_the_only_choice(sheet, tmp_path):
    form = openpyxl.load_workbook(sheet)["填报表"]
    assert form["A2"].value == "填报单位：县水务局"
    assert form["A2"].protection.locked
    lists = [rule.formula1 for rule in form.data_validations.dataValidation]
    assert '"县水务局"' in lists
    template_sheet(IMPORT_SPEC, tmp_path / "全.xlsx", TemplateFor(units=["县水务局", "县林业局"]))
    whole = openpyxl.load_workbook(tmp_path / "全.xlsx")["填报表"]
    assert '"县水务局,县林业局"' in [rule.formula1 for rule in whole.data_validations.dataValidation]


def test_the_mark_fits_into_a_document_property():
    assert len(mark_of(IMPORT_SPEC, "县" * 100, 10**6).short) < 255
