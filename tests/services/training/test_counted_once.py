"""The same training twice, and two at one time: found, listed, counted once until decided (case 37). The quick reading
is held against a slow one that looks at every pair of records."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from models.base import Base
from models.engine import open_engine
from models.training import TrainingRecord
from services.training.attendance import could_clash, sums
from services.training.compliance import without
from services.training.doubles import Attended, Clash, clash, suspicions

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def attended(row_id, minutes=90, day=2, days=1, start="", end="", title="行政处罚法专题", source="", settled=False):
    first = date(2026, 3, day)
    last = first + timedelta(days=days - 1)
    return Attended(row_id, 1, "public_law", minutes, first, last, start, end, title, source, settled)


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        ({}, {}, Clash.DOUBLE),
        ({"title": "《行政处罚法》　专题"}, {"title": "行政处罚法专题"}, Clash.DOUBLE),
        ({}, {"title": "行政强制法专题"}, None),
        ({"source": "学习平台"}, {"source": "签到册"}, None),
        ({"start": "09:00", "end": "11:30"}, {"start": "14:00", "end": "16:30"}, None),
        ({"start": "09:00", "end": "11:30"}, {"start": "11:00", "end": "12:00", "title": "另一讲"}, Clash.OVERLAP),
        ({"start": "09:00", "end": "11:30"}, {"start": "11:30", "end": "12:00", "title": "另一讲"}, None),
        ({"minutes": 240}, {"minutes": 240, "title": "下午的班"}, None),
        ({"minutes": 360}, {"minutes": 135, "title": "网络课程"}, Clash.OVERLAP),
        ({"minutes": 720, "days": 2}, {"minutes": 121, "day": 3, "title": "网络课程"}, Clash.OVERLAP),
        ({"minutes": 720, "days": 2}, {"minutes": 360, "day": 4, "title": "网络课程"}, None),
    ],
)
def test_when_two_records_cannot_both_count(one, two, found):
    a, b = attended(1, **one), attended(2, **two)
    assert clash(a, b) is found
    assert clash(b, a) is found


def test_the_later_registered_one_waits():
    (found,) = suspicions([attended(2), attended(1)])
    assert (found.later.id, found.earlier.id) == (2, 1)


def test_what_clashes_only_with_an_uncounted_one_counts():
    first = attended(1, start="09:00", end="11:00", title="甲")
    second = attended(2, start="10:00", end="12:00", title="乙")
    third = attended(3, start="11:30", end="13:00", title="丙")
    assert [s.later.id for s in suspicions([first, second, third])] == [2]


def test_what_was_decided_is_not_asked_about_again():
    assert suspicions([attended(1), attended(2, settled=True)]) == []
    assert [s.later.id for s in suspicions([attended(1), attended(2, settled=True), attended(3)])] == [3]


# --- quick against slow ------------------------------------------------------------------------


def slow_clash(a, b):
    """As the rule reads, day by day and with fractions."""
    same = a.held_on == b.held_on and (a.source or "") == (b.source or "") and a.title == b.title
    both_timed = a.start_time and b.start_time
    shared = days_of(a) & days_of(b)
    touching = bool(both_timed) and bool(minutes_of(a) & minutes_of(b))
    if same:
        return not (both_timed and a.start_time != b.start_time and not touching)
    if not shared:
        return False
    if both_timed:
        return touching
    return sum(Fraction(r.minutes, len(days_of(r))) for r in (a, b)) > 480


def days_of(record):
    last = record.ends_on or record.held_on
    return {record.held_on + timedelta(days=n) for n in range((last - record.held_on).days + 1)}


def minutes_of(record):
    start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (record.start_time, record.end_time))
    return set(range(start, end))


def slow_minutes(records):
    """Minutes by officer and category, every record against every earlier one."""
    found, kept = {}, {}
    for record in sorted(records, key=lambda r: r.id):
        if record.status != "confirmed" or record.deleted_at or not FIRST <= record.held_on <= LAST:
            continue
        if record.duplicate_of_id not in (None, record.id):
            continue
        own = kept.setdefault(record.officer_id, [])
        if record.duplicate_of_id is None and any(slow_clash(earlier, record) for earlier in own):
            found.setdefault(record.officer_id, {}).setdefault(record.category, 0)
            continue
        own.append(record)
        minutes = found.setdefault(record.officer_id, {})
        minutes[record.category] = minutes.get(record.category, 0) + record.minutes
    return found


TIMES = [None, None, ("09:00", "11:30"), ("11:00", "12:00"), ("14:00", "17:00")]
RECORD = st.builds(
    lambda **values: values,
    officer_id=st.integers(1, 2),
    title=st.sampled_from(["甲班", "乙班"]),
    category=st.sampled_from(["public_law", "skill"]),
    day=st.integers(-1, 4),
    days=st.sampled_from([1, 1, 1, 2, 4]),
    minutes=st.sampled_from([45, 240, 300, 480]),
    times=st.sampled_from(TIMES),
    source=st.sampled_from([None, "学习平台"]),
    status=st.sampled_from(["confirmed", "confirmed", "confirmed", "pending", "void"]),
    double=st.sampled_from([None, None, None, "self", "first"]),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = open_engine(tmp_path_factory.mktemp("学时") / "desk.db", bytes(32), enforce_foreign_keys=False, create=True)
    Base.metadata.create_all(made)
    yield made
    made.dispose()


def stored(values, row_id):
    times = values["times"] or (None, None)
    first = FIRST + timedelta(days=values["day"])
    return TrainingRecord(
        id=row_id,
        held_on=first,
        ends_on=first + timedelta(days=values["days"] - 1) if values["days"] > 1 else None,
        start_time=times[0],
        end_time=times[1],
        duplicate_of_id={"self": row_id, "first": 1, None: None}[values["double"]],
        **{key: values[key] for key in ("officer_id", "title", "category", "minutes", "source", "status")},
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORD, max_size=9))
def test_the_quick_reading_counts_what_the_slow_one_counts(engine, drawn):
    with engine.connect() as connection:
        outer = connection.begin()
        session = Session(connection, join_transaction_mode="create_savepoint")
        records = [stored(values, place) for place, values in enumerate(drawn, start=1)]
        session.add_all(records)
        session.flush()
        quick = without(sums(session, FIRST, LAST), suspicions(could_clash(session, FIRST, LAST, 480)))
        assert quick == slow_minutes(records)
        session.close()
        outer.rollback()
