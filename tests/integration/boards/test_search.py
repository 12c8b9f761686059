"""Search: finds what the person may see, and neither shows nor counts anything else."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.urls import reverse

from audits.models import Answer, AnswerEvidence
from boards import search as index
from boards.models import Action, Agency, AgencyName, Evidence, Meeting, SearchEntry, SeatTerm
from reports.models import AnnualReport, ReportSection
from tests.world import MARKER, give_role, make_person, today


def ask(world, user, text, *, board="northshire", **query):
    url = reverse("boards:search", kwargs={"board": board}) if board else reverse("search")
    return world.client(user).get(url, {"q": text, **query})


def counts(page):
    return {group.kind.key: group.count for group in page.context["found"].groups}


def raise_action(cast, number=1, title="Check the locks", **values):
    return Action.objects.create(
        board=cast.board, number=number, title=title, due_on=today(), **values
    )


def answer(cast, record, text):
    return Answer.objects.create(
        return_record=record,
        question=cast.tool_version.questions.get(key="lead-person"),
        commentary=text,
    )


def evidence(cast, agency, title="Escalation policy", **values):
    link = f"https://example.org/{title.replace(' ', '-')}"
    given = {"kind": "link", "link": link, "uploaded_by": cast.police_lead}
    return Evidence.objects.create(agency=agency, title=title, **(given | values))


def test_finds_one_of_every_kind_and_opens_it(world):
    cast = world.north
    manager = cast.board_manager
    raise_action(cast, title="Zebra crossing")
    AgencyName.objects.create(agency=cast.health, name="Zebra Trust", until=today())
    cast.board.partners.filter(agency=cast.health).update(name="Zebra Health")
    Agency.objects.filter(pk=cast.health.pk).update(name="Zebra Health")
    give_role(make_person("z@example.org", "Zebra Person"), "board_member", cast.board)
    SeatTerm.objects.filter(seat=cast.seats["chair"]).update(holder_name="Zebra Chair")
    cast.seats["chair"].title = cast.group.name = cast.round.title = cast.tool.title = "Zebra"
    for row in (cast.seats["chair"], cast.group, cast.round, cast.tool):
        row.save()
    Meeting.objects.create(board=cast.board, group=cast.group, key="m", held_on=today())
    sent = cast.police_return
    link = AnswerEvidence.objects.create(
        answer=answer(cast, sent, "A zebra is asked"),
        evidence=evidence(cast, cast.police, "Zebra policy"),
    )
    submit(cast, sent)
    report = AnnualReport.objects.create(
        board=cast.board, year=cast.year, title="Zebra report", template_key="partnership-2023"
    )
    ReportSection.objects.create(report=report, key="one", title="One", text="zebras", order=1)

    page = ask(world, manager, "zebra")

    assert set(counts(page)) == {
        "action", "agency", "former-name", "person", "seat", "holder", "group", "meeting", "round",
        "return", "answer", "answer-evidence", "tool", "report", "report-section",
    }  # fmt: skip
    client = world.client(manager)
    for group in page.context["found"].groups:
        for hit in group.hits:
            assert client.get(hit.url, follow=True).status_code == 200, hit.url
            # Addresses stay in histories and logs: nobody's e-mail address is in one.
            assert "@" not in unquote(hit.url)
    (person,) = [each for group in page.context["found"].groups if group.kind.key == "person"
                 for each in group.hits]  # fmt: skip
    listed = client.get(person.url)
    assert [row.membership.user.name for row in listed.context["rows"]] == ["Zebra Person"]
    assert "Show everybody" in listed.content.decode()
    own = ask(world, cast.police_lead, "zebra")
    assert {"own-return", "evidence", "answer", "seat"} <= set(counts(own))
    assert not {"return", "agency", "person", "tool", "round", "report"} & set(counts(own))
    client = world.client(cast.police_lead)
    for group in own.context["found"].groups:
        for hit in group.hits:
            assert client.get(hit.url, follow=True).status_code == 200, hit.url
    assert link.pk


def submit(cast, record):
    from django.utils import timezone

    record.status, record.signatory_name = "submitted", "Chief"
    record.signed_off_by = record.submitted_by = cast.police_lead
    record.signed_off_at = record.submitted_at = timezone.now()
    record.save()


def test_draft_is_found_by_its_agency_alone(world):
    cast = world.north
    answer(cast, cast.police_return, "Unspoken worry about custody")

    assert counts(ask(world, cast.police_lead, "unspoken")) == {"answer": 1}
    for other in (cast.board_manager, cast.auditor, cast.health_lead, world.south.police_lead):
        board = "southshire" if other == world.south.police_lead else "northshire"
        assert counts(ask(world, other, "unspoken", board=board)) == {}
        assert counts(ask(world, other, "unspoken", board="")) == {}

    submit(cast, cast.police_return)
    assert counts(ask(world, cast.board_manager, "unspoken")) == {"answer": 1}
    assert counts(ask(world, cast.health_lead, "unspoken")) == {}
    assert counts(ask(world, cast.board_member, "unspoken")) == {}


def test_file_names_are_found_by_the_agencys_people(world):
    cast = world.north
    evidence(cast, cast.police, "Policy", link="", kind="file", file="evidence/x", size=1,
             sha256="0" * 64, file_name="Llŷr_O’Brien-supervision.v2.PDF")  # fmt: skip

    for text in ("llyr", "obrien", "O'Brien", "supervision pdf", "superv"):
        assert counts(ask(world, cast.police_contributor, text)) == {"evidence": 1}, text
    assert counts(ask(world, cast.health_lead, "llyr")) == {}
    assert counts(ask(world, cast.board_manager, "llyr")) == {}


@pytest.mark.parametrize("board", ["northshire", ""])
def test_nothing_of_another_board(world, board):
    south = world.south
    raise_action(south, title=f"Secret {MARKER}", description=MARKER)

    for user in world.north.people.values():
        page = ask(world, user, MARKER, board=board)
        assert counts(page) == {}
        assert page.context["found"].count == 0


def test_over_all_boards_each_with_its_own_permission(world):
    both = make_person("both@example.org", "Both")
    give_role(both, "board_member", world.north.board)
    give_role(both, "delegate", world.south.board)
    raise_action(world.north, title="Shared word")
    raise_action(world.south, title="Shared word")

    page = ask(world, both, "shared", board="")

    assert counts(page) == {"action": 1}
    assert page.context["found"].groups[0].hits[0].board == world.north.board
    assert counts(ask(world, both, "shared", board="southshire")) == {}


@pytest.mark.parametrize(
    "text",
    ["locks", "LOCK", "check the locks", "A1", "loc", "lócks", "“locks”", "locks'; DROP TABLE x;--",
     "locks & !x | (y:*)", "lock\\", "%locks%"],
)  # fmt: skip
def test_ways_to_write_it(world, text):
    raise_action(world.north, description="x y drop table")
    assert counts(ask(world, world.north.board_manager, text)).get("action") == 1


def test_best_first_and_marked(world):
    raise_action(world.north, 1, "Something", description="Ask about supervision")
    raise_action(world.north, 2, "Supervision of social workers")

    page = ask(world, world.north.board_manager, "supervise")

    (group,) = page.context["found"].groups
    assert [hit.title[0].text[:2] for hit in group.hits] == ["A2", "A1"]
    assert "<mark>Supervision</mark>" in page.text
    assert "Ask about <mark>supervision</mark>" in page.text


def test_text_of_people_is_escaped(world):
    script = "<script>alert('x')</script>"
    raise_action(world.north, title=f"{script} locks", description=f"{script} locks")

    page = ask(world, world.north.board_manager, f"{script} locks")

    assert counts(page) == {"action": 1}
    assert script not in page.text
    assert "&lt;<mark>script</mark>&gt;" in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "What are you looking for?"),
        ("   ", "What are you looking for?"),
        ("x" * 201, "at most 200 letters"),
        ("?!", "signs alone"),
        ("nothingatall", "Nothing found"),
        ("\x00", "What are you looking for?"),
        ("ﷺ ☃ 🙂", "Nothing found"),
    ],
)
def test_what_finds_nothing_says_what_to_do(world, text, said):
    page = ask(world, world.north.board_manager, text)

    assert page.status_code == 200
    assert said in page.text


def test_common_words_alone_search_titles(world):
    raise_action(world.north, 1, "Will the board meet", description="")
    raise_action(world.north, 2, "Other", description="we will")

    page = ask(world, world.north.board_manager, "will")

    assert counts(page) == {"action": 1}
    assert "only titles were searched" in page.text


def test_one_kind_in_pages(world):
    for number in range(1, 31):
        raise_action(world.north, number, f"Lock {number:02}")
    manager = world.north.board_manager

    few = ask(world, manager, "lock")
    second = ask(world, manager, "lock", kind="action", page="2")
    odd = ask(world, manager, "lock", kind="nonsense", page="x")

    assert counts(few) == {"action": 30}
    assert len(few.context["found"].groups[0].hits) == 5
    assert len(second.context["found"].hits) == 5
    assert "26 to 30 of 30" in second.text
    assert odd.context["found"].page is None


def test_queries_are_constant(world, assert_constant_queries):
    cast = world.north
    raise_action(cast)

    def grow():
        for number in range(2, 12):
            raise_action(cast, number, "Check the locks", description="locks " * 50)
            evidence(cast, cast.police, f"locks {number}")
            Meeting.objects.create(
                board=cast.board, group=cast.group, key=f"locks{number}",
                held_on=today() + timedelta(days=number),
            )  # fmt: skip

    ask_all = lambda: ask(world, cast.board_manager, "locks")  # noqa: E731
    assert assert_constant_queries(ask_all, grow) <= 15
    one = lambda: ask(world, cast.board_manager, "locks", kind="action")  # noqa: E731
    assert assert_constant_queries(one, lambda: None) <= 15


def test_words_follow_every_change_of_a_record(world):
    action = raise_action(world.north, title="Before")
    entry = SearchEntry.objects.get(kind="action", object_id=action.pk)

    Action.objects.filter(pk=action.pk).update(title="After")
    assert "after" in SearchEntry.objects.get(pk=entry.pk).words
    with connection.cursor() as cursor:
        cursor.execute("UPDATE boards_action SET title = 'Raw' WHERE id = %s", [action.pk])
    assert "'raw'" in SearchEntry.objects.get(pk=entry.pk).words
    action.delete()
    assert not SearchEntry.objects.filter(pk=entry.pk).exists()


def test_rebuild_mends_what_is_wrong_and_changes_nothing_else(world):
    action = raise_action(world.north)
    assert index.rebuild() == 0

    entries = SearchEntry.objects.filter(kind="action", object_id=action.pk)
    entries.delete()
    SearchEntry.objects.create(kind="action", object_id=10**9, words="x")
    assert index.rebuild(only_missing=True) == 1
    assert index.rebuild() == 1
    assert entries.exists()
    entries.update(words="wrong")
    assert index.rebuild() == 1


def test_endless_text_can_be_saved(world):
    raise_action(world.north, description=" ".join(f"word{n}" for n in range(200_000)))
    assert counts(ask(world, world.north.board_manager, "word77")) == {"action": 1}


def test_no_case_and_no_child_is_searchable():
    assert not {model._meta.app_label for model, _ in index.sources()} & {"reviews", "cdop"}


def test_box_in_the_top_bar(world):
    member = world.north.board_member
    client = world.client(member)

    assert 'action="/northshire/search/"' in client.get("/northshire/").text
    assert 'action="/search/"' in client.get("/").text
