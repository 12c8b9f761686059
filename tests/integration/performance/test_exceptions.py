"""The exception report: what it chooses, its page, and the PDF that the worker builds."""

import io
from datetime import date

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from boards import queue
from boards.board_year.periods import parse
from boards.registry import registry
from performance.models import ExceptionReport, Observation, Target, period_fields
from performance.queries.exceptions import contents
from performance.rules.periods import PeriodKind, containing, following, preceding
from performance.services import enquiries, notes, questions, scorecards
from performance.services import exceptions as services
from performance.services.enquiries import EnquiryFields
from performance.views.exceptions import MOST_DRAWN
from tests.integration.performance.test_scorecards import make
from tests.world import today

pytestmark = pytest.mark.django_db
STEADY = [50, 52, 49, 51, 50, 53, 48, 51, 50, 52, 49, 51, 50]
JULY = parse("2016-07")


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


def months(values, first="2015-07"):
    period, found = parse(first), {}
    for value in values:
        found[period.printed] = value
        period = following(period)
    return found


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def card(north):
    """Off target, outside its limits, worse by chance, better, too old, missing."""
    rows = [
        make(north, "off-target", months(STEADY)),
        make(north, "outside", months([*STEADY[:-1], 90])),
        make(north, "by-chance", months([*STEADY[:-1], 52])),
        make(north, "better", months([*STEADY[:-1], 20])),
        make(north, "old", months(STEADY[:6])),
        make(north, "none", {}),
    ]
    Target.objects.create(
        indicator=rows[0], value=20, starts_on=date(2015, 4, 1), due_on=date(2017, 4, 1)
    )
    return scorecards.make(
        board=north.board, title="Ŵ <b>card</b>", group=None, indicators=rows,
        by=north.board_manager,
    )  # fmt: skip


def shown(north, card, period=JULY):
    return contents(north.board, card, period, user=north.board_member, now=timezone.now())


def ask_about(north, card, key="better"):
    enquiry = enquiries.begin(
        board=north.board, by=north.data_analyst,
        fields=EnquiryFields(
            title="Why did it fall?", why="Children may not be seen", period=JULY,
            indicators=[card.lines.get(indicator__key=key).indicator], group=north.group,
        ),
    )  # fmt: skip
    question = questions.ask(
        enquiry=enquiry, text="What changed?", agencies=[north.police], due_on=today(),
        by=north.data_analyst,
    )  # fmt: skip
    questions.send(
        answer=question.answers.select_related("board", "question__enquiry__board").get(),
        text="<script>alert(1)</script> We moved", draft_version=0, by=north.police_lead,
    )  # fmt: skip
    return enquiry


def keys(lines):
    return [each.indicator.key for each in lines]


def test_chooses_what_needs_looking_at(north, card):
    found = shown(north, card)
    assert keys(found.exceptions) == ["off-target", "outside"]
    assert found.exceptions[0].reasons[0] == "off target: target 20"
    assert found.exceptions[1].reasons == ["above the upper limit", "worse than the period before"]
    assert keys(found.moved) == ["by-chance"]
    assert keys(found.missing) == ["old", "none"]
    assert found.looked_at == 6


def test_looks_at_the_period_and_not_beyond(north, card):
    found = shown(north, card, parse("2016-06"))
    assert keys(found.exceptions) == ["off-target"]
    assert found.exceptions[0].line.period == "June 2016"


def test_what_is_asked_about_is_an_exception_until_it_was_closed_before(north, card):
    enquiry = ask_about(north, card)
    found = shown(north, card)
    assert keys(found.exceptions) == ["off-target", "outside", "better"]
    assert [view.enquiry for view in found.exceptions[2].enquiries] == [enquiry]
    type(enquiry).objects.filter(pk=enquiry.pk).update(
        status="closed", finding="x", closed_by=north.data_analyst,
        closed_at=timezone.make_aware(timezone.datetime(2016, 6, 30, 12)),
    )  # fmt: skip
    assert "better" not in keys(shown(north, card).exceptions)


def test_commentary_is_that_of_the_period(north, card):
    indicator = card.lines.get(indicator__key="outside").indicator
    for on, text in ((date(2016, 7, 31), "Of July"), (date(2016, 8, 31), "Of August")):
        notes.comment(indicator=indicator, text=text, on=on, by=north.data_analyst)
    assert shown(north, card).exceptions[1].line.commentary.text == "Of July"


def test_whole_board_is_looked_at_without_a_scorecard(north, south, card):
    make(south, "theirs", months([*STEADY[:-1], 90]))
    found = shown(north, None)
    assert "outside" in keys(found.exceptions)
    assert "theirs" not in keys([*found.exceptions, *found.moved, *found.missing])


def months_until_now(values):
    """Return the values by month, the last one being the last month that is over."""
    period, found = preceding(containing(today(), PeriodKind.MONTH)), {}
    for value in reversed(values):
        found[period.printed] = value
        period = preceding(period)
    return found


def stand_out(north, count):
    """Make a scorecard of indicators whose last month lies outside its limits."""
    rows = [
        make(north, f"now{number}", months_until_now([*STEADY[:-1], 90])) for number in range(count)
    ]
    return scorecards.make(
        board=north.board, title="Now", group=None, indicators=rows, by=north.board_manager
    )


