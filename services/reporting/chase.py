"""催办: which units owe what, the text for their contact persons, and the record of each call."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models.agency import AgencyContact, EnforcementAgency
from models.reporting import ChaseRecord, ChaseWay
from services.clock import Clock
from services.documents.reminder import Sender
from services.errors import ConflictError, ValidationError
from services.ledger import BasicLedger
from services.ledger_select import Reference
from services.query import Outcome
from services.reporting.labels import BY_HAND, COLOUR_CHIPS, COLOUR_LABELS, WAY_LABELS
from services.reporting.owed import Matter, by_pinyin, by_unit, matters
from services.reporting.texts import chase_words, text_parts
from services.settings import Settings, value_of
from services.spec import FieldSpec, Kind, LedgerSpec
from services.unit_reference import UNIT
from services.uow import Database
from services.words import storable

LONGEST_SAID = 2000
NO_MATTER = "没有选事项。至少选一项再登记。"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the desk calls in a unit; `duty` tells for what."""

    name: str
    phone: str
    duty: str = ""

    @property
    def words(self) -> str:
        """联络员　程望山　029-00000000."""
        return "　".join(filter(None, (self.duty, self.name, self.phone)))


@dataclass(frozen=True, slots=True)
class UnitOwing:
    """A unit with everything that it owes."""

    agency_id: int
    unit: str
    matters: tuple[Matter, ...]
    contacts: tuple[Contact, ...] = ()
    last_chased_on: date | None = None

    @property
    def late(self) -> int:
        """How many matters are past their day."""
        return sum(each.late for each in self.matters)

    @property
    def calls(self) -> int:
        """Calls about the matter that was called about most."""
        return max((each.calls for each in self.matters), default=0)

    @property
    def most_late(self) -> int:
        """Days of the matter that is latest; 0 where none is late."""
        return max((-each.days for each in self.matters if each.late), default=0)


@dataclass(frozen=True, slots=True)
class Call:
    """What is noted of one call, message or visit."""

    way: str
    contact: str = ""
    said: str = ""
    answer: str = ""
    promised_on: date | None = None
    chased_on: date | None = None


class Chasing:
    """The window 催办. What is owed is a query at the moment it is asked."""

    def __init__(self, database: Database, settings: Settings, now: Clock) -> None:
        self._db, self._settings, self._now = database, settings, now

    @property
    def today(self) -> date:
        """The desk's day."""
        return self._now().date()

    def units(self, agency_ids: Collection[int] | None = None) -> Sequence[UnitOwing]:
        """The units that owe something late or near, the ones with most late matters first, then by name."""
        with self._db.read() as session:
            found = matters(session, self.today, value_of(session, "slip_blue_days"), agency_ids)
            owing = by_unit(found)
            people = contacts_of(session, list(owing))
            last = _last_chased(session, list(owing))
            places = by_pinyin(session, list(owing))
        made = [
            UnitOwing(agency_id, owed[0].unit, tuple(owed), people.get(agency_id, ()), last.get(agency_id))
            for agency_id, owed in owing.items()
        ]
        return sorted(made, key=lambda each: (-each.late, -each.most_late, places[each.agency_id]))

    def chase_text(
        self, agency_id: int, contact: str = "", keys: Collection[tuple[str, int, int]] | None = None
    ) -> str:
        """The short text about everything that the unit owes (or about the matters of `keys`), ready to paste.

        Addressed to `contact`, else to the unit's first contact person. Empty where nothing is owed.
        """
        with self._db.read() as session:
            found = matters(session, self.today, value_of(session, "slip_blue_days"), (agency_id,))
            chosen = [each for each in found if keys is None or each.key in keys]
            people = contacts_of(session, [agency_id]).get(agency_id, ())
            sender = sender_of(session)
            return chase_words(text_parts(session), sender, contact or _person(people), chosen)

    def record(self, chased: Sequence[Matter], call: Call) -> Outcome:
        """登记催办: one row per matter, all about one call.

        ValidationError for a wrong way or day, ConflictError where nothing was chosen.
        """
        if not chased:
            raise ConflictError(NO_MATTER)
        day = call.chased_on or self.today
        if problems := self._faults(call, day):
            raise ValidationError(problems)
        with self._db.write(f"登记催办：{chased[0].unit}"[:100]) as session:
            for matter in chased:
                session.add(chase_row(matter, ChaseWay(call.way), day, call))
            session.flush()
            group = session.info.get("group")
        units = len({matter.agency_id for matter in chased})
        whom = chased[0].unit if units == 1 else f"{units}个单位"
        return Outcome(f"已登记催办{whom}，{len(chased)}项。", group)

    def _faults(self, call: Call, day: date) -> dict[str, str]:
        problems = {}
        if call.way not in {way.value for way in BY_HAND}:
            problems["way"] = "请选催办方式。"
        if day > self.today:
            problems["chased_on"] = "催办日期晚于今天，请填实际日期。"
        if call.promised_on is not None and call.promised_on < day:
            problems["promised_on"] = "承诺日期早于催办日期，请核对。"
        for key, words in (("said", call.said), ("answer", call.answer)):
            if len(words) > LONGEST_SAID:
                problems[key] = f"最多{LONGEST_SAID}字，现在是{len(words)}字。"
        return problems


