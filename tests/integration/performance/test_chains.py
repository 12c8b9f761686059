"""Chains: declared in the browser, checked on every return, shown at the figure with a mend."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.board_year.periods import parse
from performance import library
from performance.models import Chain, Indicator, Observation, period_fields
from performance.rules.entries import Entry
from performance.rules.periods import preceding
from performance.services import api_keys, chains, submissions
from performance.services.chains import StepFields
from tests.permissions.performance_returns import awaited, indicator
from tests.world import today

pytestmark = pytest.mark.django_db
BREAK = "Plans 312, but opening 300 + Started 40 \N{MINUS SIGN} Ended 30 = 310."
MEND = "Plans 310; or Plans in the period before 302; or Started 42; or Ended 28 would mend it."


@pytest.fixture
def north(world):
    return world.north


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


def declared(cast, **more):
    made = [
        indicator(cast, "started", label="Started", frequency="month"),
        indicator(cast, "ended", label="Ended", frequency="month"),
        indicator(cast, "plans", label="Plans", kind="snapshot", frequency="month"),
    ]
    steps = [StepFields(each, role) for each, role in zip(made, ROLES, strict=True)]
    fields = {"title": "Child protection plans", "kind": "roll_forward", "steps": steps} | more
    return chains.declare(board=cast.board, by=cast.data_analyst, **fields), made


ROLES = ("start", "end", "closing")


def observe(row, period, value, agency=None, **more):
    return Observation.objects.create(
        indicator=row, value=value, via="typed", agency=agency, **period_fields(parse(period)),
        **more,
    )  # fmt: skip


def broken(cast):
    chain, (started, ended, plans) = declared(cast)
    observe(plans, "2026-04", 300)
    for row, value in ((started, 40), (ended, 30), (plans, 312)):
        observe(row, "2026-05", value)
    return chain, plans


@pytest.fixture
def asked(north):
    """Last month's return of the police, with the closing figure of the month before."""
    _chain, made = declared(north)
    row = awaited(north, *made)
    observe(made[2], str(preceding(row.period).end), 300, agency=north.police)
    return row


def typed(**more):
    figures = {"f0-value": "40", "f1-value": "30", "f2-value": "312"}
    return {"version": "0", "send": "1"} | figures | more


def test_break_and_mend_are_shown_on_the_page_and_at_the_figure(world, north):
    chain, plans = broken(north)
    page = world.client(north.independent_chair)
    for address in (
        url(north, "chain-list"),
        url(north, "chain-detail", pk=chain.pk),
        url(north, "indicator-detail", pk=plans.pk),
    ):
        html = page.get(address).content.decode()
        assert BREAK in html
        assert MEND in html


def test_typed_figures_that_do_not_hang_together_want_a_comment_and_may_be_true(
    world, north, asked
):
    page = world.client(north.police_lead)
    address = url(north, "data-return-type", pk=asked.pk)
    answer = page.post(address, typed())
    html = answer.content.decode()
    assert answer.status_code == 422
    assert BREAK in html
    assert "say in a comment why" in html
    assert 'value="312"' in html
    assert not asked.submissions.exists()
    sent = page.post(address, typed(version="1", **{"f2-comment": "Two moved in with a plan"}))
    assert sent.status_code == 302
    html = page.get(url(north, "data-return-detail", pk=asked.pk)).content.decode()
    assert BREAK in html
    assert "The agency says: Two moved in with a plan" in html


def test_mended_figures_are_sent_without_a_comment(world, north, asked):
    page = world.client(north.police_lead)
    sent = page.post(url(north, "data-return-type", pk=asked.pk), typed(**{"f2-value": "310"}))
    assert sent.status_code == 302
    assert BREAK not in page.get(sent["Location"]).content.decode()


def test_file_is_asked_about_at_the_check_step(world, north, asked):
    entries = [Entry(indicator=key, value=value, row=number) for number, (key, value) in enumerate(
        [("started", "40"), ("ended", "30"), ("plans", "312")]
    )]  # fmt: skip
    draft = submissions.keep(
        data_return=asked, via="file", entries=entries, by=north.police_lead, file_name="f.xlsx"
    )
    page = world.client(north.police_lead)
    address = url(north, "data-return-check", pk=asked.pk)
    assert BREAK in page.get(address).content.decode()
    seen = {"draft": str(draft.pk), "version": str(draft.version)}
    refused = page.post(address, seen | {"comment": ""})
    assert refused.status_code == 422
    assert "Say why these figures do not hang together" in refused.content.decode()
    assert page.post(address, seen | {"comment": "Two moved in"}).status_code == 302
    judged = world.client(north.board_manager).get(url(north, "chain-list"))
    assert [each.said for each in judged.context["breaks"]] == ["Two moved in"]


def test_a_system_is_told_of_breaks_and_its_figures_are_kept(world, north, asked):
    _key, text = api_keys.create(
        board=north.board, agency=north.police, name="System", scopes=["read", "send"],
        expires_on=today(), by=north.data_analyst,
    )  # fmt: skip
    values = (("started", "40"), ("ended", "30"), ("plans", "312"))
    answer = world.client(None).put(
        f"/api/v1/{north.board.slug}/returns/{asked.pk}/figures/",
        json.dumps({"figures": [{"indicator": key, "value": value} for key, value in values]}),
        content_type="application/json", headers={"authorization": f"Bearer {text}"},
    )  # fmt: skip
    assert answer.status_code == 200
    (warning,) = answer.json()["warnings"]
    assert (warning["indicator"], warning["period"]) == ("plans", str(asked.period))
    assert warning["message"] == f"{BREAK} {MEND}"
    assert Observation.objects.get(value=312).via == "api"


