"""Empty papers for the tests of whole texts to draw on."""

from pathlib import Path

import pytest

from tests.bot.reading_text.sheets import Sheets


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    """An empty paper of letter size."""
    return Sheets(tmp_path / "paper.pdf")
