"""A photo as it comes from a studio."""

import pytest
from PIL import Image


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (358, 441), (230, 240, 250)).save(path, quality=95)
    return path
