"""Several files as one print job."""

import pytest
from official_samples import letter, plain
from pdf_reading import page_text, page_total

from services.errors import StorageError
from services.printing.joining import join_pdfs
from services.printing.official import OfficialDocument, render_official


@pytest.fixture
def files(tmp_path):
    """Letters of one, two and one page."""
    found = []
    for name, paragraphs in (("甲", 1), ("乙", 12), ("丙", 1)):
        found.append(tmp_path / f"{name}.pdf")
        document = letter(number=f"示司函〔2026〕{len(found)}号", body=plain(paragraphs))
        render_official(OfficialDocument.from_json(document), found[-1])
    assert [page_total(file) for file in found] == [1, 2, 1]
    return found


def test_every_letter_begins_on_the_front_of_a_sheet(files, tmp_path):
    target = tmp_path / "合印.pdf"
    assert join_pdfs(files, target) == page_total(target) == 5
    pages = [page_text(target, n) for n in range(5)]
    assert pages[1] == ""
    assert ["示司函〔2026〕1号" in pages[0], "示司函〔2026〕2号" in pages[2], "示司函〔2026〕3号" in pages[4]] == [
        True
    ] * 3


def test_printed_on_one_side_no_blank_page_is_added(files, tmp_path):
    assert join_pdfs(files, tmp_path / "合印.pdf", fronts=False) == 4


def test_a_file_that_is_gone_leaves_what_was_there_before(files, tmp_path):
    target = tmp_path / "合印.pdf"
    target.write_bytes("旧".encode())
    with pytest.raises(StorageError, match="丁"):
        join_pdfs([files[0], tmp_path / "丁.pdf"], target)
    assert target.read_bytes() == "旧".encode()
