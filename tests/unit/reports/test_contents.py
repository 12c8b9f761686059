import pytest

from reports import templates
from reports.checks import contents
from reports.checks.contents import Standing
from reports.models import ReportSection
from reports.queries.document import number


def section(key="a", **values):
    return ReportSection(key=key, title=key, order=1, **values)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (None, Standing.ABSENT),
        (section(), Standing.EMPTY),
        (section(text="  \n"), Standing.EMPTY),
        (section(blocks=["members"]), Standing.EMPTY),
        (section(blocks=["members"], is_appendix=True), Standing.WRITTEN),
        (section(text="Words"), Standing.WRITTEN),
        (section(text="Words", status="agreed"), Standing.AGREED),
        (section(text="Words", status="agreed", is_left_out=True), Standing.LEFT_OUT),
    ],
)
def test_standing(made, expected):
    assert contents.standing(made) == expected


def test_lacking_names_required_sections_only():
    sections = [
        section("full", text="Words", is_required=True),
        section("empty", is_required=True),
        section("out", text="Words", is_required=True, is_left_out=True, left_out_reason="Why"),
        section("free"),
    ]

    assert [lack.section.key for lack in contents.lacking(sections)] == ["empty", "out"]


@pytest.mark.parametrize("template", templates.shipped(), ids=lambda t: t.key)
def test_every_duty_of_a_template_has_its_section(template):
    sections = [section(s.key) for s in template.sections]

    lines = contents.duties(template, sections)

    assert lines
    assert all(line.standing != Standing.ABSENT for line in lines)


@pytest.mark.parametrize("template", templates.shipped(), ids=lambda t: t.key)
def test_every_block_of_a_template_exists(template):
    from reports import blocks

    named = {name for s in template.sections for name in s.blocks}
    assert named <= set(blocks.known())


def test_number_counts_chapters_and_letters_appendices():
    sections = [
        section("a"), section("b", is_left_out=True), section("c"),
        section("x", is_appendix=True), section("y", is_appendix=True),
    ]  # fmt: skip

    assert number(sections) == {"a": "1", "c": "2", "x": "A", "y": "B"}


def test_number_after_z():
    sections = [section(f"x{n}", is_appendix=True) for n in range(28)]

    assert list(number(sections).values())[25:] == ["Z", "AA", "AB"]
