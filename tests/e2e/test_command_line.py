"""The command line as a script uses it: exit statuses, JSON, one line on standard error, nothing else."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from services.sample.people import identity_number
from tests.conftest import PASSWORD, ROOT, USER

SHIPPED = ROOT / "resources" / "standards"
PLAN = """样板县人民政府办公室关于印发方案的通知
1.整理名册。各单位核对在岗人员。（责任单位：县水务局；完成时限：2026年6月10日前）
2.办好讲座。全年举办四次。（责任单位：各执法单位；完成时限：每年12月底前）
"""


@pytest.fixture(autouse=True)
def account(monkeypatch):
    monkeypatch.setenv("DESK_USER", USER)
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)


@pytest.fixture
def no_account(monkeypatch):
    monkeypatch.delenv("DESK_USER")
    monkeypatch.delenv("DESK_PASSWORD")


@pytest.fixture
def data(made_by_init, tmp_path):
    return Path(shutil.copytree(made_by_init, tmp_path / "数据"))


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "方案.txt"
    file.write_text(PLAN, encoding="utf-8")
    return file


@pytest.fixture
def roster(tmp_path):
    file = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(file)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "身份证号", "执法证号"])
        sheet.write_row(1, 0, ["祁望山", identity_number(date(1985, 3, 2), 1, male=True), "示990231"])
        sheet.write_row(2, 0, ["于安禾", "99010119850302", "示990232"])
    return file


def one_line(err):
    return err.endswith("\n") and err.count("\n") == 1


def test_a_plan_is_read_without_account_or_data(run, plan, no_account):
    status, out, err = run("plan", "read", plan)
    found = json.loads(out)
    assert (status, err, len(found["tasks"])) == (0, "", 2)
    assert found["tasks"][0]["responsible"] == ["县水务局"]


def test_with_json_standard_output_stays_empty(run, plan, tmp_path):
    target = tmp_path / "out.json"
    status, out, err = run("plan", "read", plan, "--json", target)
    assert (status, out, err) == (0, "", "")
    assert len(json.loads(target.read_text(encoding="utf-8"))["tasks"]) == 2


def test_several_files_give_a_list_and_the_highest_status(run, plan, tmp_path):
    broken = tmp_path / "空.txt"
    broken.write_text("只有一句话。", encoding="utf-8")
    target = tmp_path / "out.json"
    status, out, err = run("plan", "read", plan, broken, "--json", target)
    first, second = json.loads(target.read_text(encoding="utf-8"))
    assert (status, out) == (2, "")
    assert len(first["tasks"]) == 2
    assert "不像工作计划" in second["error"]["message"]
    assert one_line(err)


def test_an_older_answer_never_stays_after_a_failure(run, tmp_path):
    target = tmp_path / "out.json"
    target.write_text('{"tasks": []}', encoding="utf-8")
    status, _out, err = run("plan", "read", tmp_path / "没有.txt", "--json", target)
    assert status == 2
    assert one_line(err)
    assert not target.exists() or "error" in json.loads(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("plan",),
        ("import", "officers"),
        ("import", "nonsense", "x.xlsx", "--dry-run"),
        ("template", "nonsense", "--out", "x.xlsx"),
        ("review", "score", "x.json", "--standard", "no_such_standard"),
        ("due", "--on", "2026-13-01"),
    ],
)
def test_wrong_use_ends_in_one_line_and_status_2(run, words):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert one_line(err)
    assert "Traceback" not in err


def test_a_dry_run_needs_neither_account_nor_data(run, roster, no_account, tmp_path):
    target, back = tmp_path / "out.json", tmp_path / "退回.xlsx"
    status, _out, _err = run(
        "import", "officers", roster, "--unit", "县水务局", "--dry-run", "--json", target, "--rejects", back
    )
    found = json.loads(target.read_text(encoding="utf-8"))
    assert status == 1
    assert found["counts"] == {"new": 1, "changed": 0, "same": 0, "error": 1}
    assert [p["code"] for p in found["rows"][1]["problems"] if p["level"] == "error"] == ["ER02"]
    assert back.is_file()


def test_an_import_is_stored_and_said(run, data, roster):
    status, out, err = run("--data", data, "import", "officers", roster, "--unit", "县水务局")
    assert status == 1
    assert json.loads(out)["counts"]["new"] == 1
    assert "已导入1行" in err
    status, out, _err = run("--data", data, "import", "officers", roster, "--unit", "县水务局", "--dry-run")
    assert json.loads(out)["counts"] == {"new": 0, "changed": 0, "same": 1, "error": 1}


def test_plan_import_due_export_and_template(run, data, plan, tmp_path):
    assert run("--data", data, "plan", "import", plan)[0] == 0
    assert run("--data", data, "plan", "import", plan)[0] == 2
    status, out, _err = run("--data", data, "due", "--on", "2026-06-15", "--days", "3")
    assert status == 0
    task = next(item for item in json.loads(out) if item["title"] == "整理名册")
    assert task["act_on"] <= task["due_on"]
    target = tmp_path / "任务.xlsx"
    assert run("--data", data, "export", "tasks", "--out", target)[0] == 0
    assert target.stat().st_size > 1000
    assert run("template", "officers", "--out", tmp_path / "空表.xlsx")[0] == 0


def test_without_account_the_data_stay_closed(run, data, no_account):
    status, out, err = run("--data", data, "due")
    assert (status, out) == (2, "")
    assert "DESK_PASSWORD" in err


def test_a_wrong_password_opens_nothing(run, data, monkeypatch):
    monkeypatch.setenv("DESK_PASSWORD", "wrong-password-1")
    status, out, err = run("--data", data, "due")
    assert (status, out) == (2, "")
    assert "密码" in err


def test_backup_check_and_restore(run, data, tmp_path):
    file = tmp_path / "备份.deskbak"
    assert run("--data", data, "backup", file)[0] == 0
    status, out, _err = run("--data", data, "check")
    assert (status, json.loads(out)["ok"]) == (0, True)
    status, _out, _err = run("--data", tmp_path / "新数据", "restore", file)
    assert status == 0
    status, out, _err = run("--data", tmp_path / "新数据", "check")
    assert (status, json.loads(out)["rows"]["enforcement_officer"]) == (0, 112)


def test_a_standard_is_checked_and_a_sheet_scored(run, no_account, tmp_path):
    standard = SHIPPED / "penalty_general_compiled.json"
    status, out, _err = run("standard", "check", standard)
    assert (status, json.loads(out)["sum"]) == (0, "100.00")
    sheet = tmp_path / "评分.json"
    sheet.write_text('{"items": []}', encoding="utf-8")
    status, out, _err = run("review", "score", sheet, "--standard", standard)
    assert (status, json.loads(out)["score"], json.loads(out)["grade"]) == (0, "100.00", "优秀")


def test_a_broken_standard_is_status_1_and_scoring_by_it_status_2(run, no_account, tmp_path):
    content = json.loads((SHIPPED / "penalty_general_compiled.json").read_text(encoding="utf-8"))
    content["total"] = 99
    broken, sheet = tmp_path / "坏.json", tmp_path / "评分.json"
    broken.write_text(json.dumps(content), encoding="utf-8")
    sheet.write_text('{"items": []}', encoding="utf-8")
    status, out, _err = run("standard", "check", broken)
    assert status == 1
    assert json.loads(out)["ok"] is False
    status, out, err = run("review", "score", sheet, "--standard", broken)
    assert status == 2
    assert one_line(err)


def test_a_document_is_laid_out(run, no_account, tmp_path):
    content = {
        "format": "文件",
        "mark": "示例县司法局文件",
        "issuer": "示例县司法局",
        "number": "示司发〔2026〕7号",
        "title": "示例县司法局关于做好案卷准备的通知",
        "to": ["各执法单位"],
        "body": [{"level": 0, "text": "请做好准备。"}],
        "sign": [{"name": "示例县司法局", "seal": True}],
        "date": "2026-06-15",
    }
    source, pdf, docx = tmp_path / "文.json", tmp_path / "文.pdf", tmp_path / "文.docx"
    source.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    status, _out, _err = run("document", "render", source, "--out", pdf, "--docx", docx)
    assert status == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    assert docx.read_bytes().startswith(b"PK")
