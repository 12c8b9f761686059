"""Published table files: what cells, times and columns say."""

from decimal import Decimal

import pytest

from boards.board_year.periods import parse
from performance import authorities
from performance.rules.table_files import NotKept, profile, read_cell, read_time, usual_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("1,234", "1234"), (" 4.20821 ", "4.20821"), ("0", "0"), ("-3.5", "-3.5"),
        ("45.2%", "45.2"), ("1.2e-3", "0.0012"), ("0.12345678", "0.123457"),
    ],
)  # fmt: skip
def test_read_cell_number(text, value):
    cell = read_cell(text)
    assert (cell.value, cell.missing) == (Decimal(value), "")


@pytest.mark.parametrize(
    ("text", "missing", "said"),
    [
        ("c", "suppressed", ""), ("[c]", "suppressed", ""), ("C", "suppressed", ""),
        ("z", "not_applicable", ""), ("x", "not_available", ""), (":", "not_available", ""),
        ("", "not_available", ""), ("low", "not_available", "not 0"),
        ("k", "not_available", "not 0"), ("~", "not_available", "not 0"),
    ],
)  # fmt: skip
def test_read_cell_symbol_is_a_reason_and_never_0(text, missing, said):
    cell = read_cell(text)
    assert (cell.value, cell.missing) == (None, missing)
    assert said in cell.note


@pytest.mark.parametrize("text", ["Total", "1,23", "12 to 15", "=1+1", "9" * 13, "<script>"])
def test_read_cell_refuses_what_is_no_figure(text):
    with pytest.raises(ValueError, match=r"number"):
        read_cell(text)


@pytest.mark.parametrize(
    ("period", "identifier", "ours"),
    [
        ("202324", "Financial year", "2023-24"), ("2023-24", "Financial year", "2023-24"),
        ("202324", "Tax year", "2023-24"), ("202324", "Academic year", "2023-24/academic"),
        ("2024", "Calendar year", "2024"), ("2024", "Reporting year", "2023-24"),
        ("202324", "Financial year Q1", "2023-24/Q1"),
        ("202324", "Financial year Q4", "2023-24/Q4"),
        ("2024", "Calendar year Q1", "2023-24/Q4"),
        ("202324", "Academic year Q2", "2023-12..2024-02"),
        ("202324", "Part 1 (April to September)", "2023-24/H1"),
        ("202324", "Part 2 (October to March)", "2023-24/H2"),
        ("2024", "April", "2024-04"), ("2024", " december ", "2024-12"),
    ],
)  # fmt: skip
def test_read_time(period, identifier, ours):
    assert read_time(period, identifier) == parse(ours)


@pytest.mark.parametrize("identifier", ["Week 12", "Autumn term", "Autumn and spring term"])
def test_read_time_of_weeks_and_terms_is_not_kept(identifier):
    with pytest.raises(NotKept):
        read_time("202324", identifier)


@pytest.mark.parametrize("period", ["", "last year", "20", "1723"])
def test_read_time_refuses_what_is_no_year(period):
    with pytest.raises(ValueError, match="no time"):
        read_time(period, "Financial year")


def test_profile_tells_figures_from_filters():
    rows = [["Total", "12", "c", ""], ["Neglect", "3", "1.5", ""], ["Abuse", "z", "2", ""]]
    found = profile(["category", "number", "rate", "empty"], rows)
    assert found.figures == ["number", "rate"]
    assert found.filters == {"category": ["Total", "Abuse", "Neglect"]}
    assert usual_value(found.filters["category"]) == "Total"
    assert usual_value(["Abuse", "Neglect"]) == ""


def test_authorities_are_153_with_codes_in_form():
    found = [each for rows in authorities.by_region().values() for each in rows]
    assert len(found) == 153
    assert len({each.name for each in found}) == 153
    assert all(authorities.CODE.fullmatch(each.code) for each in found)
    assert all(authorities.REGION_CODE.fullmatch(each.region.code) for each in found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("St Helens", "E08000013"), ("Bristol City of", "E06000023"),
        ("Herefordshire", "E06000019"),
        ("Kingston Upon Hull, City of", "E06000010"), ("Telford & Wrekin", "E06000020"),
    ],
)  # fmt: skip
def test_authority_is_known_by_the_ways_its_name_is_written(name, code):
    assert authorities.named(name).code == code


def test_authority_is_known_by_its_former_code():
    assert authorities.authority("E10000027").name == "Somerset"
    assert authorities.authority("E99999999") is None
