"""Indicators in the browser: found, defined, taken from the library, changed, ended."""

import html

import pytest
from django.urls import reverse

from boards.board_year.periods import parse
from boards.models import Action
from performance import library
from performance.models import Indicator, IndicatorNote, Observation, Target, period_fields
from performance.services import indicators as services
from tests.world import today

pytestmark = pytest.mark.django_db

LONG = "Plant sy’n derbyn cymorth <script>alert(1)</script> " * 5
FILLED = {
    "label": "Children seen within a day", "theme": "assessment", "definition": "Seen, not called.",
    "unit": "percent", "kind": "ratio", "polarity": "higher_better", "frequency": "month",
    "numerator_label": "Seen", "denominator_label": "Referred", "dimensions": "Age, sex, age",
}  # fmt: skip


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


@pytest.fixture
def analyst(world, north):
    return world.client(north.data_analyst)


@pytest.fixture
def indicator(north):
    return Indicator.objects.create(
        board=north.board, key="plans", label=LONG[:290], unit="count", kind="snapshot",
        polarity="lower_better", theme="child_protection", owner_agency=north.police,
        dimensions=["sex"],
    )  # fmt: skip


def observe(indicator, period, value, **more):
    return Observation.objects.create(
        indicator=indicator, value=value, via="typed", **period_fields(parse(period)), **more
    )


def test_empty_list_leads_to_the_library(analyst, north):
    page = analyst.get(url(north, "indicator-list")).content.decode()
    assert "No indicators yet" in page
    assert url(north, "indicator-library") in page


def test_list_shows_latest_figure_and_filters(analyst, north, indicator):
    observe(indicator, "2016-04", 3)
    observe(indicator, "2016-05", 4)
    Indicator.objects.create(board=north.board, key="other", label="Other", theme="custody")
    page = analyst.get(url(north, "indicator-list"), {"theme": "child_protection"})
    text = page.content.decode()
    assert "<strong>4</strong>" in text
    assert "May 2016" in text
    assert "<script>alert" not in text
    assert [row.indicator for row in page.context["rows"]] == [indicator]
    found = analyst.get(url(north, "indicator-list"), {"q": "derbyn"})
    assert [row.indicator for row in found.context["rows"]] == [indicator]


def test_list_asks_a_constant_number_of_questions(
    analyst, north, indicator, assert_constant_queries
):
    def grow():
        for number in range(10):
            more = Indicator.objects.create(board=north.board, key=f"i{number}", label="More")
            observe(more, "2016-05", number)

    observe(indicator, "2016-05", 4)
    assert assert_constant_queries(lambda: analyst.get(url(north, "indicator-list")), grow) <= 15


def test_list_can_be_taken_as_a_file(analyst, north, indicator):
    answer = analyst.get(url(north, "indicator-list"), {"format": "csv"})
    assert b"Key,Indicator,Theme" in b"".join(answer.streaming_content)


def test_define_makes_an_indicator_of_the_board(analyst, north):
    answer = analyst.post(url(north, "indicator-new"), FILLED | {"owner_agency": north.police.pk})
    made = Indicator.objects.get(board=north.board)
    assert answer.url == url(north, "indicator-detail", pk=made.pk)
    assert (made.key, made.dimensions) == ("children-seen-within-a-day", ["age", "sex"])
    assert made.owner_agency == north.police


def test_define_keeps_what_was_typed_and_says_what_is_wrong(analyst, north, south):
    wrong = FILLED | {"label": "", "decimals": "9", "owner_agency": south.health.pk}
    answer = analyst.post(url(north, "indicator-new"), wrong)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {"label", "decimals", "owner_agency"}
    assert "Seen, not called." in answer.content.decode()
    assert not Indicator.objects.exists()


def test_edit_changes_what_it_means_and_keeps_its_key(analyst, north, indicator):
    page = analyst.get(url(north, "indicator-edit", pk=indicator.pk))
    assert page.context["form"].initial["dimensions"] == "sex"
    analyst.post(url(north, "indicator-edit", pk=indicator.pk), FILLED | {"version": 1})
    indicator.refresh_from_db()
    assert (indicator.label, indicator.key, indicator.version) == (FILLED["label"], "plans", 2)


def test_edit_of_what_somebody_changed_shows_both(analyst, north, indicator):
    Indicator.objects.filter(pk=indicator.pk).update(version=2, label="Theirs")
    answer = analyst.post(url(north, "indicator-edit", pk=indicator.pk), FILLED | {"version": 1})
    assert answer.status_code == 422
    assert "Theirs" in answer.content.decode()


