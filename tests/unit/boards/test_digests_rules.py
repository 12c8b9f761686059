"""When digests leave, and how a person hears of a kind."""

from datetime import datetime

import pytest

from boards.rules.digests import LONDON, Frequency, frequency_of, leaves_at


def london(*parts):
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("frequency", "now", "left"),
    [
        ("daily", london(2026, 11, 21, 8), london(2026, 11, 21, 8)),
        ("daily", london(2026, 11, 21, 7, 59), london(2026, 11, 20, 8)),
        ("daily", london(2027, 1, 1, 0, 5), london(2026, 12, 31, 8)),
        # The clocks go forward and back: eight o'clock stays eight o'clock.
        ("daily", london(2026, 3, 29, 9), london(2026, 3, 29, 8)),
        ("daily", london(2026, 10, 25, 7, 30), london(2026, 10, 24, 8)),
        ("weekly", london(2026, 11, 23, 8), london(2026, 11, 23, 8)),
        ("weekly", london(2026, 11, 23, 7), london(2026, 11, 16, 8)),
        ("weekly", london(2026, 11, 22, 23), london(2026, 11, 16, 8)),
    ],
)
def test_leaves_at(frequency, now, left):
    assert leaves_at(frequency, now) == left


def test_leaves_at_is_london_time_in_summer():
    assert leaves_at("daily", london(2026, 7, 1, 12)).utctimetuple().tm_hour == 7


@pytest.mark.parametrize(
    ("kind", "chosen", "frequency"),
    [
        ("return", {}, Frequency.AT_ONCE),
        ("return", {"": "weekly"}, Frequency.WEEKLY),
        ("return", {"": "weekly", "return": "at_once"}, Frequency.AT_ONCE),
        ("return", {"round": "daily"}, Frequency.AT_ONCE),
        ("security", {"": "weekly", "security": "daily"}, Frequency.PORTAL),
    ],
)
def test_frequency_of(kind, chosen, frequency):
    assert frequency_of(kind, chosen) == frequency
