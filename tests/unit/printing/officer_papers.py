"""What the tests of forms about officers share: one officer, the foot of a roster, a printed form and its words."""

from pdf_reading import (
    lines_of,
    page_text,
    page_total,
    read_chars,
    words,
)

from services.printing.forms.officer_forms import form_of
from services.printing.forms.officer_values import OfficerValues
from services.printing.forms.roster import RosterFoot

ANHE = OfficerValues(
    name="王安和", unit="县水务局", cert_no="示010232", id_no="99010119900307123X", phone="13900000000"
)


FOOT = RosterFoot("示例县司法局", "齐明川", "林书言", "2026年11月20日", "在岗并持有效证件的人员。")


def printed(tmp_path, key, values):
    target = tmp_path / f"{key}.pdf"
    pages = form_of(key).render(values, target)
    assert pages == page_total(target)
    return target


def every_page(path):
    return [page_text(path, page) for page in range(page_total(path))]


def rows_of(path, page=0):
    return [words(line) for line in lines_of(read_chars(path, page))]
