"""Empty papers for the tests of reading to draw on."""

from pathlib import Path

import pytest

from tests.bot.reading.drafts import Draft


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """An empty paper of letter size."""
    return Draft(tmp_path / "paper.pdf")
