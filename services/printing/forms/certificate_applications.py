"""申领, 换证 and 补证: the approval forms of a certificate, from the unit to the body that issues it.

Fields: certificates note §2.7; a lost card needs a notice in a newspaper first (§2.6, T14).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from services.printing.form import FormPart, FormPrint, choices, label, opinion, photo, print_form, value
from services.printing.forms.officer_values import NOBODY, SEAL_HERE, OfficerValues, continued
from services.printing.grid import Cell, GridLook

CERTIFICATE_KINDS = ("行政执法证", "行政执法监督证", "委托执法证", "听证主持人资格证")
EXCHANGE_REASONS = ("到期", "损毁", "信息变更", "转任")
_LOOK = GridLook(size=11.0, pitch=15.5, pad_x=3.5, pad_y=4.0)
_SHARES = (13.0, 17.0, 12.0, 13.0, 12.0, 13.0, 20.0)
_PHOTO_ROWS, _PHOTO_LINES = 4, 6


@dataclass(frozen=True, slots=True)
class ApplicationValues:
    """`kinds` are the certificates applied for, of those that the place has; another one is added to the boxes."""

    officer: OfficerValues = NOBODY
    number: str = ""
    kind_options: tuple[str, ...] = CERTIFICATE_KINDS
    kinds: tuple[str, ...] = ()
    resume: str = ""
    assessments: str = ""
    unit_opinion: str = ""
    bureau_opinion: str = ""
    issuer_opinion: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeValues:
    """`lost`: a new card for a lost one (补证), else for one that is handed in (换证).

    `reasons` and `card_returned` (是 or 否) belong to 换证, what is said of the notice to 补证.
    """

    officer: OfficerValues = NOBODY
    lost: bool = False
    number: str = ""
    old_cert_no: str = ""
    old_validity: str = ""
    reason_options: tuple[str, ...] = EXCHANGE_REASONS
    reasons: tuple[str, ...] = ()
    reason: str = ""
    card_returned: str = ""
    notice_medium: str = ""
    notice_date: str = ""
    resume: str = ""
    unit_opinion: str = ""
    bureau_opinion: str = ""
    issuer_opinion: str = ""
    note: str = ""


def render_application(values: ApplicationValues, target: Path) -> int:
    """Prints `application_form`. Returns its pages; raises as `print_form` does."""
    return print_form(application_form(values), target)


def render_exchange(values: ExchangeValues, target: Path) -> int:
    """Prints `exchange_form`. Returns its pages; raises as `print_form` does."""
    return print_form(exchange_form(values), target)


def application_form(values: ApplicationValues) -> FormPrint:
    """行政执法证件申领审批表."""
    rows = (
        *_person_rows(values.officer),
        (label("申领证件\n种类"), value(choices(values.kind_options, values.kinds), span=6)),
        _exam_row(values.officer),
        (label("工作简历"), value(values.resume, span=6, lines=5)),
        (label("近年考核\n和奖惩"), value(values.assessments, span=6, lines=2)),
        *_opinion_rows(values.unit_opinion, values.bureau_opinion, values.issuer_opinion, lines=3),
        (label("备注"), value(values.note, span=6)),
    )
    return _form("行政执法证件申领审批表", rows, values.number, values.officer)


def exchange_form(values: ExchangeValues) -> FormPrint:
    """换证审批表, or 补证审批表 where the card is lost."""
    verb = "补证" if values.lost else "换证"
    rows = (
        *_person_rows(values.officer),
        (label("原证号"), value(values.old_cert_no, span=3), label("原有效期"), value(values.old_validity, span=2)),
        *(_loss_rows(values) if values.lost else _exchange_rows(values)),
        _exam_row(values.officer),
        (label("工作简历"), value(values.resume, span=6, lines=2 if values.lost else 4)),
        *_opinion_rows(
            values.unit_opinion, values.bureau_opinion, values.issuer_opinion, lines=2 if values.lost else 3
        ),
        (label("备注"), value(values.note, span=6)),
    )
    return _form(f"行政执法证件{verb}审批表", rows, values.number, values.officer)


def _form(title: str, rows: tuple[tuple[Cell, ...], ...], number: str, officer: OfficerValues) -> FormPrint:
    note = f"编号：{number or '　' * 8}"
    part = FormPart(title, _SHARES, rows, right_note=note, continued=continued(title, officer))
    return FormPrint((part,), look=_LOOK)


def _person_rows(officer: OfficerValues) -> list[tuple[Cell, ...]]:
    """Who it is, with the photo at the right of the first four rows."""
    return [
        (
            *(label("姓名"), value(officer.name), label("性别"), value(officer.gender)),
            *(label("民族"), value(officer.nation)),
            photo(officer.photo, rows=_PHOTO_ROWS, lines=_PHOTO_LINES, blank="照片"),
        ),
        (
            *(label("出生日期"), value(officer.birth), label("政治面貌"), value(officer.politics)),
            *(label("学历"), value(officer.education)),
        ),
        (label("身份证号"), value(officer.id_no, span=3), label("学位"), value(officer.degree)),
        (label("毕业院校"), value(officer.school, span=3), label("专业"), value(officer.major)),
        (label("工作单位"), value(officer.unit, span=3), label("内设机构"), value(officer.dept, span=2)),
        (
            *(label("职务"), value(officer.post), label("职级"), value(officer.rank)),
            *(label("编制性质"), value(officer.staffing, span=2)),
        ),
        (label("执法类别"), value(officer.domain, span=3), label("执法区域"), value(officer.region, span=2)),
        (
            *(label("参加工作\n时间"), value(officer.working_since)),
            *(label("从事执法\n时间"), value(officer.enforcing_since)),
            *(label("联系电话"), value(officer.phone, span=2)),
        ),
    ]


def _exam_row(officer: OfficerValues) -> tuple[Cell, ...]:
    return (
        *(label("资格考试\n成绩"), label("公共法律知识"), value(officer.exam_public, span=2)),
        *(label("专业法律知识", span=2), value(officer.exam_special)),
    )


def _exchange_rows(values: ExchangeValues) -> list[tuple[Cell, ...]]:
    return [
        (
            *(label("换证原因"), value(choices(values.reason_options, values.reasons), span=3)),
            *(label("原证是否\n交回"), value(choices(("是", "否"), _ticked(values.card_returned)), span=2)),
        ),
        (label("情况说明"), value(values.reason, span=6, lines=2)),
    ]


def _loss_rows(values: ExchangeValues) -> list[tuple[Cell, ...]]:
    return [
        (label("补证原因"), value(values.reason, span=6, lines=2)),
        (
            *(label("声明刊登\n媒体"), value(values.notice_medium, span=3)),
            *(label("刊登日期"), value(values.notice_date, span=2)),
        ),
        (label("遗失声明\n剪报"), Cell("", span=6, lines=5, foot="（剪报粘贴处）")),
    ]


def _opinion_rows(unit: str, bureau: str, issuer: str, *, lines: int) -> list[tuple[Cell, ...]]:
    told = (("本单位\n意见", unit), ("司法局\n初审意见", bureau), ("发证机关\n意见", issuer))
    return [(label(name), opinion(words, span=6, lines=lines, foot=SEAL_HERE)) for name, words in told]


def _ticked(word: str) -> tuple[str, ...]:
    return (word,) if word else ()
