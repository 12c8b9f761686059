import pytest

from reports.models import AnnualReport
from reports.services import reports

#: Stands in every text that people type: none of it may ever become markup.
SCRIPT = "<script>alert('x')</script> Ysgol Gŵyl Ddewi & Sons "


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def report(world) -> AnnualReport:
    north = world.north
    return reports.create(board=north.board, year=north.year, by=north.board_manager)


@pytest.fixture
def hostile(world, report) -> AnnualReport:
    """The report of a board whose every text is long and full of markup."""
    north = world.north
    long = SCRIPT + "long name " * 22
    for row, fields in (
        (north.board, {"name": long[:300], "area": SCRIPT}),
        (north.group, {"name": long[:300]}),
        (north.round, {"title": long[:300]}),
    ):
        type(row).objects.filter(pk=row.pk).update(**fields)
    north.board.partners.update(name=long[:300])
    north.board.seats.update(title=long[:300])
    report.sections.update(
        title=long[:300], text=f"{SCRIPT}\n\n## {SCRIPT}\n\n[link](javascript:alert(1)) **bold**"
    )
    AnnualReport.objects.filter(pk=report.pk).update(title=long[:300])
    return AnnualReport.objects.get(pk=report.pk)