def test_retire_wants_a_reason_and_keeps_the_figures(analyst, north, indicator):
    observe(indicator, "2016-05", 4)
    page = url(north, "indicator-retire", pk=indicator.pk)
    assert analyst.post(page, {"ends_on": "31/03/2017", "version": 1}).status_code == 422
    analyst.post(page, {"ends_on": "31/03/2017", "reason": "Counted otherwise", "version": 1})
    indicator.refresh_from_db()
    assert str(indicator.ends_on) == "2017-03-31"
    assert (
        "Children"
        not in analyst.get(url(north, "indicator-list")).content.decode().split("<tbody")[-1]
        or not analyst.get(url(north, "indicator-list")).context["rows"]
    )
    assert indicator.observations.count() == 1
    ended = analyst.get(url(north, "indicator-list"), {"when": "retired"})
    assert [row.indicator for row in ended.context["rows"]] == [indicator]


def test_library_adds_what_is_ticked_once(analyst, north):
    page = url(north, "indicator-library")
    assert analyst.post(page, {}).status_code == 422
    analyst.post(page, {"keys": ["rhi-72h", "cp-plan-children", "no-such-key"]})
    analyst.post(page, {"keys": ["rhi-72h"]})
    made = list(Indicator.objects.filter(board=north.board))
    assert [each.library_key for each in made] == ["cp-plan-children", "rhi-72h"]
    assert made[1].definition
    assert made[0].starts_on.month == 4


def test_library_owner_is_the_only_partner_of_the_sector(north):
    made = services.adopt(
        board=north.board, keys=["strategy-quorate", "contacts"], by=north.data_analyst, on=today()
    )
    owners = {each.library_key: each.owner_agency for each in made}
    assert owners == {"strategy-quorate": north.police, "contacts": None}


def test_library_gives_a_free_key_where_the_board_has_one_of_its_own(north):
    Indicator.objects.create(board=north.board, key="contacts", label="Ours")
    made = services.adopt(board=north.board, keys=["contacts"], by=None, on=today())
    assert made[0].key == "contacts-2"


def test_whole_library_can_be_taken(north):
    keys = [row.key for row in library.shipped()]
    made = services.adopt(board=north.board, keys=keys, by=None, on=today())
    assert len(made) == len(keys)


def test_page_shows_figures_parts_and_missing_codes(analyst, north, indicator):
    observe(indicator, "2016-04", 1240)
    observe(indicator, "2016-06", None, missing="under_review")
    observe(indicator, "2016-05", 1300)
    observe(indicator, "2016-05", 700, breakdown={"sex": "female"})
    observe(indicator, "2016-05", 1100, comparator="england")
    page = analyst.get(url(north, "indicator-detail", pk=indicator.pk)).content.decode()
    assert "1,300" in page
    assert "under review" in page
    assert "By sex, May 2016" in page
    assert "1,100" in page
    assert "<svg" in page
    assert "<script>alert" not in page


def test_page_without_figures_says_where_they_come_from(analyst, north, indicator):
    page = analyst.get(url(north, "indicator-detail", pk=indicator.pk)).content.decode()
    assert "No figures yet" in page


def test_commentary_keeps_its_history(analyst, north, indicator):
    page = url(north, "indicator-comment", pk=indicator.pk)
    for text in ("First words", "Second words"):
        analyst.post(page, {"text": text, "on": "30/06/2016"})
    shown = analyst.get(url(north, "indicator-detail", pk=indicator.pk)).content.decode()
    assert shown.index("Second words") < shown.index("First words")
    assert IndicatorNote.objects.filter(by=north.data_analyst).count() == 2


def test_event_and_target_are_drawn(analyst, north, indicator):
    for month, value in (("2016-04", 100), ("2016-05", 90), ("2016-06", 95)):
        observe(indicator, month, value)
    analyst.post(
        url(north, "indicator-event", pk=indicator.pk),
        {"text": "New recording system", "on": "10/05/2016", "starts_anew": "on"},
    )
    analyst.post(
        url(north, "indicator-target", pk=indicator.pk),
        {"value": "60", "due_on": "01/04/2019", "starts_on": "01/04/2016", "start_value": "100",
         "tolerance": "5"},
    )  # fmt: skip
    page = analyst.get(url(north, "indicator-detail", pk=indicator.pk)).content.decode()
    assert "New recording system" in page
    assert "Target" in page
    assert "on target" in page
    assert Target.objects.get().tolerance == 5


