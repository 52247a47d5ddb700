"""行政执法人员年度考核登记表: indicators as rows that a bureau sets, what bars a grade, opinions.

The assessment of enforcement is a record of its own beside that of civil servants: certificates note §4.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.form import FormPart, FormPrint, choices, label, opinion, photo, print_form, value
from services.printing.forms.officer_values import NOBODY, SEAL_HERE, SIGN_AND_DAY, OfficerValues, continued
from services.printing.grid import Align, Cell, GridLook

GRADES = ("优秀", "合格", "基本合格", "不合格")
_LOOK = GridLook(size=11.0, pitch=15.5, pad_x=3.5, pad_y=4.0)
_SHARES = (13.0, 16.0, 11.0, 20.0, 10.0, 10.0, 20.0)
_LEAST_INDICATORS = 6


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; equal `group` names stand once. `most` is its weight, the other two what was given."""

    group: str = ""
    name: str = ""
    most: str = ""
    own: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentValues:
    """`grades` are those of the scheme that applies, `vetoes` what bars a grade and happened (empty: none)."""

    officer: OfficerValues = NOBODY
    year: str = ""
    scheme: str = ""
    indicators: tuple[Indicator, ...] = ()
    total_most: str = ""
    total_own: str = ""
    total_given: str = ""
    vetoes: tuple[str, ...] = ()
    grades: tuple[str, ...] = GRADES
    grade: str = ""
    hours: str = ""
    cases: str = ""
    civil_grade: str = ""
    summary: str = ""
    consequence: str = ""
    unit_opinion: str = ""
    bureau_opinion: str = ""


def render_assessment(values: AssessmentValues, target: Path) -> int:
    """Prints `assessment_form`. Returns its pages; raises as `print_form` does."""
    return print_form(assessment_form(values), target)


def assessment_form(values: AssessmentValues) -> FormPrint:
    """The form of one officer and year."""
    title = "行政执法人员年度考核登记表"
    rows = (
        *_person(values),
        (label("个人总结"), opinion(values.summary, span=6, lines=4, foot=SIGN_AND_DAY)),
        (
            *(label("考核内容", span=2), label("考核指标", span=2)),
            *(label("分值"), label("自评"), label("单位评分")),
        ),
        *_indicators(values.indicators),
        (
            label("合计", span=4),
            *(_figure(each) for each in (values.total_most, values.total_own, values.total_given)),
        ),
        (label("否决情形"), value("\n".join(values.vetoes) or "□无　□有：", span=6)),
        (label("考核等次"), value(choices(values.grades, [values.grade] if values.grade else ()), span=6)),
        (label("结果运用"), value(values.consequence, span=6)),
        (label("单位考核\n意见"), opinion(values.unit_opinion, span=6, lines=2, foot=SEAL_HERE)),
        (label("本人意见"), opinion("", span=6, lines=1, foot=SIGN_AND_DAY)),
        (label("司法局\n备案意见"), opinion(values.bureau_opinion, span=6, lines=2, foot=SEAL_HERE)),
    )
    part = FormPart(
        title,
        _SHARES,
        rows,
        left_note=f"年度：{values.year or '　' * 5}",
        footnote=f"考核办法：{values.scheme}" if values.scheme else "",
        continued=continued(title, values.officer),
    )
    return FormPrint((part,), look=_LOOK)


def _person(values: AssessmentValues) -> list[tuple[Cell, ...]]:
    officer = values.officer
    return [
        (
            *(label("姓名"), value(officer.name), label("性别"), value(officer.gender)),
            *(label("民族"), value(officer.nation), photo(officer.photo, rows=4, lines=6)),
        ),
        (label("单位"), value(officer.unit, span=3), label("职级"), value(officer.rank)),
        (label("职务"), value(officer.post), label("执法证号"), value(officer.cert_no, span=3)),
        (label("执法类别"), value(officer.domain), label("有效期至"), value(officer.valid_to, span=3)),
        (
            *(label("全年学时"), value(values.hours), label("办案件数"), value(values.cases)),
            *(label("公务员考核\n等次", span=2), value(values.civil_grade)),
        ),
    ]


def _indicators(indicators: tuple[Indicator, ...]) -> list[tuple[Cell, ...]]:
    """Groups of indicators, each named once."""
    rows: list[tuple[Cell, ...]] = []
    for index, each in enumerate(indicators):
        same = index > 0 and indicators[index - 1].group == each.group
        run = 1
        while index + run < len(indicators) and indicators[index + run].group == each.group:
            run += 1
        group = () if same else (value(each.group, span=2, rows=run, align=Align.CENTER),)
        rows.append((*group, value(each.name, span=2), _figure(each.most), _figure(each.own), _figure(each.given)))
    blank = (value("", span=2), value("", span=2), value(""), value(""), value(""))
    return rows or [blank] * _LEAST_INDICATORS


def _figure(text: str) -> Cell:
    return value(text, align=Align.CENTER)
