"""The common rules of the command line, one sentence after the other, as a script meets them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSWORD, ROOT, USER

STANDARD = ROOT / "resources" / "standards" / "penalty_general_compiled.json"
PLAN = "样板县工作方案\n1.整理名册。核对人员。（责任单位：县水务局；完成时限：2026年6月10日前）\n"
COMMANDS = {
    "plan read": lambda file: ["plan", "read", file],
    "standard check": lambda file: ["standard", "check", file],
    "document check": lambda file: ["document", "check", file],
    "review score": lambda file: ["review", "score", file, "--standard", STANDARD],
    "review score by it": lambda file: ["review", "score", STANDARD, "--standard", file],
    "import": lambda file: ["import", "officers", file, "--unit", "县水务局", "--dry-run"],
}
NAMES = (
    *("没有.txt", "x" * 300, "空.txt", "夹子", "乱.txt", "乱.xlsx"),
    *("乱.docx", "乱.pdf", "乱.json", "深.json", "无穷.json"),
)


@pytest.fixture(autouse=True)
def no_account(monkeypatch):
    for name in ("DESK_USER", "DESK_PASSWORD", "DESK_TRACE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def out(tmp_path):
    file = tmp_path / "结果 1.json"
    file.write_text('{"old": true}', encoding="utf-8")
    return file


@pytest.fixture
def plan(tmp_path):
    file = tmp_path / "方案 一.txt"
    file.write_text(PLAN, encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "坏文件"
    (place / "夹子").mkdir(parents=True)
    (place / "空.txt").write_bytes(b"")
    noise = bytes(range(256)) * 8
    for name in ("乱.txt", "乱.docx", "乱.json"):
        (place / name).write_bytes(noise)
    (place / "乱.xlsx").write_bytes(b"PK\x03\x04" + noise)
    (place / "乱.pdf").write_bytes(b"%PDF-1.4\n" + noise)
    (place / "深.json").write_text("[" * 50_000, encoding="utf-8")
    (place / "无穷.json").write_text('{"total": 1e400, "items": Infinity}', encoding="utf-8")
    return place


def no_older_answer(file):
    return not file.exists() or "error" in json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:6])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_read_is_status_2_one_line_and_no_older_answer(run, out, folder, command, name):
    status, printed, err = run(*COMMANDS[command](folder / name), "--json", out)
    assert (status, printed) == (2, "")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "程序出错" not in err
    assert no_older_answer(out)


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "read"),
        ("plan", "read", "x.txt", "--bogus"),
        ("due", "--on", "2026-02-30"),
        ("due", "--on", "20260230"),
        ("due", "--days", "viele"),
        ("due", "--days", "-1"),
        ("review", "score", "x.json"),
        ("import", "nonsense", "x.xlsx", "--dry-run"),
        ("due",),
        ("check",),
        ("import", "officers", "x.xlsx"),
        ("review", "score", "x.json", "--standard", "7"),
    ],
    ids=" ".join,
)
def test_wrong_use_and_a_missing_account_leave_no_older_answer(run, out, tmp_path, words):
    status, printed, err = run("--data", tmp_path / "没有", *words, "--json", out)
    assert (status, printed, err.count("\n")) == (2, "", 1)
    assert not out.exists()


def test_wrong_use_does_not_remove_the_plan_that_stands_behind_json(run, plan):
    assert run("plan", "read", "--json", plan)[0] == 2
    assert plan.read_text(encoding="utf-8") == PLAN


def test_an_answer_is_never_written_over_what_is_read(run, plan):
    status, _printed, err = run("plan", "read", plan, "--json", plan)
    assert (status, err.count("\n")) == (2, 1)
    assert plan.read_text(encoding="utf-8") == PLAN


def test_an_answer_that_cannot_be_written_is_told_before_anything_is_done(run, plan, tmp_path):
    for target in (tmp_path, tmp_path / "没有" / "结果.json"):
        status, printed, err = run("plan", "read", plan, "--json", target)
        assert (status, printed, err.count("\n")) == (2, "", 1)


def test_several_unreadable_files_are_told_on_one_line(run, folder, plan):
    status, printed, err = run("plan", "read", folder / "没有.txt", plan, folder / "空.txt")
    first, second, third = json.loads(printed)
    assert (status, err.count("\n")) == (2, 1)
    assert "error" in first
    assert second["title"] == "样板县工作方案"
    assert third["error"]["level"] == "error"


def test_the_data_folder_may_stand_behind_the_command(run, plan, tmp_path):
    assert run("plan", "read", plan, "--data", tmp_path / "没有")[0] == 0
    assert run("due", "--data", tmp_path / "没有")[0] == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_plan_is_read_in_every_usual_encoding(run, plan, encoding, line_end):
    plan.write_bytes(PLAN.replace("\n", line_end).encode(encoding))
    status, printed, _err = run("plan", "read", plan)
    (task,) = json.loads(printed)["tasks"]
    assert (status, task["responsible"]) == (0, ["县水务局"])
    whole = PLAN.replace("\n", line_end)
    assert whole[task["source"]["start"] :].startswith("1.整理名册")
    assert task["deadlines"] == [{"kind": "by_date", "date": "2026-06-10", "month": 6, "day": 10}]


def test_a_standard_with_a_mark_in_front_and_windows_lines_is_the_same(run, tmp_path):
    copy = tmp_path / "标准.json"
    copy.write_bytes(b"\xef\xbb\xbf" + STANDARD.read_bytes().replace(b"\n", b"\r\n"))
    assert run("standard", "check", copy)[1] == run("standard", "check", STANDARD)[1]


def test_a_fault_of_the_program_is_one_line_too(run, out, plan, monkeypatch):
    import services.commands.plan_read as broken

    monkeypatch.setattr(broken, "load_document", lambda _path: 1 // 0)
    status, printed, err = run("plan", "read", plan, "--json", out)
    assert (status, printed, err.count("\n")) == (2, "", 1)
    assert "ZeroDivisionError" in err
    assert not out.exists()


def test_a_dry_run_falls_back_to_the_file_alone(run, tmp_path):
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,身份证号\n祁望山,99010119850302001X\n", encoding="utf-8")
    words = ("import", "officers", sheet, "--unit", "县水务局", "--dry-run")
    status, printed, err = run("--data", tmp_path / "没有", *words)
    assert (status, err) == (0, "")
    data = tmp_path / "数据"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK_USER", USER)
        patch.setenv("DESK_PASSWORD", PASSWORD)
        assert run("--data", data, "init", "--bureau", "示例县司法局", "--admin", USER)[0] == 0
    status, other, err = run("--data", data, *words)
    assert (status, other, err.count("\n")) == (0, printed, 1)


def test_template_prints_the_field_keys_that_import_uses(run, out, tmp_path):
    status, printed, _err = run("template", "cases", "--out", tmp_path / "空表.xlsx")
    answer = json.loads(printed)
    keys = [field["name"] for field in answer["fields"]]
    assert (status, answer["kind"]) == (0, "cases")
    assert (tmp_path / "空表.xlsx").is_file()
    assert {"decision_no", "agency_id", "fine"} <= set(keys)
    assert all({"name", "label", "required", "kind"} <= set(field) for field in answer["fields"])
    sheet = tmp_path / "案卷.csv"
    labels = ",".join(field["label"] for field in answer["fields"])
    sheet.write_text(labels + "\n示水罚〔2026〕3号" + "," * (len(keys) - 1) + "\n", encoding="utf-8")
    found = json.loads(run("import", "cases", sheet, "--unit", "县水务局", "--dry-run")[1])
    assert [column["name"] for column in found["mapping"]] == keys
    assert run("template", "cases", "--json", out)[1] == ""
    assert json.loads(out.read_text(encoding="utf-8"))["fields"] == answer["fields"]


def test_values_are_printed_in_words_and_exact_numbers(run, tmp_path):
    sheet = tmp_path / "案卷.csv"
    sheet.write_text(
        "决定书文号,案卷类型,案件名称,决定日期,罚没金额（元）\n示水罚〔2026〕3号,行政处罚,某案,2026/3/2,12345.6\n",
        encoding="utf-8",
    )
    found = json.loads(run("import", "cases", sheet, "--unit", "县水务局", "--dry-run")[1])
    assert found["rows"][0]["values"] == {
        "decision_no": "示水罚〔2026〕3号",
        "case_type": "行政处罚",
        "name": "某案",
        "decided_on": "2026-03-02",
        "fine": "12345.60",
        "agency_id": "县水务局",
    }


def test_a_process_of_its_own_speaks_utf8_whatever_its_locale(plan, folder):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DESK_", "LC_", "LANG"))}
    environment |= {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}

    def call(*words):
        line = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
        done = subprocess.run(line, capture_output=True, env=environment, check=False, timeout=60)
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    status, printed, err = call("plan", "read", plan)
    assert (status, err, json.loads(printed)["title"]) == (0, "", "样板县工作方案")
    status, printed, err = call("plan", "read", folder / "没有.txt")
    assert (status, err.count("\n")) == (2, 1)
    assert "没有.txt" in err


@pytest.fixture
def desk(made_by_init, tmp_path, monkeypatch):
    monkeypatch.setenv("DESK_USER", USER)
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    return Path(shutil.copytree(made_by_init, tmp_path / "数据"))


def test_a_unit_that_is_not_registered_counts_only_under_dry_run(run, desk, tmp_path):
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,身份证号\n祁望山,99010119850302001X\n", encoding="utf-8")
    words = ("--data", desk, "import", "officers", sheet, "--unit", "不存在局")
    status, printed, _err = run(*words, "--dry-run")
    assert (status, json.loads(printed)["rows"][0]["values"]["unit"]) == (0, "不存在局")
    status, printed, err = run(*words)
    assert (status, printed, err.count("\n")) == (2, "", 1)
    assert "不在单位名册中" in err


def test_a_wrong_unit_is_one_error_of_its_cell(run, desk, tmp_path):
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,身份证号,单位\n祁望山,99010119850302001X,不存在局\n", encoding="utf-8")
    found = json.loads(run("--data", desk, "import", "officers", sheet, "--dry-run")[1])
    assert [(p["code"], p["where"]) for p in found["rows"][0]["problems"]] == [("ER10", "C2")]


def test_a_folder_is_set_up_once_and_the_code_is_printed_alone(run, desk):
    again = run("--data", desk, "init", "--bureau", "示例县司法局", "--admin", USER)
    assert (again[0], again[1], again[2].count("\n")) == (2, "", 1)


def test_a_restore_into_an_empty_folder_claims_no_copy_of_older_data(run, desk, tmp_path):
    assert run("--data", desk, "backup", tmp_path / "备份.deskbak")[0] == 0
    fresh = tmp_path / "新"
    assert "另存" not in run("--data", fresh, "restore", tmp_path / "备份.deskbak")[1]
    assert "另存" in run("--data", fresh, "restore", tmp_path / "备份.deskbak")[1]


@pytest.mark.parametrize("wanted", ["999", "9" * 30, "²", "kein Standard", "x" * 300])
def test_a_standard_that_is_neither_file_nor_id_is_told(run, desk, tmp_path, wanted):
    sheet = tmp_path / "评分.json"
    sheet.write_text("{}", encoding="utf-8")
    status, printed, err = run("--data", desk, "review", "score", sheet, "--standard", wanted)
    assert (status, printed, err.count("\n")) == (2, "", 1)
    assert "程序出错" not in err


def test_an_id_is_scored_with_its_standard(run, desk, tmp_path):
    sheet = tmp_path / "评分.json"
    sheet.write_text("{}", encoding="utf-8")
    status, printed, _err = run("--data", desk, "review", "score", sheet, "--standard", "1")
    assert (status, json.loads(printed)["score"]) == (0, "100.00")
