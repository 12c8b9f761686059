"""Lists of agencies for a round: pasted, or as a spreadsheet."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audits.models import Round
from audits.rules.round_lists import Known, read_pasted, read_sheets
from audits.services import respondents, rounds
from boards import spreadsheets
from boards.errors import DomainError
from boards.models import Agency, BoardPartner, Invitation
from boards.spreadsheets import Sheet, SpreadsheetRefused
from tests.permissions.audits_rounds import draft as make_draft
from tests.world import World

KNOWN = [Known(1, "police", "Shire Police"), Known(2, "st-johns", "St John’s School"),
         Known(3, "oak-1", "Oak School"), Known(4, "oak-2", "Oak School"),
         Known(5, "camhs", "Health, CAMHS")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("police\nSt John's School", (1, 2)),
        ("key,name\npolice,Shire Police\noak-1,Oak School", (1, 3)),
        ("Name;Sector\r\n  shire   POLICE ;police\r\n", (1,)),
        ("police\tx\r\noak-2\ty", (1, 4)),
        ("\ufeffAgency\npolice\npolice\n\n", (1,)),
        ('Health, CAMHS\n"Health, CAMHS"', (5,)),
        ("", ()),
    ],
)
def test_read_pasted_finds_agencies_by_key_or_name(text: str, expected: tuple[int, ...]) -> None:
    assert tuple(read_pasted(text, KNOWN).agencies) == expected
    assert not read_pasted(text, KNOWN).errors


def test_read_pasted_names_every_wrong_row_and_uses_none() -> None:
    pasted = read_pasted("police\nNobody\nOak School\n<script>", KNOWN)
    assert not pasted.agencies
    assert [error.split(":")[0] for error in pasted.errors] == ["Row 2", "Row 3", "Row 4"]
    assert "several" in pasted.errors[1]


def test_read_sheets_takes_addresses_beside_the_agency() -> None:
    sheet = Sheet("Schools", [
        ["URN", "School", "Town", "Contact"],
        [1.0, "Shire Police ", "Kidderminster", "A@b.example; c@d.example"],
        [" ", "", "\u00a0"],
        [2.0, "police", "", "a@b.example"],
    ])  # fmt: skip
    found = read_sheets([sheet], KNOWN)
    assert found.agencies == {1: ("a@b.example", "c@d.example")}


def test_read_sheets_names_every_wrong_cell_of_all_sheets() -> None:
    sheets = [
        Sheet("One", [["Name"], ["Nobody"], ["police", "x", "no@good@"]]),
        Sheet("Two", [["Oak School"], ["police"]], merged=[(1, 0, 2, 0)]),
    ]
    found = read_sheets(sheets, KNOWN)
    assert not found.agencies
    assert [error.split(":")[0] for error in found.errors] == [
        "One, A2", "One, C3", "Two, A2", "Two, A1",
    ]  # fmt: skip


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_an_old_workbook_under_a_new_name_is_refused() -> None:
    upload = SimpleUploadedFile("list.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    with pytest.raises(SpreadsheetRefused, match="content is something else"):
        spreadsheets.read(upload)


@pytest.fixture
def draft(world: World) -> Round:
    return Round.objects.get(pk=make_draft(world.north)["pk"])


def test_add_listed_invites_290_schools_in_one_go(world: World, draft: Round) -> None:
    north = world.north
    schools = Agency.objects.bulk_create(
        [Agency(name=f"School {n}", sector=north.health.sector) for n in range(290)]
    )
    BoardPartner.objects.bulk_create(
        [BoardPartner(board=north.board, agency=school, key=f"s{n}", name=school.name,
                      sector=school.sector, order=n + 10)
         for n, school in enumerate(schools)]
    )  # fmt: skip
    listed = [[school.name, f"head{n}@example.org"] for n, school in enumerate(schools)]
    sheets = spreadsheets.read(SimpleUploadedFile("list.xlsx", workbook(listed)))
    known = [Known(school.pk, "", school.name) for school in schools]

    invited = respondents.add_listed(
        round_record=draft, agencies=read_sheets(sheets, known).agencies, by=north.board_manager
    )

    assert invited.added == 290
    assert Invitation.objects.count() == 290


def test_add_listed_names_people_and_keeps_who_was_named(world: World, draft: Round) -> None:
    north = world.north
    rounds.invite(round_record=draft, agency_ids=[north.police.pk], by=north.board_manager)
    record = draft.returns.get()
    respondents.name(return_record=record, user_ids=[north.police_lead.pk], by=north.board_manager)

    respondents.add_listed(
        round_record=draft, by=north.board_manager,
        agencies={north.police.pk: [north.police_contributor.email]},
    )  # fmt: skip

    named = {row.user for row in record.respondents.all()}
    assert named == {north.police_lead, north.police_contributor}


def test_add_listed_stores_nothing_when_one_may_not_be_invited(world: World, draft: Round) -> None:
    north = world.north
    with pytest.raises(DomainError):
        respondents.add_listed(
            round_record=draft, by=north.board_manager,
            agencies={north.police.pk: [], north.health.pk: [north.board_manager.email]},
        )  # fmt: skip
    assert [record.agency for record in draft.returns.all()] == [north.police]
    assert not Invitation.objects.exists()
