import json

import pytest
from official_samples import letter, notice

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
