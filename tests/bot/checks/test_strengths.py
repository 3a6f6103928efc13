"""An answer keeps the paper's doubts, bounds, scope and units."""

import pytest

from bot.checks.strengths import overstated


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Gates help drivers to extrapolate.", "Gates may help drivers to extrapolate."),
        ("闸门能让司机更安全。", "Gates might make drivers safer."),
        ("Signs raise safety.", "Signs can raise safety if drivers read them."),
        ("All drivers gain.", "Drivers gain."),
        ("所有司机都受益。", "Drivers benefit."),
        ("Only drivers gain.", "Drivers gain."),
        ("Both noise and dust fall.", "The gate only reduces noise."),
        ("It serves at most 30 cars.", "It serves over 30 cars."),
        ("至多减少 30%。", "It saves over 30%."),
        ("Each gate adds 2 ms per driver.", "Each gate adds 2 ms per car."),
        ("每个请求增加 2 毫秒。", "It adds 2 ms per token."),
        ("For trucks, agreement is low.", "For cars, agreement is low."),
        ("这直接证明了闸门有用。", "This provides indirect evidence that gates help."),
    ],
)
def test_what_is_said_too_strongly_is_seen(claim: str, sentence: str) -> None:
    assert overstated(claim, [sentence])


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Gates may let drivers extrapolate.", "Gates might help drivers to extrapolate."),
        ("闸门可能让司机更安全。", "Gates might make drivers safer."),
        ("Signs can raise safety.", "Signs can raise safety if drivers read them."),
        ("All drivers gain.", "Every driver gains."),
        ("只有司机受益。", "Only drivers benefit."),
        ("不仅司机受益。", "Drivers benefit, and so do others."),
        ("It serves more than 30 cars.", "It serves over 30 cars."),
        ("It began on May 3, 2021.", "The survey began on May 3, 2021."),
        ("每个词元增加 2 毫秒。", "It adds 2 ms per token."),
        ("For cars, agreement is low.", "For cars, agreement is low."),
    ],
)
def test_what_is_said_as_strongly_passes(claim: str, sentence: str) -> None:
    assert not overstated(claim, [sentence])