def test_page_shows_what_needs_looking_at(world, north):
    card = stand_out(north, 1)
    notes.comment(
        indicator=card.lines.get().indicator, text="<script>x</script>", by=north.data_analyst,
        on=preceding(containing(today(), PeriodKind.MONTH)).end,
    )  # fmt: skip
    text = world.client(north.board_member).get(
        url(north, "exception-page"), {"scorecard": card.pk}
    ).text  # fmt: skip
    assert "above the upper limit" in text
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert "<script>x" not in text
    assert "Restricted" in text
    assert "Make the PDF" not in text


def test_page_draws_no_more_charts_than_a_person_looks_at(world, north):
    card = stand_out(north, 14)
    page = world.client(north.board_member).get(
        url(north, "exception-page"), {"scorecard": card.pk}
    )
    assert len(page.context["shown"].exceptions) == 14
    assert page.text.count('class="chart"') == MOST_DRAWN


def test_page_takes_nonsense(world, north):
    client = world.client(north.board_member)
    page = url(north, "exception-page")
    for query in ({}, {"period": "2016-99"}, {"period": "x"}, {"scorecard": "9" * 30}):
        assert client.get(page, query).status_code == 200


def test_build_by_the_worker(world, north, card):
    ask_about(north, card)
    client = world.client(north.data_analyst)
    # The page offers recent periods; a past one is asked for by the service.
    row = services.request(board=north.board, scorecard=card, period=JULY, by=north.data_analyst)
    assert services.request(
        board=north.board, scorecard=card, period=JULY, by=north.board_manager
    ) == row  # fmt: skip
    services.execute(row.pk)
    row.refresh_from_db()
    assert (row.status, row.error) == ("ready", "")

    got = client.get(url(north, "exception-download", pk=row.pk))
    content = b"".join(got.streaming_content)
    assert got["Content-Disposition"].endswith('.pdf"')
    pdf = pypdf.PdfReader(io.BytesIO(content))
    assert len(pdf.pages) == row.page_count
    for page in pdf.pages:
        assert "Restricted: exact figures" in page.extract_text()
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "<script>alert(1)</script> We moved" in text
    assert "above the upper limit" in text


def test_pdf_is_tagged_titled_and_has_bookmarks(north, card):
    made = services.document_pdf(shown(north, card))
    pdf = pypdf.PdfReader(io.BytesIO(made.content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "exception report" in pdf.metadata.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert titles[:2] == ["At a glance", "What needs looking at"]
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data()


def test_failed_build_says_so_and_another_can_be_asked_for(north, card, settings, tmp_path):
    row = services.request(board=north.board, scorecard=card, period=JULY, by=north.data_analyst)
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder")
    settings.MEDIA_ROOT = blocked
    services.execute(row.pk)
    row.refresh_from_db()
    assert row.status == "failed"
    assert row.error
    again = services.request(board=north.board, scorecard=card, period=JULY, by=north.data_analyst)
    assert again != row


def test_worker_that_was_taken_for_dead_writes_nothing(north, card):
    row = services.request(board=north.board, scorecard=card, period=JULY, by=None)
    taken = queue.take(ExceptionReport, row.pk)
    made = services.document_pdf(shown(north, card))
    ExceptionReport.objects.filter(pk=row.pk).update(attempts=taken.attempts + 1)
    services._finish(taken, made)
    row.refresh_from_db()
    assert (row.status, row.file.name) == ("running", "")


def test_stalled_builds_are_swept():
    assert ExceptionReport in registry.jobs


def test_build_in_the_browser(world, north, card):
    client = world.client(north.data_analyst)
    period = client.get(url(north, "exception-page")).context["shown"].period
    answer = client.post(
        url(north, "exception-build"), {"scorecard": card.pk, "period": period.printed}
    )
    assert answer.status_code == 302
    assert "Waiting for a free worker" in client.get(answer.url.partition("#")[0]).text
    wrong = client.post(url(north, "exception-build"), {"period": "x"})
    assert wrong.status_code == 302
    assert ExceptionReport.objects.count() == 1


def test_page_asks_a_constant_number_of_questions(world, north, assert_constant_queries):
    card = stand_out(north, 1)
    client = world.client(north.board_member)
    ask_about(north, card, "now0")

    def grow():
        for number in range(10):
            values = months_until_now([*STEADY[:-1], 90])
            card.lines.create(indicator=make(north, f"more{number}", values))
            ask_about(north, card, f"more{number}")

    page = url(north, "exception-page")
    assert_constant_queries(lambda: client.get(page, {"scorecard": card.pk}), grow)


def test_figures_until_a_day_leave_out_later_ones(north):
    from performance.queries.series import own_figures

    indicator = make(north, "x", months(STEADY))
    Observation.objects.create(
        indicator=indicator, value=1, comparator="england", via="typed", **period_fields(JULY)
    )
    found = own_figures([indicator])[indicator.pk].until(date(2016, 6, 30))
    assert len(found.own) == 12
    assert found.compared["england"] == []
