"""What performance adds to what the shared ground gathers."""

from boards.registry import registry


def register() -> None:
    from performance.board_year import indicators, observations

    registry.board_year_sections["indicators"] = indicators.SECTION
    registry.board_year_sections["observations"] = observations.SECTION
