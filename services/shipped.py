"""The rows that come with the program: into a new file, and into one that is older than the tables they are for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import HolidayDay
from models.province import ProvinceRule
from models.reminder import ReminderRule
from models.reporting import ReportDuty
from services.due.reminder_rules import take_shipped_reminder_rules
from services.plans.older_files import lacks_obligations, take_obligations
from services.province_rules import take_shipped_province_rules
from services.reasons import take_shipped_reason_codes
from services.reporting.raising import take_shipped_report_duties
from services.training.quotas import take_shipped_quota_rules
from services.training.rules import take_shipped_training_rules

TAKEN = "存入省级规则、原因代码、学时规则、年度任务指标、提醒规则、报送事项和单位任务"


def take_shipped_rows(session: Session, today: date) -> int:
    """Add what is not there yet, how many rows that were; rules of training hold from the year of `today` on."""
    return (
        take_shipped_province_rules(session)
        + take_shipped_reason_codes(session)
        + take_shipped_training_rules(session, today.year)
        + take_shipped_quota_rules(session)
        + take_shipped_reminder_rules(session)
        + take_shipped_report_duties(session)
        + (take_obligations(session, today) if lacks_obligations(session) else 0)
    )


def lacks_shipped_rows(session: Session) -> bool:
    """Whether the file was furnished by a release that did not have them: it has the holidays, but no rules.

    An upgrade that was cut off before the rows came in is seen by it as well.
    """
    furnished = session.scalar(select(HolidayDay.id).limit(1)) is not None
    newest = (ProvinceRule, ReminderRule, ReportDuty)
    lacks = any(session.scalar(select(kind.id).limit(1)) is None for kind in newest)
    return furnished and (lacks or lacks_obligations(session))