def test_an_agency_never_sees_another_agency_s_figures_in_a_break(world, north, asked):
    plans = Indicator.objects.get(key="plans")
    Observation.objects.filter(indicator=plans).update(superseded_at=timezone.now())
    observe(plans, str(preceding(asked.period).end), 4711)  # the board's own
    sent = world.client(north.police_lead).post(
        url(north, "data-return-type", pk=asked.pk), typed()
    )
    assert sent.status_code == 302  # incomplete for them: nothing to ask
    html = world.client(north.board_manager).get(url(north, "chain-list")).content.decode()
    assert "4,711" in html


def test_funnel_is_declared_and_changed_by_selecting(world, north):
    first = indicator(north, "contacts")
    second = indicator(north, "referrals", label="<b>Referrals</b>")
    page = world.client(north.data_analyst)
    address = url(north, "chain-new-funnel")
    refused = page.post(address, {"title": "Front door", "step1": first.pk, "step2": first.pk})
    assert refused.status_code == 422
    assert "stands here twice" in refused.content.decode()
    made = page.post(address, {"title": "Front door", "step1": first.pk, "step2": second.pk})
    chain = Chain.objects.get()
    assert made["Location"] == url(north, "chain-detail", pk=chain.pk)
    observe(first, "2026-04", 100)
    observe(second, "2026-04", 104)
    html = page.get(made["Location"]).content.decode()
    assert "104.0%" in html
    assert "<b>Referrals" not in html
    page.post(
        url(north, "chain-edit", pk=chain.pk),
        {"title": "Front door", "step1": first.pk, "step2": second.pk, "version": 1,
         "reason2": "Sisters and brothers"},
    )  # fmt: skip
    listed = page.get(url(north, "chain-list"))
    assert listed.context["breaks"] == []
    assert "larger, as expected" in listed.content.decode()


def test_roll_forward_is_declared_and_removed(world, north):
    _chain, made = declared(north, title="Another")
    page = world.client(north.data_analyst)
    fields = {"title": "Plans", "start1": made[0].pk, "end1": made[1].pk, "closing": made[2].pk}
    page.post(url(north, "chain-new-roll-forward"), fields)
    chain = Chain.objects.get(title="Plans")
    assert list(chain.steps.values_list("role", flat=True)) == ["start", "end", "closing"]
    stale = page.post(url(north, "chain-remove", pk=chain.pk), {"version": 0})
    assert stale.status_code == 422
    page.post(url(north, "chain-remove", pk=chain.pk), {"version": 1})
    assert not Chain.objects.filter(title="Plans").exists()


def test_name_of_a_chain_is_taken(world, north):
    _chain, made = declared(north)
    answer = world.client(north.data_analyst).post(
        url(north, "chain-new-roll-forward"),
        {"title": "CHILD protection plans", "start1": made[0].pk, "closing": made[2].pk},
    )
    assert answer.status_code == 422
    assert "There is a chain of this name already" in answer.content.decode()


def test_percentage_cannot_be_chained(world, north):
    share = indicator(north, "share", label="Share", unit="percent", kind="ratio")
    first = indicator(north, "contacts")
    answer = world.client(north.data_analyst).post(
        url(north, "chain-new-funnel"), {"title": "x", "step1": first.pk, "step2": share.pk}
    )
    assert answer.status_code == 422


def test_library_chains_are_adopted_with_one_click_and_once(world, north):
    page = world.client(north.data_analyst)
    for item in library.chains():
        for _time in range(2):
            page.post(url(north, "chain-adopt"), {"key": item.key})
    assert Chain.objects.filter(board=north.board).count() == len(library.chains())
    assert Indicator.objects.filter(library_key="cp-plan-children").count() == 1
    unknown = page.post(url(north, "chain-adopt"), {"key": "no-such"}, follow=True)
    assert "The library has no such chain" in unknown.content.decode()


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_page_can_be_taken_as_a_file(world, north, file_format):
    broken(north)
    answer = world.client(north.board_member).get(url(north, "chain-list"), {"format": file_format})
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK" if file_format == "xlsx" else b"\xef\xbb\xbfChain")
    if file_format == "csv":
        assert MEND in content.decode()


def test_page_asks_a_constant_number_of_questions(world, north, assert_constant_queries):
    broken(north)
    client = world.client(north.board_member)

    def grow():
        for number in range(6):
            rows = [indicator(north, f"{name}{number}", label=name) for name in ("a", "b", "c")]
            steps = [StepFields(each, role) for each, role in zip(rows, ROLES, strict=True)]
            chains.declare(
                board=north.board, title=f"Chain {number}", kind="roll_forward", steps=steps,
                by=north.data_analyst,
            )  # fmt: skip
            for row in rows:
                observe(row, "2026-05", 7)

    address = url(north, "chain-list")
    assert assert_constant_queries(lambda: client.get(address), grow) <= 15
