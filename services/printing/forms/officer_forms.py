"""Every form about officers, certificates and training that can be printed: for the choices of 打印… and for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from services.printing.form import FormPrint, print_forms
from services.printing.forms.annual_assessment import AssessmentValues, assessment_form, render_assessment
from services.printing.forms.certificate_applications import (
    ApplicationValues,
    ExchangeValues,
    application_form,
    exchange_form,
    render_application,
    render_exchange,
)
from services.printing.forms.certificate_endings import (
    CancellationListValues,
    CancellationValues,
    HandoverValues,
    SuspensionValues,
    cancellation_form,
    render_cancellation,
    render_cancellation_list,
    render_handover,
    render_suspension,
    suspension_form,
)
from services.printing.forms.certificate_returns import (
    LossNoticeValues,
    ReceiptValues,
    ReturnValues,
    render_loss_notice,
    render_receipts,
    render_return,
    return_form,
)
from services.printing.forms.check_card import CheckCardsValues, render_check_cards
from services.printing.forms.clean_up import CleanUpValues, render_clean_up
from services.printing.forms.legal_review import LegalReviewValues, render_legal_review
from services.printing.forms.photo_album import AlbumValues, render_album
from services.printing.forms.register_lists import (
    ListValues,
    render_auxiliaries,
    render_counsels,
    render_subjects,
    render_supervisors,
)
from services.printing.forms.rosters import (
    OfficerRosterValues,
    render_full_roster,
    render_office_roster,
    render_public_roster,
    render_summary,
)
from services.printing.forms.training_card import TrainingCardsValues, render_training_cards
from services.printing.forms.training_classes import (
    TrainingClassValues,
    TrainingPlanValues,
    render_class_roster,
    render_sign_in,
    render_training_plan,
)
from services.printing.forms.training_results import (
    ComplianceValues,
    RoundValues,
    UnmetValues,
    render_compliance,
    render_round,
    render_unmet,
)

V = TypeVar("V")
Progress = Callable[[int, int], None] | None
Needs = tuple[tuple[str, str], ...]


class FormGroup(StrEnum):
    """Under which head of the menu a form stands."""

    CERTIFICATE = "证件"
    ROSTER = "名册清单"
    TRAINING = "培训"
    ASSESSMENT = "考核"


class About(StrEnum):
    """What has to be chosen before a form can be filled."""

    OFFICER = "一名人员"
    OFFICERS = "若干人员"
    UNITS = "若干单位"
    TRAINING_CLASS = "一个培训班"


@dataclass(frozen=True, slots=True)
class OfficerForm(Generic[V]):
    """`blank` prints the empty form; its type is what `render` takes and has to be filled in.

    Forms with a `layout` can be printed for many officers in one file.
    """

    key: str
    title: str
    group: FormGroup
    about: About
    blank: V
    render: Callable[[V, Path], int]
    layout: Callable[[V], FormPrint] | None = None

    @property
    def needs(self) -> Needs:
        """(path of a value, its name on paper), without which a filled form says too little."""
        return _NEEDS.get(self.key, ())

    @property
    def values(self) -> type[V]:
        """The class of what is printed."""
        return type(self.blank)

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of everything that can be filled in."""
        return tuple(each.name for each in fields(self.values))  # type: ignore[arg-type]

    def missing(self, values: V) -> list[str]:
        """Names of what the form needs and does not have; it can be printed all the same."""
        return [name for path, name in self.needs if not _at(values, path)]

    def render_many(self, values: Sequence[V], target: Path, *, fronts: bool = True, progress: Progress = None) -> int:
        """One form for each of `values`, all in one file; see `print_forms`. ValueError for a form without a layout."""
        if self.layout is None:
            raise ValueError(f"{self.key} is printed one at a time")
        return print_forms([self.layout(each) for each in values], target, fronts=fronts, progress=progress)


def form_of(key: str) -> OfficerForm[Any]:
    """The form called `key`; KeyError where there is none."""
    return _BY_KEY[key]


def _at(values: object, path: str) -> object:
    for name in path.split("."):
        values = getattr(values, name)
    return values


