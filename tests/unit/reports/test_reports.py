import pytest
from django.db import IntegrityError, transaction

from boards.errors import DomainError, StaleRecord
from boards.models import BoardYear, Regime
from reports.models import AnnualReport, ReportSection
from reports.services import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world):
    north = world.north
    return reports.create(board=north.board, year=north.year, by=north.board_manager)


def keys(report):
    return list(report.sections.values_list("key", flat=True))


def write(section, world, **values):
    fields = {
        "title": section.title,
        "text": "Words",
        "status": "draft",
        "version": section.version,
    }
    return reports.edit_section(section=section, by=world.north.board_manager, **(fields | values))


def test_create_takes_the_template_of_the_years_regime(report):
    assert report.template_key == "partnership-2023"
    assert keys(report)[0] == "foreword"
    assert report.sections.get(key="governance").blocks == ["structure", "agencies", "vacancies"]


def test_create_for_an_earlier_regime(world):
    year = BoardYear.objects.create(
        board=world.north.board, label="2016/17", starts_on="2016-04-01", ends_on="2017-03-31",
        regime=Regime.objects.get(key="lscb-2015"),
    )  # fmt: skip

    report = reports.create(board=world.north.board, year=year, by=world.north.board_manager)

    assert report.template_key == "lscb-2015"


def test_create_twice(world, report):
    with pytest.raises(reports.AlreadyThere):
        reports.create(board=report.board, year=report.year, by=world.north.board_manager)


def test_create_for_the_year_of_another_board(world):
    with pytest.raises(DomainError):
        reports.create(board=world.north.board, year=world.south.year, by=None)


def test_draft_stores_nothing(world):
    reports.draft(year=world.north.year)

    assert not AnnualReport.objects.exists()


def test_edit_section_when_stale_keeps_both_texts(world, report):
    section = report.sections.get(key="context")
    write(section, world, text="Theirs")

    with pytest.raises(StaleRecord) as refused:
        write(section, world, text="Mine")

    assert refused.value.current.text == "Theirs"
    section.refresh_from_db()
    assert section.text == "Theirs"


def test_edit_section_arranges_blocks(world, report):
    section = report.sections.get(key="governance")

    write(section, world, block_names=["members", "agencies"])

    section.refresh_from_db()
    assert section.blocks == ["agencies", "members"]


def test_edit_section_with_an_unknown_block(world, report):
    with pytest.raises(DomainError):
        write(report.sections.get(key="governance"), world, block_names=["no-such-block"])


def test_add_section_stands_last_of_its_kind(world, report):
    added = reports.add_section(
        report=report, title="Our <b>own</b> words", is_appendix=False, by=None
    )

    order = keys(report)
    assert order.index(added.key) == order.index("appendix-attendance") - 1


def test_add_section_twice_with_one_title(report):
    first = reports.add_section(report=report, title="Add", is_appendix=True, by=None)
    second = reports.add_section(report=report, title="Add", is_appendix=True, by=None)

    assert {first.key, second.key} == {"add-2", "add-3"}


def test_move_section_up_and_over_the_edge(report):
    second = report.sections.get(key="executive-summary")

    reports.move_section(section=second, up=True, by=None)
    reports.move_section(section=second, up=True, by=None)

    assert keys(report)[:2] == ["executive-summary", "foreword"]


def test_move_section_stays_among_its_kind(report):
    first_appendix = report.sections.get(key="appendix-attendance")
    before = keys(report)

    reports.move_section(section=first_appendix, up=True, by=None)

    assert keys(report) == before


def test_arrange_keeps_appendices_behind(report):
    reports.arrange(report=report, keys=["appendix-glossary", "conclusion"], by=None)

    order = keys(report)
    assert order[0] == "conclusion"
    assert order[order.index("appendix-glossary") - 1] not in {"conclusion"}
    assert all(key.startswith("appendix") for key in order[order.index("appendix-glossary") :])


def test_leave_out_a_required_section_silently(report):
    section = report.sections.get(key="context")

    with pytest.raises(reports.ReasonWanted):
        reports.leave_out(section=section, reason="  ", by=None)


def test_leave_out_and_restore(report):
    section = report.sections.get(key="context")

    reports.leave_out(section=section, reason="Printed on its own", by=None)
    assert ReportSection.objects.get(pk=section.pk).is_left_out
    reports.restore(section=section, by=None)

    section.refresh_from_db()
    assert (section.is_left_out, section.left_out_reason) == (False, "")


def test_database_refuses_a_required_section_without_reason(report):
    with pytest.raises(IntegrityError), transaction.atomic():
        report.sections.filter(key="context").update(is_left_out=True)
