"""Section `agencies`: the partner agencies of the board's year."""

from dataclasses import dataclass

from boards.board_year.kinds import Key, OneOf, Text, of

SECTORS = (
    "local_authority",
    "district_council",
    "police",
    "health_commissioner",
    "health_provider",
    "public_health",
    "probation",
    "youth_justice",
    "family_court",
    "education",
    "early_years",
    "housing",
    "voluntary",
    "faith",
    "ambulance",
    "fire",
    "lay",
    "independent",
    "other",
)


@dataclass(frozen=True, kw_only=True)
class Agency:
    """One partner agency."""

    key: str | None = of(Key(noun="agency"))
    name: str | None = of(Text())
    sector: str | None = of(OneOf(SECTORS))
