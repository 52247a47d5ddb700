import pytest


@pytest.fixture
def roster(tmp_path):
    return tmp_path / "名册.xlsx"
