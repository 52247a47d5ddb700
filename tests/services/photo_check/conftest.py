"""示例县 and the folder that an agency's photos were put into."""

import pytest
from sqlalchemy import func, select

from models.agency import EnforcementAgency
from models.officer import EnforcementOfficer


@pytest.fixture
def office(sample_desk):
    return sample_desk.photos


@pytest.fixture
def unit(sample_desk):
    """The unit with the most officers, and these."""
    with sample_desk.database.read() as session:
        wanted = select(EnforcementOfficer.agency_id).group_by(EnforcementOfficer.agency_id)
        agency_id = session.scalar(wanted.order_by(func.count().desc(), EnforcementOfficer.agency_id).limit(1))
        name = session.scalar(select(EnforcementAgency.name).where(EnforcementAgency.id == agency_id))
        people = session.scalars(
            select(EnforcementOfficer)
            .where(EnforcementOfficer.agency_id == agency_id, EnforcementOfficer.post_status == "on_post")
            .order_by(EnforcementOfficer.id)
        ).all()
    return name, people


@pytest.fixture
def stranger(sample_desk, unit):
    """Somebody of another unit, whose name nobody of `unit` has."""
    names = {officer.name for officer in unit[1]}
    with sample_desk.database.read() as session:
        others = session.scalars(
            select(EnforcementOfficer).where(
                EnforcementOfficer.agency_id != unit[1][0].agency_id, EnforcementOfficer.name.not_in(names)
            )
        ).all()
    return others[0]


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "报来的照片"
    made.mkdir()
    return made
