import json

import pytest
from official_samples import letter, notice

from main import main
from services.printing.docx import render_docx
from services.printing.official_model import OfficialDocument


@pytest.fixture
def check(capfd, tmp_path):
    def call(raw, *words, name="公文.json"):
        path = tmp_path / name
        if name.endswith(".json"):
            path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        else:
            render_docx(OfficialDocument.from_json(raw), path)
        before = path.read_bytes()
        status = main(["document", "check", str(path), *map(str, words)])
        assert path.read_bytes() == before
        return status, *capfd.readouterr()

    return call


@pytest.mark.parametrize("name", ["公文.json", "公文.docx"])
@pytest.mark.parametrize("raw", [notice(), letter()], ids=["notice", "letter"])
def test_a_document_by_the_rules_gives_an_empty_list_and_status_0(check, raw, name):
    status, out, err = check(raw, name=name)
    assert (status, json.loads(out), err) == (0, [], "")


def test_faults_come_with_clause_strength_and_the_text_offered_and_status_1(check):
    status, out, _err = check(notice(number="示司发[2026]7号", body=[{"level": 0, "text": "抓好培训,做好评查。"}]))
    assert status == 1
    first, second = json.loads(out)
    assert (first["code"], first["strength"], first["clause"]) == ("OD22", "规定", "GB/T 9704 7.2.5")
    assert (first["fix"], first["suggest"]) == ("示司发〔2026〕7号", "示司发〔2026〕7号")
    assert (second["where"], second["place"], second["range"], second["fix"]) == ("body[0]", "第1段", [4, 5], "，")
    assert all({"level", "code", "where", "message", "strength", "clause"} <= set(each) for each in (first, second))


def test_hints_alone_are_listed_with_status_0(check):
    status, out, _err = check(notice(body=[{"level": 0, "text": "做到“公示”、“记录”。"}]))
    assert status == 0
    assert [each["level"] for each in json.loads(out)] == ["info"]


def test_a_docx_is_checked_for_words_and_form_together(check):
    status, out, _err = check(notice(title="示例县司法局关于开展评查的通知。"), name="公文.docx")
    assert status == 1
    assert [each["code"] for each in json.loads(out)] == ["OD31"]


def test_the_answer_goes_to_a_file_and_an_unreadable_document_leaves_an_error_there(check, tmp_path, capfd):
    answer = tmp_path / "结果.json"
    status, out, _err = check(notice(), "--json", answer)
    assert (status, out, json.loads(answer.read_text(encoding="utf-8"))) == (0, "", [])
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04")
    assert main(["document", "check", str(broken), "--json", str(answer)]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "没有检查" in json.loads(answer.read_text(encoding="utf-8"))["error"]["message"]


@pytest.mark.parametrize("name", ["稿.doc", "稿.docm", "稿.pdf", "稿.wps"])
def test_other_kinds_of_files_are_refused_with_what_to_do(tmp_path, capfd, name):
    (tmp_path / name).write_bytes(b"anything")
    assert main(["document", "check", str(tmp_path / name)]) == 2
    assert "另存为docx" in capfd.readouterr().err


def test_a_json_of_which_no_document_can_be_made_says_that_nothing_was_checked(tmp_path, capfd):
    (tmp_path / "稿.json").write_text('{"format": "x"}', encoding="utf-8")
    assert main(["document", "check", str(tmp_path / "稿.json")]) == 2
    assert "没有检查" in capfd.readouterr().err