def test_target_that_ends_before_it_begins_is_refused(analyst, north, indicator):
    answer = analyst.post(
        url(north, "indicator-target", pk=indicator.pk),
        {"value": "60", "due_on": "01/04/2016", "starts_on": "01/04/2016"},
    )
    assert answer.status_code == 422
    assert not Target.objects.exists()


def test_action_is_raised_and_linked(analyst, north, indicator):
    analyst.post(
        url(north, "indicator-action", pk=indicator.pk),
        {"title": "Look at late conferences", "due_on": today().strftime("%d/%m/%Y"),
         "agency": north.police.pk},
    )  # fmt: skip
    action = Action.objects.get(title="Look at late conferences")
    assert action.source_path == url(north, "indicator-detail", pk=indicator.pk)
    page = analyst.get(url(north, "indicator-detail", pk=indicator.pk)).content.decode()
    assert "Look at late conferences" in page


def count_months(indicator, values, first=4):
    for month, value in enumerate(values, start=first):
        observe(indicator, f"2016-{month:02d}", value)


@pytest.fixture
def flow(north):
    return Indicator.objects.create(
        board=north.board, key="flow", label="Contacts", unit="count", kind="flow",
        polarity="neither", frequency="month",
    )  # fmt: skip


def rows(page):
    return [
        (row.period, row.value, str(row.origin or "")) for row in page.context["figures"].table.rows
    ]


def test_page_by_quarter_adds_months_up_and_says_which_are_missing(analyst, north, flow):
    count_months(flow, [1, 2, 3, 4])
    page = analyst.get(url(north, "indicator-detail", pk=flow.pk), {"period": "quarter"})
    missing = "incomplete: August 2016, September 2016 missing; 4 so far"
    assert rows(page) == [("Q1 2016/17", "6", "calculated"), ("Q2 2016/17", "–", missing)]
    assert "Figures of a longer period are added up." in page.content.decode()
    current = [each["label"] for each in page.context["figures"].kinds if each["current"]]
    assert current == ["Quarter"]


def test_page_flags_a_given_quarter_that_disagrees_with_its_months(analyst, north, flow):
    count_months(flow, [1, 2, 3])
    observe(flow, "2016-17/Q1", 10)
    page = analyst.get(url(north, "indicator-detail", pk=flow.pk), {"period": "quarter"})
    assert rows(page) == [("Q1 2016/17", "10", "as given: but its parts make 6")]
    usual = analyst.get(url(north, "indicator-detail", pk=flow.pk)).content.decode()
    assert "given as 10, but its parts make 6" in usual


def test_page_shows_figures_of_two_agencies_side_by_side(analyst, north, flow):
    observe(flow, "2016-04", 12, agency=north.police)
    observe(flow, "2016-05", 5, agency=north.police)
    observe(flow, "2016-05", 5, agency=north.health)
    page = url(north, "indicator-detail", pk=flow.pk)
    assert "contradict" not in analyst.get(page).content.decode()

    observe(flow, "2016-04", 14, agency=north.health)
    said = f"April 2016: {north.police} 12, {north.health} 14. The last of these is shown."
    assert said in html.unescape(analyst.get(page).content.decode())


def test_page_by_year_works_a_share_out_anew(analyst, north):
    share = Indicator.objects.create(
        board=north.board, key="share", label="Share", unit="percent", kind="ratio",
        frequency="month", polarity="higher_better",
    )  # fmt: skip
    for month in range(1, 13):
        Observation.objects.create(
            indicator=share, via="typed", numerator=month, denominator=20,
            **period_fields(parse(f"2016-{month:02d}")),
        )  # fmt: skip
    page = analyst.get(url(north, "indicator-detail", pk=share.pk), {"period": "calendar_year"})
    assert rows(page) == [("calendar year 2016", "32.5%", "calculated")]


def test_page_by_a_period_that_cannot_be_is_as_it_is_measured(analyst, north, flow):
    count_months(flow, [1, 2])
    for kind in ("day", "nonsense", ""):
        page = analyst.get(url(north, "indicator-detail", pk=flow.pk), {"period": kind})
        assert [row[0] for row in rows(page)] == ["Apr 2016", "May 2016"]
