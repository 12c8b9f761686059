"""Lines of enquiry: opened, found out, put to another group, decided, closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from boards.errors import DomainError, NotReady, StaleRecord, TransitionNotAllowed
from boards.models import Action, Notification, SeatTerm
from performance.models import Enquiry
from performance.queries import deciding
from performance.queries import questions as todos
from performance.services import enquiries as services
from performance.services import questions
from performance.services.enquiries import EnquiryOver, SameGroup, SamePerson
from tests.permissions.performance_enquiries import (
    another_group,
    answered,
    asked,
    begun,
    fields,
    found,
    recommended,
)
from tests.permissions.performance_returns import indicator
from tests.world import today

pytestmark = pytest.mark.django_db


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


def accept(cast, enquiry, by=None):
    return services.accept(
        enquiry=enquiry, text="Agreed", version=enquiry.version, by=by or cast.group_chair
    )


def close(cast, enquiry):
    return services.close(
        enquiry=enquiry, outcome="Schools trained", version=enquiry.version, by=cast.group_chair
    )


def kinds_of(enquiry):
    return list(enquiry.steps.values_list("kind", flat=True))


def test_open_from_the_indicators_page(world, north):
    about = indicator(north)
    client = world.client(north.data_analyst)
    page = client.get(url(north, "indicator-detail", pk=about.pk)).text
    address = f"{url(north, 'enquiry-new')}?indicator={about.pk}"
    assert address in page

    form = client.get(address)
    assert f'id="indicator-{about.pk}" checked' in form.text

    answer = client.post(
        address,
        {"title": "<script>Why?</script>", "why": "Ŵ" * 300, "period": str(fields(north).period),
         "group": north.group.pk, "indicators": [about.pk]},
    )  # fmt: skip
    made = Enquiry.objects.get()
    assert answer.url == url(north, "enquiry-detail", pk=made.pk)
    assert list(made.indicators.all()) == [about]
    page = client.get(url(north, "indicator-detail", pk=about.pk)).text
    assert "&lt;script&gt;Why?&lt;/script&gt;" in page
    assert "<script>Why?" not in page


def test_activity_names_it(world, north):
    enquiry = begun(north)
    page = world.client(north.board_manager).get(
        reverse("boards:activity-list", kwargs={"board": north.board.slug})
    )
    assert f"opened the line of enquiry {enquiry.title}" in page.text
    assert services.page_of(enquiry) in page.text


def test_open_with_nothing_keeps_what_was_typed(world, north):
    answer = world.client(north.data_analyst).post(
        url(north, "enquiry-new"), {"title": "Why so many?", "why": ""}
    )
    assert answer.status_code == 422
    text = answer.text
    assert 'value="Why so many?"' in text
    assert "Tick at least one indicator" in text


def test_scorecard_line_says_that_it_is_asked_about(world, north):
    enquiry = begun(north)
    card = north.board.scorecards.create(title="Board")
    card.lines.create(indicator=enquiry.indicators.get())
    client = world.client(north.board_member)

    assert "being asked about" in client.get(url(north, "scorecard-detail", pk=card.pk)).text

    close(north, services.find(enquiry=enquiry, finding="x", version=1, by=north.data_analyst))
    assert "being asked about" not in client.get(url(north, "scorecard-detail", pk=card.pk)).text


def test_fields_of_another_board_are_refused(north, south):
    for more in ({"group": south.group}, {"indicators": [indicator(south)]}, {"indicators": []}):
        with pytest.raises(DomainError):
            begun(north, **more)
    assert not Enquiry.objects.exists()


def test_two_editors_see_both(world, north):
    enquiry = begun(north)
    services.find(enquiry=enquiry, finding="Theirs", version=1, by=north.group_chair)

    answer = world.client(north.data_analyst).post(
        url(north, "enquiry-finding", pk=enquiry.pk), {"finding": "Mine", "version": 1}
    )

    assert answer.status_code == 422
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    enquiry.refresh_from_db()
    assert enquiry.finding == "Theirs"


def test_recommendation_needs_a_finding_and_another_group(north):
    enquiry = begun(north)
    given = {"recommendation": "Train", "version": None, "by": north.data_analyst}
    with pytest.raises(NotReady) as refused:
        services.recommend(enquiry=enquiry, to=another_group(north), **given)
    assert "/finding/" in refused.value.problems[0].url
    services.find(enquiry=enquiry, finding="Schools", version=1, by=north.data_analyst)
    with pytest.raises(SameGroup):
        services.recommend(enquiry=enquiry, to=north.group, **given)


def test_boards_own_enquiry_is_not_decided_by_the_board(north):
    enquiry = begun(north, group=None)
    services.find(enquiry=enquiry, finding="Schools", version=1, by=north.data_analyst)
    with pytest.raises(SameGroup):
        services.recommend(
            enquiry=enquiry, recommendation="x", to=None, version=2, by=north.data_analyst
        )


def test_recommendation_is_asked_more_of_then_escalated_then_accepted(north):
    enquiry = recommended(north)
    said = {"text": "Said", "version": None, "by": north.group_chair}
    services.ask_for_more(enquiry=enquiry, **said)
    services.find(enquiry=enquiry, finding="More", version=None, by=north.data_analyst)
    services.recommend(
        enquiry=enquiry, recommendation="Train more", to=another_group(north), version=None,
        by=north.data_analyst,
    )  # fmt: skip
    with pytest.raises(SameGroup):
        services.escalate(enquiry=enquiry, to=another_group(north), **said)
    services.escalate(enquiry=enquiry, to=None, **said)
    done = accept(north, Enquiry.objects.get(pk=enquiry.pk), by=north.independent_chair)

    assert done.status == "accepted"
    assert kinds_of(done) == [
        "recommended", "more_asked", "recommended", "escalated", "accepted",
    ]  # fmt: skip
    assert done.steps.first().text == "Train schools"


def test_nobody_decides_on_their_own_recommendation(world, north):
    enquiry = found(north)
    services.recommend(
        enquiry=enquiry, recommendation="x", to=another_group(north), version=None,
        by=north.group_chair,
    )  # fmt: skip
    for decide in (services.accept, services.ask_for_more):
        with pytest.raises(SamePerson):
            decide(enquiry=enquiry, text="Yes", version=None, by=north.group_chair)
    page = world.client(north.group_chair).get(url(north, "enquiry-detail", pk=enquiry.pk))
    assert url(north, "enquiry-decide", pk=enquiry.pk) not in page.text


def test_what_is_before_another_group_does_not_change(north):
    enquiry = recommended(north)
    with pytest.raises(EnquiryOver):
        services.find(enquiry=enquiry, finding="Other", version=None, by=north.data_analyst)
    with pytest.raises(EnquiryOver):
        services.edit(enquiry=enquiry, fields=fields(north), version=None, by=north.data_analyst)
    with pytest.raises(EnquiryOver):
        questions.ask(
            enquiry=enquiry, text="?", agencies=[north.police], due_on=today(),
            by=north.data_analyst,
        )  # fmt: skip
    with pytest.raises(TransitionNotAllowed):
        close(north, enquiry)


def test_closing_needs_a_finding_and_read_answers(north):
    answer = answered(north)
    enquiry = answer.question.enquiry
    with pytest.raises(NotReady):
        close(north, enquiry)
    enquiry = services.find(enquiry=enquiry, finding="x", version=1, by=north.data_analyst)
    with pytest.raises(NotReady) as refused:
        close(north, enquiry)
    assert f"#answer-{answer.pk}" in refused.value.problems[0].url
    questions.accept(answer=answer, version=None, by=north.data_analyst)
    assert close(north, enquiry).closed_by == north.group_chair


def test_closing_stops_asking(north):
    answer = asked(north)
    enquiry = services.find(
        enquiry=answer.question.enquiry, finding="x", version=1, by=north.data_analyst
    )
    close(north, enquiry)
    answer.refresh_from_db()
    assert answer.status == "withdrawn"


def test_database_refuses_a_decision_on_nothing(north):
    enquiry = begun(north)
    for status in ("recommended", "accepted", "escalated", "closed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Enquiry.objects.filter(pk=enquiry.pk).update(status=status)


def test_database_keeps_what_was_said(north):
    step = recommended(north).steps.get()
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        step.delete()


def test_action_is_linked_and_numbered(world, north):
    enquiry = begun(north)
    answer = world.client(north.data_analyst).post(
        url(north, "enquiry-action", pk=enquiry.pk),
        {"title": "Train schools", "due_on": (today() + timedelta(days=30)).isoformat(),
         "agency": north.police.pk},
    )  # fmt: skip
    assert answer.status_code == 302
    action = Action.objects.get()
    assert enquiry.action_links.get().action == action
    assert (action.source, action.source_label) == ("challenge", enquiry.title)
    page = world.client(north.board_member).get(
        url(north, "indicator-detail", pk=enquiry.indicators.get().pk)
    )
    assert str(action) in page.text


def test_people_of_agencies_do_not_see_it(world, north):
    enquiry = begun(north)
    client = world.client(north.police_lead)
    assert client.get(url(north, "enquiry-detail", pk=enquiry.pk)).status_code == 404
    assert client.get(url(north, "enquiry-list")).status_code == 403


def test_decision_waits_for_the_chair_of_the_group(north):
    group = another_group(north)
    group.chair = north.seats["chair"]
    group.save()
    SeatTerm.objects.filter(seat=group.chair).update(holder=north.independent_chair)
    enquiry = recommended(north)

    waits_for = {
        key for key in ("board_manager", "group_chair", "independent_chair", "data_analyst")
        if deciding.to_decide_by(north.people[key]).exists()
    }  # fmt: skip

    assert waits_for == {"independent_chair"}
    told = Notification.objects.filter(kind="enquiries", path=services.page_of(enquiry))
    assert [each.user for each in told] == [north.independent_chair]


def test_decision_waits_for_all_who_may_where_the_chair_recommended(north):
    group = another_group(north)
    group.chair = north.seats["chair"]
    group.save()
    SeatTerm.objects.filter(seat=group.chair).update(holder=north.independent_chair)
    enquiry = found(north)
    services.recommend(
        enquiry=enquiry, recommendation="x", to=group, version=None, by=north.independent_chair
    )
    assert not deciding.to_decide_by(north.independent_chair).exists()
    assert deciding.to_decide_by(north.board_manager).exists()


def test_todos_follow_the_enquiry(north):
    enquiry = recommended(north)

    def details(person):
        return [todo.detail for todo in todos.enquiries_to_mind(person, today())]

    assert details(north.group_chair) == ["Decide on the recommendation"]
    assert details(north.data_analyst) == []
    accept(north, enquiry)
    assert details(north.data_analyst) == ["Raise what follows, then close it"]
    assert details(north.group_chair) == []


@pytest.mark.parametrize(
    ("decision", "status"),
    [("accepted", "accepted"), ("more_asked", "more_asked"), ("escalated", "escalated")],
)
def test_decide_in_the_browser(world, north, decision, status):
    enquiry = recommended(north)
    page = url(north, "enquiry-decide", pk=enquiry.pk)
    client = world.client(north.group_chair)
    assert "Train schools" in client.get(page).text
    data = {"decision": decision, "text": "Said", "version": enquiry.version}
    assert client.post(page, data | {"text": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    assert client.post(page, data).status_code == 422
    enquiry.refresh_from_db()
    assert enquiry.status == status


def test_stale_decision_is_refused(north):
    enquiry = recommended(north)
    with pytest.raises(StaleRecord):
        services.accept(enquiry=enquiry, text="Yes", version=1, by=north.group_chair)


def test_pages_ask_a_constant_number_of_questions(world, north, assert_constant_queries):
    answer = answered(north)
    enquiry = answer.question.enquiry
    client = world.client(north.data_analyst)

    def grow():
        for _number in range(10):
            begun(north)
            questions.ask(
                enquiry=enquiry, text="More?", agencies=[north.police, north.health],
                due_on=today(), by=north.data_analyst,
            )  # fmt: skip

    listed, one = url(north, "enquiry-list"), url(north, "enquiry-detail", pk=enquiry.pk)
    beside = url(north, "indicator-detail", pk=enquiry.indicators.get().pk)

    def ask():
        for page in (listed, one, beside):
            client.get(page)

    assert_constant_queries(ask, grow)
