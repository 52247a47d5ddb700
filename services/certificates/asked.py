"""某日是否持证: lines of a name and a day, as they are copied from a case file or a list, each with its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer
from services.certificates.as_of import certified_on
from services.imports import clean
from services.imports.dates import read_date
from services.uow import Database

MOST_LINES = 2_000
IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
HEADINGS = frozenset({"执法日期", "时间", "日期", "姓名", "执法人员"})


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """One line: who and when as understood, the answer in words, the event that it rests on.

    `certified` is None where the line could not be answered; `words` says why.
    """

    name: str
    unit: str
    day: date | None
    certified: bool | None
    words: str
    reference: str = ""


def answer_lines(database: Database, text: str, today: date) -> Sequence[DayAnswer]:
    """Each line names an officer (with unit or identity number where the name is borne twice) and a day.

    A line without a day asks of today. Several officers of one line are joined by 、 as in a case file.
    """
    with database.read() as session:
        return [answer for line in text.splitlines()[:MOST_LINES] for answer in _line(session, line, today)]


def _line(session: Session, line: str, today: date) -> Iterator[DayAnswer]:
    words = [word for word in re.split(r"[\t ,，;；　]+", line.strip()) if word]
    if not words or set(words) <= HEADINGS:
        return
    day, rest, wrong = _day(words, today)
    identity = next((word for word in rest if IDENTITY.fullmatch(word)), "")
    names = [word for word in rest if word != identity]
    if wrong or not (names or identity):
        yield DayAnswer("、".join(names) or line.strip(), "", day, None, wrong or "没有写姓名。")
        return
    unit = "".join(names[1:])
    for name in names[0].split("、") if names else [""]:
        yield _answer(session, clean.person(name).text, unit, identity, day, today)


def _day(words: Sequence[str], today: date) -> tuple[date | None, list[str], str]:
    """The day, the other words, and what is wrong with what looks like a day."""
    for word in words:
        if not word[0].isdigit() or IDENTITY.fullmatch(word):
            continue
        read = read_date(word)
        others = [other for other in words if other is not word]
        return read.value, others, "" if read.value else f"“{word}”不是完整的日期，写成2026-05-06这样。"
    return today, list(words), ""


def _answer(session: Session, name: str, unit: str, identity: str, day: date | None, today: date) -> DayAnswer:
    officer = EnforcementOfficer
    found = select(officer, EnforcementAgency).join(EnforcementAgency, EnforcementAgency.id == officer.agency_id)
    found = found.where(officer.deleted_at.is_(None), officer.id_no == identity if identity else officer.name == name)
    rows = [(person, agency) for person, agency in session.execute(found)]
    if len(rows) > 1 and unit:
        rows = [(person, agency) for person, agency in rows if unit in _names_of(agency)]
    if day is None or day > today:
        return DayAnswer(name, unit, day, None, "日期晚于今天，不能回答。")
    if not rows:
        return DayAnswer(name, unit, day, None, "名册里没有这个人。核对姓名，或者先登记。")
    if len(rows) > 1:
        units = "、".join(agency.short_name or agency.name for _person, agency in rows)
        return DayAnswer(name, unit, day, None, f"有{len(rows)}人同名（{units}），写上单位或身份证号再查。")
    person, agency = rows[0]
    told = certified_on(session, person.id, day)
    return DayAnswer(person.name, agency.short_name or agency.name, day, told.certified, told.words, told.reference)


def _names_of(agency: EnforcementAgency) -> str:
    return "\n".join(filter(None, (agency.name, agency.short_name, agency.aliases)))
