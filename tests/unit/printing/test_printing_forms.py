import pytest
from pdf_reading import MM, fonts_not_embedded, lines_of, page_text, page_total, read_chars, segments, words

from services.errors import ValidationError
from services.printing.form import FormPart, FormPrint, choices, label, opinion, photo, print_form, value
from services.printing.forms.dispatch_sheet import dispatch_sheet_form
from services.printing.forms.proof_of_service import proof_of_service_form
from services.printing.forms.seal_use import seal_approval_form, seal_register_form
from services.printing.preview import page_size

ALL = [
    (
        dispatch_sheet_form,
        "发文稿纸",
        "签发 会签 核稿 拟稿单位 拟稿人 联系电话 文号 份数 密级 紧急程度 标题 主送 抄送 附件 公开属性",
    ),
    (
        seal_approval_form,
        "用印审批单",
        "申请单位 经办人 文件名称 文号 份数 发往单位 用印种类 用印事由 带出使用 监印人 用印时间",
    ),
    (
        seal_register_form,
        "用印登记表",
        "用印日期 文件名称或者事由 文号 发往单位 印章 用印单位 经办人 批准人 监印人 备注",
    ),
    (
        proof_of_service_form,
        "送达回证",
        "受送达人 送达文书 文书名称 文号 送达地点 送达方式 收到时间 签收 代收理由 拒收 见证人 送达人 备注",
    ),
]


def rows_of(path, page=0):
    """The lines of a page as texts."""
    return [words(line) for line in lines_of(read_chars(path, page))]


@pytest.mark.parametrize(("make", "title", "labels"), ALL, ids=[title for _make, title, _labels in ALL])
def test_a_blank_form_has_every_label_inside_the_margins_of_one_page(tmp_path, make, title, labels):
    target = tmp_path / "form.pdf"
    assert print_form(make({"organ": "示例县司法局"}), target) == page_total(target) == 1
    text = page_text(target, 0)
    assert f"示例县司法局{title}" in text
    column_wise = "".join(char.text for char in sorted(read_chars(target, 0), key=lambda c: (round(c.x), c.base)))
    for each in labels.split():
        assert each in text or each in column_wise
    assert fonts_not_embedded(target) == set()
    width = page_size(target, 0)[0] / MM
    assert min(line.x0 for line in segments(target, 0)) >= 21.9
    assert max(line.x1 for line in segments(target, 0)) <= width - 21.9


@pytest.mark.parametrize(("make", "title", "labels"), ALL, ids=[title for _make, title, _labels in ALL])
def test_a_key_that_the_form_does_not_have_is_refused(make, title, labels):
    with pytest.raises(ValidationError, match="表单没有“titel”这一项"):
        make({"titel": "通知"})


def test_the_dispatch_sheet_shows_what_was_filled_in_beside_its_label(tmp_path):
    values = {
        "organ": "示例县司法局",
        "number": "示司监〔2026〕7号",
        "title": "关于开展案卷评查工作的通知",
        "to": ["县水务局", "示例镇人民政府"],
        "cc": "县人大监察司法委",
        "copies": 60,
        "drafter": "林书言",
        "checked": "已核。",
        "signed": "同意印发。",
        "openness": "主动公开",
        "attachments": ["评查标准", "评查名单"],
    }
    print_form(dispatch_sheet_form(values), tmp_path / "form.pdf")
    rows = rows_of(tmp_path / "form.pdf")
    assert "文号示司监〔2026〕7号份数60" in rows
    assert "标题关于开展案卷评查工作的通知" in rows
    assert "主送县水务局、示例镇人民政府" in rows
    assert "抄送县人大监察司法委" in rows
    assert {"1.评查标准", "2.评查名单"} <= set(rows)
    ticked = next(row for row in rows if row.startswith("公开属性"))
    assert ticked.index("√") < ticked.index("主动公开") < ticked.index("□依申请公开")
    assert any("同意印发。" in row for row in rows)


def test_the_register_repeats_its_heads_and_goes_on(tmp_path):
    rows = [{"used_on": "2026-11-20", "title": f"文件{number}号", "copies": 2} for number in range(60)]
    target = tmp_path / "form.pdf"
    pages = print_form(seal_register_form({"organ": "示例县司法局", "rows": rows}), target)
    assert pages > 1
    texts = [page_text(target, page) for page in range(pages)]
    assert all("用印日期" in text for text in texts)
    assert all(sum(f"文件{number}号" in text for text in texts) == 1 for number in range(60))
    assert page_size(target, 0)[0] > page_size(target, 0)[1]
    with pytest.raises(ValidationError, match="day"):
        seal_register_form({"rows": [{"day": "2026-11-20"}]})
    with pytest.raises(ValidationError, match="每一项是一行"):
        seal_register_form({"rows": ["2026-11-20"]})


