"""Every ledger of the desk in the order in which searches answer, and those that take in agencies' files."""

from __future__ import annotations

from typing import Any

from services.agencies import AgencyGroupLedger, AgencyLedger
from services.benches.campaigns import CampaignLedger
from services.case_files import CaseFileLedger
from services.certificates.ledger import CertificateLedger
from services.complaints import ComplaintLedger
from services.documents.drafts import DraftLedger
from services.documents.ledger import DocumentLedger
from services.documents.phrases import PhraseLedger
from services.documents.registers import NumberRegisterLedger
from services.documents.seals import SealUseLedger
from services.documents.templates import TemplateLedger
from services.due.reminder_rules import ReminderRuleLedger
from services.evaluation.ledger import FrozenReportLedger
from services.exits import ExitCaseLedger
from services.holidays import HolidayLedger
from services.ledger import BasicLedger
from services.meetings.ledgers import MeetingLedger, MeetingMemberLedger
from services.officers import OfficerLedger
from services.people_ledgers import PEOPLE_LEDGERS
from services.plans.extension_ledger import ExtensionLedger
from services.plans.ledger import TaskLedger
from services.plans.plan_ledger import PlanLedger
from services.plans.unit_tasks import ObligationLedger
from services.province_ledgers import ProvinceRuleLedger, ReasonCodeLedger
from services.rectification import RectificationLedger
from services.reporting.chase import ChaseLedger
from services.reporting.duties import ReportDutyLedger
from services.reporting.reports import UnitReportLedger
from services.reviews.ledgers import SheetLedger, StandardLedger
from services.role_ledgers import ROLE_LEDGERS
from services.training.exemptions import TrainingExemptionLedger
from services.training.plan_items import TrainingPlanItemLedger
from services.training.plans import TrainingPlanLedger
from services.training.quota_ledgers import QuotaRuleLedger, UnitActivityLedger
from services.training.records import TrainingLedger
from services.training.rule_ledgers import TrainingConstraintLedger, TrainingRuleLedger
from services.training.sessions import TrainingSessionLedger
from services.units.ledgers import UNIT_LEDGERS

LEDGERS: tuple[type[BasicLedger[Any]], ...] = (
    AgencyLedger,
    AgencyGroupLedger,
    *UNIT_LEDGERS,
    OfficerLedger,
    CertificateLedger,
    *PEOPLE_LEDGERS,
    *ROLE_LEDGERS,
    TrainingLedger,
    TrainingSessionLedger,
    TrainingExemptionLedger,
    TrainingPlanLedger,
    TrainingPlanItemLedger,
    UnitActivityLedger,
    TrainingRuleLedger,
    TrainingConstraintLedger,
    QuotaRuleLedger,
    CampaignLedger,
    ExitCaseLedger,
    PlanLedger,
    TaskLedger,
    ObligationLedger,
    ExtensionLedger,
    ReportDutyLedger,
    UnitReportLedger,
    ChaseLedger,
    MeetingMemberLedger,
    MeetingLedger,
    FrozenReportLedger,
    RectificationLedger,
    ComplaintLedger,
    CaseFileLedger,
    StandardLedger,
    SheetLedger,
    DraftLedger,
    DocumentLedger,
    NumberRegisterLedger,
    SealUseLedger,
    TemplateLedger,
    PhraseLedger,
    HolidayLedger,
    ReminderRuleLedger,
    ProvinceRuleLedger,
    ReasonCodeLedger,
)
IMPORTABLE = (
    "units",
    *(ledger.spec.name for ledger in UNIT_LEDGERS),
    "officers",
    *(ledger.spec.name for ledger in (*PEOPLE_LEDGERS, *ROLE_LEDGERS)),
    "training",
    "training_sessions",
    "training_exemptions",
    "training_plans",
    "training_plan_items",
    "unit_activities",
    "meeting_members",
    "cases",
    "report_duties",
    "problems",
    "complaints",
    "documents",
    "number_registers",
    "seal_uses",
    "phrases",
    "holidays",
)