_HOLDER: Needs = (("officer.name", "姓名"), ("officer.unit", "单位"), ("officer.cert_no", "证号"))
_APPLICANT: Needs = (
    *(("officer.name", "姓名"), ("officer.gender", "性别"), ("officer.id_no", "身份证号")),
    *(("officer.unit", "单位"), ("officer.staffing", "编制性质"), ("officer.photo", "照片")),
)
_OLD_CARD: Needs = (("old_cert_no", "原证号"), ("old_validity", "原有效期"))
_ROWS: Needs = (("rows", "人员"), ("as_of", "截至日期"))
_RESULT: Needs = (("rows", "单位"), ("foot.definition", "口径说明"))
_NEEDS: dict[str, Needs] = {
    "application": _APPLICANT,
    "exchange": (*_APPLICANT, *_OLD_CARD, ("reasons", "换证原因")),
    "reissue": (*_APPLICANT, *_OLD_CARD, ("notice_medium", "声明刊登媒体"), ("notice_date", "刊登日期")),
    "loss_notice": (("name", "姓名"), ("unit", "单位"), ("cert_no", "证号")),
    "suspension": (
        *(*_HOLDER, ("organ", "决定机关"), ("number", "文号"), ("facts", "事由"), ("basis", "依据")),
        *(("suspended_from", "暂扣起日"), ("remedies", "救济途径"), ("decided_on", "决定日期")),
    ),
    "handover": (("cards", "证件"),),
    "return": (*_HOLDER, ("suspended", "暂扣期间"), ("hours_total", "学时合计"), ("test_score", "考核成绩")),
    "cancellation": (*_HOLDER, ("chosen", "注销原因"), ("card_returned", "证件是否交回"), ("handler", "经办人")),
    "cancellation_list": (("rows", "证件"),),
    "receipts": (("rows", "证件"), ("batch", "批次")),
    "check_cards": (("cards", "人员"),),
    **dict.fromkeys(("public_roster", "office_roster", "full_roster", "summary"), _ROWS),
    **dict.fromkeys(("subjects", "supervisors", "auxiliaries", "counsels"), _ROWS),
    "album": (("officers", "人员"),),
    "legal_review": (("units", "单位"), ("as_of", "截至日期"), ("foot.definition", "口径说明")),
    "clean_up": (("rows", "单位"), ("period", "清理时间")),
    "training_cards": (("cards", "人员"),),
    "training_plan": (("unit", "单位"), ("year", "年度"), ("classes", "班次")),
    "sign_in": (("title", "培训名称"), ("day", "日期"), ("people", "人员")),
    "class_roster": (("title", "培训名称"), ("people", "人员")),
    "compliance": (*_RESULT, ("rule", "规则"), ("as_of", "截至日期")),
    "unmet": (("rule", "规则"), ("as_of", "截至日期"), ("foot.definition", "口径说明")),
    "round": (*_RESULT, ("deadline", "轮训时限")),
    "assessment": (*_HOLDER, ("year", "年度"), ("indicators", "考核指标")),
}
_C, _R, _T, _A = FormGroup.CERTIFICATE, FormGroup.ROSTER, FormGroup.TRAINING, FormGroup.ASSESSMENT
_ONE, _MANY, _UNITS, _CLASS = About.OFFICER, About.OFFICERS, About.UNITS, About.TRAINING_CLASS

OFFICER_FORMS: tuple[OfficerForm[Any], ...] = (
    OfficerForm("application", "申领审批表", _C, _ONE, ApplicationValues(), render_application, application_form),
    OfficerForm("exchange", "换证审批表", _C, _ONE, ExchangeValues(), render_exchange, exchange_form),
    OfficerForm("reissue", "补证审批表", _C, _ONE, ExchangeValues(lost=True), render_exchange, exchange_form),
    OfficerForm("loss_notice", "遗失声明", _C, _ONE, LossNoticeValues(), render_loss_notice),
    OfficerForm("suspension", "暂扣通知书", _C, _ONE, SuspensionValues(), render_suspension, suspension_form),
    OfficerForm("handover", "证件交接单", _C, _MANY, HandoverValues(), render_handover),
    OfficerForm("return", "离岗教育结业及恢复上岗审批表", _C, _ONE, ReturnValues(), render_return, return_form),
    OfficerForm("cancellation", "注销申请表", _C, _ONE, CancellationValues(), render_cancellation, cancellation_form),
    OfficerForm("cancellation_list", "注销名单", _C, _MANY, CancellationListValues(), render_cancellation_list),
    OfficerForm("receipts", "领取登记表", _C, _MANY, ReceiptValues(), render_receipts),
    OfficerForm("check_cards", "证件信息核对卡", _C, _MANY, CheckCardsValues(), render_check_cards),
    OfficerForm("public_roster", "人员清单（公开）", _R, _MANY, OfficerRosterValues(), render_public_roster),
    OfficerForm("office_roster", "人员花名册", _R, _MANY, OfficerRosterValues(), render_office_roster),
    OfficerForm("full_roster", "人员花名册（全部项目，A3）", _R, _MANY, OfficerRosterValues(), render_full_roster),
    OfficerForm("summary", "人员信息汇总表", _R, _MANY, OfficerRosterValues(), render_summary),
    OfficerForm("album", "照片册", _R, _MANY, AlbumValues(), render_album),
    OfficerForm("subjects", "执法主体清单", _R, _UNITS, ListValues(), render_subjects),
    OfficerForm("legal_review", "法制审核机构和人员登记清单", _R, _UNITS, LegalReviewValues(), render_legal_review),
    OfficerForm("supervisors", "执法监督员名册", _R, _MANY, ListValues(), render_supervisors),
    OfficerForm("auxiliaries", "辅助人员名册", _R, _MANY, ListValues(), render_auxiliaries),
    OfficerForm("counsels", "公职律师和法律顾问名册", _R, _MANY, ListValues(), render_counsels),
    OfficerForm("clean_up", "资格清理统计表", _R, _UNITS, CleanUpValues(), render_clean_up),
    OfficerForm("training_cards", "培训登记卡", _T, _MANY, TrainingCardsValues(), render_training_cards),
    OfficerForm("training_plan", "培训计划备案表", _T, _UNITS, TrainingPlanValues(), render_training_plan),
    OfficerForm("sign_in", "签到册", _T, _CLASS, TrainingClassValues(), render_sign_in),
    OfficerForm("class_roster", "学员花名册", _T, _CLASS, TrainingClassValues(), render_class_roster),
    OfficerForm("compliance", "学时达标汇总表", _T, _UNITS, ComplianceValues(), render_compliance),
    OfficerForm("unmet", "未达标人员名单", _T, _UNITS, UnmetValues(), render_unmet),
    OfficerForm("round", "轮训情况表", _T, _UNITS, RoundValues(), render_round),
    OfficerForm("assessment", "年度考核登记表", _A, _ONE, AssessmentValues(), render_assessment, assessment_form),
)
_BY_KEY = {form.key: form for form in OFFICER_FORMS}