def test_the_proof_of_service_lists_its_documents_under_one_label(tmp_path):
    documents = [
        {"name": f"监督文书{number}", "number": f"示司监〔2026〕{number}号", "copies": 1} for number in range(1, 6)
    ]
    values = {"documents": documents, "ways": ["留置送达"], "servers": ["齐明川", "林书言"], "witnesses": ["王安和"]}
    print_form(proof_of_service_form(values), tmp_path / "form.pdf")
    rows = rows_of(tmp_path / "form.pdf")
    text = page_text(tmp_path / "form.pdf", 0)
    assert all(f"监督文书{number}示司监〔2026〕{number}号1" in text for number in range(1, 6))
    assert text.count("送达文书") == 1
    way = next(row for row in rows if row.startswith("送达方式"))
    assert "√留置" in way
    assert way.count("√") == 1
    assert all(name in text for name in ("齐明川", "林书言", "王安和"))


def two_parts(lines):
    rows = (
        (label("姓名"), value("齐明川"), photo(rows=3)),
        (label("单位"), value("示例县司法局")),
        (label("职务"), value("股长")),
        (label("事由"), opinion("因公", span=2, lines=lines)),
    )
    stub, original = (
        FormPart("监督通知书", (1, 3, 2), rows, left_note=note, signatures=("经手人",)) for note in ("存根", "正本")
    )
    return FormPrint((stub, original), seam="示司监〔2026〕7号", code="示司监〔2026〕7号")


def test_stub_and_original_stand_on_one_sheet_with_a_seam_between_them(tmp_path):
    assert print_form(two_parts(4), tmp_path / "form.pdf") == 1
    chars = read_chars(tmp_path / "form.pdf", 0)
    rows = {words(line): line[0].base for line in lines_of(chars)}
    (seam,) = (base for text, base in rows.items() if text == "示司监〔2026〕7号")
    assert rows["存根"] < seam < rows["正本"]
    dashes = [line for line in segments(tmp_path / "form.pdf", 0) if abs(line.y0 - seam) < 3 and line.x1 - line.x0 < 3]
    assert len(dashes) > 20
    assert not [char for char in chars if char.text in "监督通知书正" and abs(char.base - seam) < 3 and char.size > 20]


def test_a_part_that_does_not_fit_below_the_seam_begins_a_page(tmp_path):
    assert print_form(two_parts(14), tmp_path / "form.pdf") == 2
    assert "正本" not in page_text(tmp_path / "form.pdf", 0)
    assert "示司监〔2026〕7号" not in page_text(tmp_path / "form.pdf", 1)
    assert "监督通知书正本" in page_text(tmp_path / "form.pdf", 1)


def test_the_place_to_sign_stays_at_the_lower_right_of_its_cell(tmp_path):
    part = FormPart("审批单", (1, 4), ((label("意见"), opinion("同意。", lines=6)),))
    print_form(FormPrint((part,)), tmp_path / "form.pdf")
    chars = {char.text: char for char in read_chars(tmp_path / "form.pdf", 0)}
    box = segments(tmp_path / "form.pdf", 0)
    bottom, right = max(line.y1 for line in box), max(line.x1 for line in box)
    assert 1 < bottom - chars["日"].base < 4
    assert 0.5 < right - chars["日"].right < 3
    assert chars["同"].base < chars["签"].base - 8


def test_what_is_chosen_and_no_option_is_printed_too():
    assert choices(("直接", "留置"), ["留置"]) == "□直接　☑留置"
    assert choices(("直接",), ["专人"]) == "□直接　☑专人"


def test_boxes_stay_with_their_words_at_the_end_of_a_line(tmp_path):
    options = [f"选项{number}说明" for number in range(20)]
    part = FormPart("表", (1, 2), ((label("选择"), value(choices(options))),))
    print_form(FormPrint((part,)), tmp_path / "form.pdf")
    rows = [row for row in rows_of(tmp_path / "form.pdf") if "□" in row]
    assert len(rows) > 3
    assert all(row.removeprefix("选择").startswith("□") and row.endswith("说明") for row in rows)
