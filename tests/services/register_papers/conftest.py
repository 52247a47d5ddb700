"""示例县 with its papers, and what a printed file says."""

import re

import pypdfium2
import pytest
from sqlalchemy import select

from services.access import Actor, Role


@pytest.fixture
def papers(sample_desk):
    return sample_desk.register_papers


@pytest.fixture
def text_of():
    """The words of a file without blanks and line ends."""

    def read(file):
        with pypdfium2.PdfDocument(str(file)) as document:
            return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))

    return read


@pytest.fixture
def pages_of():
    def count(file):
        with pypdfium2.PdfDocument(str(file)) as document:
            return len(document)

    return count


@pytest.fixture
def rows(sample_desk):
    """Records of 示例县 by class and conditions."""

    def find(record, *conditions):
        with sample_desk.database.read() as session:
            wanted = select(record).where(record.deleted_at.is_(None), *conditions).order_by(record.id)
            return session.scalars(wanted).all()

    return find


@pytest.fixture
def store(sample_desk):
    """Adds records, gives back their ids."""

    def put(*records):
        with sample_desk.database.write("登记") as session:
            session.add_all(records)
            session.flush()
            return [record.id for record in records]

    return put


@pytest.fixture
def change(sample_desk):
    def do(record, row_id, **values):
        with sample_desk.database.write("修改") as session:
            item = session.get(record, row_id)
            for key, value in values.items():
                setattr(item, key, value)

    return do


@pytest.fixture
def as_reader(sample_desk):
    sample_desk.database.actor = lambda: Actor("简若宁", Role.READER)
