import json

import pytest
from official_samples import letter, notice
from PIL import Image

from main import main
from services.commands.document_render import run_document_render
from services.errors import UnreadableError


def write(path, raw):
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_good_document_gives_its_pages_and_status_0(tmp_path):
    source = write(tmp_path / "a.json", notice())
    found, status = run_document_render(source, tmp_path / "a.pdf", tmp_path / "a.docx")
    assert status == 0
    assert found["problems"] == []
    assert found["pages"] >= 2
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_a_fault_is_listed_with_status_1_and_the_page_is_laid_out_all_the_same(tmp_path):
    source = write(tmp_path / "a.json", letter(number="示司函[2026]第7号", title="关于催报的函。"))
    found, status = run_document_render(source, tmp_path / "a.pdf")
    assert status == 1
    assert {problem["code"] for problem in found["problems"]} == {"OD21", "OD22", "OD31"}
    assert all(set(problem) <= {"level", "code", "where", "message", "raw", "suggest"} for problem in found["problems"])
    assert (tmp_path / "a.pdf").exists()
    json.dumps(found)


def test_a_warning_alone_keeps_status_0(tmp_path):
    source = write(tmp_path / "a.json", notice(printed_by=None, printed_on=None))
    found, status = run_document_render(source, tmp_path / "a.pdf")
    assert status == 0
    assert [problem["level"] for problem in found["problems"]] == ["warning"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"[1]", b'{"format": "x"}'])
def test_a_file_of_which_no_document_can_be_made_is_unreadable(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(UnreadableError, match="没有生成文件"):
        run_document_render(tmp_path / "a.json", tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(UnreadableError, match="找不到"):
        run_document_render(tmp_path / "a.json", tmp_path / "a.pdf")


def run(capsys, *arguments):
    """Exit status, what was printed as an object, and what was said on standard error."""
    status = main(["document", "render", *(str(word) for word in arguments)])
    printed, said = capsys.readouterr()
    return status, json.loads(printed) if printed else None, said


def test_a_units_profile_and_its_departures_reach_the_command_line(tmp_path, capsys):
    source = write(tmp_path / "a.json", letter())
    profile = write(tmp_path / "p.json", {"name": "示例县", "measures": {"line_pitch": 28, "left": 30}})
    status, found, _said = run(capsys, source, "--out", tmp_path / "a.pdf", "--profile", profile)
    assert status == 1
    assert [(problem["code"], problem["level"]) for problem in found["problems"]] == [
        ("OD98", "error"),
        ("OD98", "info"),
    ]


@pytest.mark.parametrize("content", ['{"measures": {"left": 900}}', "[1]", "{"])
def test_a_profile_of_no_use_is_one_line_and_no_file(tmp_path, capsys, content):
    source = write(tmp_path / "a.json", letter())
    (tmp_path / "p.json").write_text(content, encoding="utf-8")
    status, found, said = run(capsys, source, "--out", tmp_path / "a.pdf", "--profile", tmp_path / "p.json")
    assert (status, found, said.count("\n")) == (2, None, 1)
    assert not (tmp_path / "a.pdf").exists()


def test_consent_to_boxes_turns_the_error_of_a_missing_character_into_a_warning(tmp_path, capsys):
    source = write(tmp_path / "a.json", letter(body=[{"text": "王\U00030edd"}]))
    out = tmp_path / "a.pdf"
    status, found, _said = run(capsys, source, "--out", out)
    assert (status, found["problems"][0]["code"], found["problems"][0]["where"]) == (1, "OD99", "body[0]")
    assert run(capsys, source, "--out", out, "--boxes")[0] == 0


@pytest.mark.parametrize(("option", "status"), [("--preprinted", 0), ("--preprinted=-5,10", 0), ("--preprinted=x", 2)])
def test_preprinted_paper_takes_a_shift_or_none(tmp_path, capsys, option, status):
    source = write(tmp_path / "a.json", letter())
    try:
        found = run(capsys, source, "--out", tmp_path / "a.pdf", option)[0]
    except SystemExit as left:
        found = left.code
    assert found == status


def test_printed_on_one_side_no_page_is_added_for_the_imprint(tmp_path, capsys):
    raw = notice(body=[{"text": "特此通知。"}], sign=[{"name": "示例县司法局"}], cc=[], note=None)
    source = write(tmp_path / "a.json", raw)
    pages = [run(capsys, source, "--out", tmp_path / "a.pdf", *more)[1]["pages"] for more in ([], ["--single-sided"])]
    assert pages == [2, 1]


def test_the_document_is_never_written_over_its_own_source(tmp_path, capsys):
    source = write(tmp_path / "a.json", letter())
    before = source.read_bytes()
    for words in (["--out", source], ["--out", tmp_path / "a.pdf", "--docx", tmp_path / "a.pdf"]):
        status, _found, said = run(capsys, source, *words)
        assert (status, said.count("\n")) == (2, 1)
    assert source.read_bytes() == before


def test_a_picture_is_looked_for_beside_the_document(tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    Image.new("RGB", (40, 20)).save(tmp_path / "folder" / "a.png")
    source = write(tmp_path / "folder" / "a.json", letter(body=["见图。", {"picture": "a.png"}]))
    status, found, _said = run(capsys, source, "--out", tmp_path / "a.pdf")
    assert (status, found["problems"]) == (0, [])
