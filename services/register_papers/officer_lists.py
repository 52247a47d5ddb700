"""Lists of officers and their cards: rosters, album, 交接单, 领取登记表, 注销名单, 核对卡."""

from __future__ import annotations

from dataclasses import replace

from models.certificate import EventKind
from models.officer import PostStatus
from services.certificates.kinds import CERTIFYING
from services.printing.forms.certificate_endings import (
    CancellationListValues,
    CancellationRow,
    HandedOverCard,
    HandoverValues,
)
from services.printing.forms.certificate_returns import ReceiptRow, ReceiptValues
from services.printing.forms.check_card import CheckCardsValues, CheckCardValues
from services.printing.forms.photo_album import AlbumValues
from services.printing.forms.rosters import OfficerRosterValues
from services.register_papers.certificate_events import cancel_codes, cancel_reasons, event_of, last_events
from services.register_papers.certificate_papers import YES_NO
from services.register_papers.filling import Filling
from services.register_papers.people import Person, people
from services.words import chinese_date

PUBLIC_CHOICE = "只列截至日在岗、持有效执法证件的人员。"
ROSTER_WORDS = "一人一行，证件为本人现持的行政执法证；身份证号只印首尾。"


def public_roster(filling: Filling) -> list[OfficerRosterValues]:
    """人员清单（公开）: only who may enforce on the day; the register's remarks stay in the house."""
    chosen = people(filling)
    certified = [person for person in chosen if _may_enforce(person)]
    left_out = len(chosen) - len(certified)
    words = f"{PUBLIC_CHOICE}本表{len(certified)}人" + (f"，另有{left_out}人不在此列。" if left_out else "。")
    rows = tuple(replace(person.values, note="", id_no="", phone="", birth="") for person in certified)
    return [OfficerRosterValues(rows, as_of=filling.as_of, foot=filling.foot(words))]


def roster(filling: Filling) -> list[OfficerRosterValues]:
    """花名册 and 汇总表: everybody chosen."""
    chosen = people(filling)
    with_card = sum(person.card is not None for person in chosen)
    words = f"{ROSTER_WORDS}本表{len(chosen)}人，其中登记有证件的{with_card}人。"
    rows = tuple(person.values for person in chosen)
    return [OfficerRosterValues(rows, as_of=filling.as_of, foot=filling.foot(words))]


def album(filling: Filling) -> list[AlbumValues]:
    """照片册 in the order of the roster."""
    chosen = people(filling, photos=True)
    units = {person.unit.name for person in chosen}
    with_photo = sum(person.values.photo is not None for person in chosen)
    words = f"照片取自本人资料里留存的图片。本册{len(chosen)}人，有照片的{with_photo}人。"
    parts = [*units] if len(units) == 1 else []
    subtitle = "　".join([*parts, f"截至{filling.as_of}"])
    return [AlbumValues(tuple(p.values for p in chosen), subtitle=subtitle, foot=filling.foot(words))]


def check_cards(filling: Filling) -> list[CheckCardsValues]:
    """核对卡; the code holds number, state and day, no personal data."""
    cards = []
    for person in people(filling, photos=True):
        values = person.values
        code = f"证号{values.cert_no}，{values.cert_state}，截至{filling.as_of}" if values.cert_no else ""
        cards.append(CheckCardValues(values, code, filling.as_of, filling.bureau))
    return [CheckCardsValues(tuple(cards))]


def handover(filling: Filling) -> list[HandoverValues]:
    """交接单 of cards that come to the bureau; people without a card are left out."""
    held = [person for person in people(filling) if person.card is not None]
    known = cancel_reasons(filling)
    events = last_events(filling, held, {EventKind.SUSPENDED, EventKind.RECALLED, EventKind.CANCELLED})
    units = {person.unit.name for person in held}
    cards = []
    for person in held:
        event = event_of(events, person.card)
        why = "、".join(known[code] for code in cancel_codes(person, event, known))
        reason = event.reason or why if event else why
        cards.append(HandedOverCard(person.values.name, person.values.unit, person.values.cert_no, reason))
    return [HandoverValues(tuple(cards), giver=units.pop() if len(units) == 1 else "", receiver=filling.bureau)]


def cancellation_list(filling: Filling) -> list[CancellationListValues]:
    """注销名单; whether a card came back is said only where it was registered."""
    held = [person for person in people(filling) if person.card is not None]
    known = cancel_reasons(filling)
    events = last_events(filling, held, {EventKind.CANCELLED, EventKind.RECALLED})
    rows = []
    for person in held:
        event, values = event_of(events, person.card), person.values
        reason = "、".join(known[code] for code in cancel_codes(person, event, known))
        returned = YES_NO[event.card_returned] if event else ""
        rows.append(CancellationRow(values.name, values.unit, values.cert_no, values.valid_to, reason, returned))
    units = {person.unit.name for person in held}
    words = f"本名单{len(rows)}本。原因取自注销登记；还没有登记的，按台账中的去向和证件状态填写，请核对。"
    subtitle = units.pop() if len(units) == 1 else ""
    return [CancellationListValues(tuple(rows), subtitle, filling.foot(words))]


def receipts(filling: Filling) -> list[ReceiptValues]:
    """领取登记表 of the cards chosen."""
    held = [person for person in people(filling) if person.card is not None]
    rows = tuple(
        ReceiptRow(p.values.unit, p.values.name, p.values.cert_no, p.values.valid_to, p.values.old_cert_no)
        for p in held
    )
    return [ReceiptValues(rows, chinese_date(filling.day), filling.foot(f"本表{len(rows)}本，领证时本人签名。"))]


def _may_enforce(person: Person) -> bool:
    card = person.card
    if card is None or card.status not in CERTIFYING or person.state == "expired":
        return False
    return person.officer.post_status is PostStatus.ON_POST and person.officer.enforcing
