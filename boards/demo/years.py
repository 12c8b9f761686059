"""Loader 10: the two published years, through the import that a board manager would use."""

from pathlib import Path

from boards.models import BoardYear
from boards.services.board_years import import_board_year

YEARS = Path(__file__).resolve().parent / "board-years"
#: In this order: agencies with a national name are joined by the second file to those of the first.
FILES = (("worcestershire", "2016/17"), ("walsall", "2016/17"))


def load() -> None:
    """Import the published years that are not there yet; corrections made in the portal stay."""
    for slug, label in FILES:
        if BoardYear.objects.filter(board__slug=slug, label=label).exists():
            continue
        path = YEARS / f"{slug}-{label.replace('/', '-')}.yaml"
        import_board_year(source=path.read_text(encoding="utf-8"), by=None)