def chase_row(
    matter: Matter,
    way: ChaseWay,
    day: date,
    call: Call | None = None,
    *,
    colour: str | None = None,
    document_id: int | None = None,
) -> ChaseRecord:
    """The row of one chase about one matter."""
    call = call or Call(way.value)
    return ChaseRecord(
        agency_id=matter.agency_id,
        entity=matter.entity,
        entity_id=matter.entity_id,
        subject=(f"{matter.title}（{matter.source}）" if matter.source else matter.title)[:200],
        chased_on=day,
        way=way,
        contact=storable(call.contact)[:50] or None,
        said=storable(call.said) or None,
        answer=storable(call.answer) or None,
        promised_on=call.promised_on,
        colour=colour,
        document_id=document_id,
    )


def sender_of(session: Session) -> Sender:
    """The bureau with its contact person and telephone."""
    return Sender(*(str(value_of(session, key)) for key in ("bureau_name", "contact_name", "contact_phone")))


def contacts_of(session: Session, agency_ids: Sequence[int]) -> Mapping[int, tuple[Contact, ...]]:
    """The contact persons of units: those registered one by one, then the one beside the unit's name."""
    found: dict[int, list[Contact]] = {}
    person, unit = AgencyContact, EnforcementAgency
    for row in session.scalars(
        select(person).where(person.agency_id.in_(agency_ids), person.deleted_at.is_(None)).order_by(person.id)
    ):
        found.setdefault(row.agency_id, []).append(Contact(row.name, row.phone or "", row.duty or ""))
    for row_id, name, phone in session.execute(
        select(unit.id, unit.contact, unit.phone).where(unit.id.in_(agency_ids))
    ):
        known = found.setdefault(row_id, [])
        if name and name not in {each.name for each in known}:
            known.append(Contact(name, phone or ""))
    return {row_id: tuple(people) for row_id, people in found.items() if people}


def _last_chased(session: Session, agency_ids: Sequence[int]) -> Mapping[int, date]:
    chase = ChaseRecord
    rows = session.execute(
        select(chase.agency_id, func.max(chase.chased_on))
        .where(chase.agency_id.in_(agency_ids), chase.deleted_at.is_(None))
        .group_by(chase.agency_id)
    )
    return {agency_id: day for agency_id, day in rows if agency_id is not None}


def _person(people: Sequence[Contact]) -> str:
    return f"{people[0].name}同志" if people else ""


class ChaseLedger(BasicLedger[ChaseRecord]):
    """催办记录. Rows come from 催办, letters and slips; what was said and answered can be completed here."""

    record = ChaseRecord
    references: ClassVar[Mapping[str, Reference]] = {"agency_id": UNIT}
    spec = LedgerSpec(
        name="chases",
        title="催办记录",
        item="催办记录",
        purpose="哪天用什么方式催了哪个单位、对方怎么答复；同一事项催过几次。",
        unit_word="次",
        default_sort="chased_on",
        default_descending=True,
        title_field="subject",
        state_field="way",
        addable=False,
        empty_hint="在“催办”里登记电话、微信和上门催办；催报函和督办单签发后自动登记。",
        fields=(
            FieldSpec("chased_on", "日期", Kind.DATE, required=True, width_chars=6),
            FieldSpec(
                "agency_id", "单位", Kind.REFERENCE, reference="units", in_form=False, in_filter=True, width_chars=10
            ),
            FieldSpec("subject", "事项", in_form=False, max_length=200, width_chars=13),
            FieldSpec("way", "方式", Kind.CHOICE, required=True, choices=WAY_LABELS, in_filter=True, width_chars=5),
            FieldSpec(
                "nth",
                "次数",
                Kind.INTEGER,
                computed=True,
                in_form=False,
                plain=True,
                width_chars=3,
                help="同一单位同一事项的第几次催办。",
            ),
            FieldSpec(
                "colour",
                "等级",
                Kind.CHOICE,
                choices=COLOUR_LABELS,
                states=COLOUR_CHIPS,
                in_form=False,
                width_chars=4,
            ),
            FieldSpec("contact", "联系人", max_length=50, in_table=False, in_print=True),
            FieldSpec("said", "催办内容", Kind.LONG_TEXT, max_length=LONGEST_SAID, in_table=False, in_print=True),
            FieldSpec("answer", "答复", Kind.LONG_TEXT, max_length=LONGEST_SAID, width_chars=7),
            FieldSpec("promised_on", "承诺日期", Kind.DATE, in_table=False, in_print=True),
        ),
    )

    def computed(self, today: date) -> Mapping[str, Any]:
        """Which chase about the same matter of the same unit this was."""
        chase, earlier = ChaseRecord, aliased(ChaseRecord)
        nth = (
            select(func.count(earlier.id))
            .where(
                earlier.entity == chase.entity,
                earlier.entity_id == chase.entity_id,
                earlier.agency_id.is_not_distinct_from(chase.agency_id),
                earlier.deleted_at.is_(None),
                (earlier.chased_on < chase.chased_on)
                | ((earlier.chased_on == chase.chased_on) & (earlier.id <= chase.id)),
            )
            .correlate(chase)
            .scalar_subquery()
        )
        return {"nth": nth}

    def check(self, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
        """Days in order."""
        chased, promised = values.get("chased_on"), values.get("promised_on")
        if chased and chased > self.today:
            return {"chased_on": "催办日期晚于今天，请填实际日期。"}
        if chased and promised and promised < chased:
            return {"promised_on": "承诺日期早于催办日期，请核对。"}
        return {}

    def why_fixed(self, item: ChaseRecord, keys: Collection[str]) -> str:
        """What a signed paper says of itself stays; what was answered can be added."""
        if item.document_id and {"way", "chased_on", "deleted_at"} & set(keys):
            return f"这条记录来自已签发的{WAY_LABELS[item.way.value]}，没有改动。需要时作废那份文书。"
        return ""
