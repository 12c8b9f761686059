"""Questions to agencies: drafted, sent, read, sent back; late ones are chased once a step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boards.authorization.access import access_of
from boards.errors import DomainError, StaleRecord, TransitionNotAllowed
from boards.models import Agency, BoardPartner, Message, Notification
from boards.queries.search import find
from performance.models import AgencyAnswer
from performance.queries import questions as todos
from performance.services import questions as services
from performance.services import successions
from tests.permissions.performance_enquiries import answered, asked, begun
from tests.world import today

pytestmark = pytest.mark.django_db
DRAFT = "half-an-answer"


def url(cast, name, **kwargs):
    return reverse(f"performance:{name}", kwargs={"board": cast.board.slug} | kwargs)


def page_of(cast, answer):
    return url(cast, "question-answer", pk=answer.pk)


def in_days(days):
    return timezone.now() + timedelta(days=days)


def keep(cast, answer, text=DRAFT, version=0, by=None):
    return services.keep(
        answer=answer, text=text, draft_version=version, by=by or cast.police_contributor
    )


def mails(kind):
    return Message.objects.filter(kind=kind)


def test_ask_tells_the_agencies_people_without_the_question(north):
    answer = asked(north)
    sent = mails("question_asked")
    assert {mail.to_user for mail in sent} == {north.police_lead, north.police_contributor}
    for mail in sent:
        assert answer.question.text not in mail.body
        assert page_of(north, answer) in mail.body
    told = Notification.objects.get(user=north.police_lead)
    assert (told.kind, told.path) == ("enquiries", page_of(north, answer))


def test_ask_in_the_browser(world, north):
    enquiry = begun(north)
    page = url(north, "enquiry-ask", pk=enquiry.pk)
    client = world.client(north.data_analyst)
    refused = client.post(page, {"text": "Why?", "due_on": "yesterday"})
    assert refused.status_code == 422
    assert "Tick at least one agency" in refused.text
    partners = list(north.board.partners.values_list("pk", flat=True))
    data = {"text": "Why?", "due_on": (today() + timedelta(days=9)).isoformat(),
            "agencies": partners}  # fmt: skip
    assert client.post(page, data).status_code == 302
    assert set(AgencyAnswer.objects.values_list("agency", flat=True)) == {
        north.police.pk, north.health.pk,
    }  # fmt: skip


def test_ask_refuses_past_days_and_agencies_of_others(north, south):
    enquiry = begun(north)
    given = {"enquiry": enquiry, "text": "Why?", "by": north.data_analyst}
    for more in (
        {"agencies": [north.police], "due_on": today() - timedelta(days=1)},
        {"agencies": [south.health], "due_on": today()},
        {"agencies": [], "due_on": today()},
    ):
        with pytest.raises(DomainError):
            services.ask(**given, **more)


def test_answer_in_the_browser_by_keeping_and_sending(world, north):
    answer = asked(north)
    client, page = world.client(north.police_contributor), page_of(north, answer)
    assert answer.question.text in client.get(page).text

    client.post(page, {"text": DRAFT, "draft_version": 0, "keep": "1"})
    assert DRAFT in client.get(page).text
    assert client.post(page, {"text": " ", "draft_version": 1, "send": "1"}).status_code == 422

    done = client.post(page, {"text": "All of it", "draft_version": 1, "send": "1"})
    assert done.url == url(north, "question-list")
    answer.refresh_from_db()
    assert (answer.status, answer.text, answer.draft) == ("answered", "All of it", "")
    assert "All of it" in client.get(page).text


def test_draft_saves_by_itself(world, north):
    answer = asked(north)
    saved = world.client(north.police_lead).post(
        page_of(north, answer), {"text": DRAFT, "draft_version": 0}, headers={"HX-Request": "true"}
    )
    assert saved.status_code == 200
    assert 'name="draft_version" value="1"' in saved.text
    answer.refresh_from_db()
    assert (answer.draft, answer.draft_by) == (DRAFT, north.police_lead)


def test_colleagues_see_both_texts(world, north):
    answer = asked(north)
    keep(north, answer, "Theirs")
    client, page = world.client(north.police_lead), page_of(north, answer)

    by_itself = client.post(
        page, {"text": "Mine", "draft_version": 0}, headers={"HX-Request": "true"}
    )
    assert by_itself.status_code == 409

    both = client.post(page, {"text": "Mine", "draft_version": 0, "send": "1"})
    assert both.status_code == 422
    assert "Theirs" in both.text
    assert "Mine" in both.text
    assert 'name="draft_version" value="1"' in both.text

    client.post(page, {"text": "Mine", "draft_version": 1, "send": "1"})
    answer.refresh_from_db()
    assert answer.text == "Mine"


def test_the_same_text_again_is_no_conflict(north):
    answer = asked(north)
    keep(north, answer)
    kept = keep(north, answer, version=0, by=north.police_lead)
    assert (kept.draft_version, kept.draft_by) == (1, north.police_contributor)
    sent = services.send(answer=answer, text=DRAFT, draft_version=0, by=north.police_lead)
    assert sent.text == DRAFT


def test_draft_is_read_by_the_agency_alone(world, north):
    answer = asked(north)
    keep(north, answer)
    enquiry = answer.question.enquiry
    for key in ("board_manager", "data_analyst"):
        client = world.client(north.people[key])
        assert DRAFT not in client.get(url(north, "enquiry-detail", pk=enquiry.pk)).text
        assert DRAFT not in client.get(url(north, "answer-extend", pk=answer.pk)).text
        assert client.get(page_of(north, answer)).status_code == 403
    assert world.client(north.health_lead).get(page_of(north, answer)).status_code == 404
    event = AgencyAnswer.pgh_event_model
    assert not {"draft", "draft_by"} & {field.name for field in event._meta.get_fields()}


def test_question_sent_twice_is_sent_once(world, north):
    answer = asked(north)
    services.send(answer=answer, text="One", draft_version=0, by=north.police_lead)
    again = world.client(north.police_contributor).post(
        page_of(north, answer), {"text": "Two", "draft_version": 0, "send": "1"}
    )
    assert again.status_code == 422
    answer.refresh_from_db()
    assert answer.text == "One"


def test_sent_back_begins_with_what_was_sent(world, north):
    answer = answered(north)
    data = {"reason": "Which schools?", "version": answer.version}
    page = url(north, "answer-send-back", pk=answer.pk)
    client = world.client(north.data_analyst)
    assert client.post(page, data | {"reason": ""}).status_code == 422
    assert client.post(page, data).status_code == 302
    answer.refresh_from_db()
    assert (answer.status, answer.draft) == ("sent_back", answer.text)
    assert mails("question_sent_back").count() == 2
    agency = world.client(north.police_lead).get(page_of(north, answer)).text
    assert "Which schools?" in agency
    with pytest.raises(StaleRecord):
        services.send(answer=answer, text="New", draft_version=1, by=north.police_lead)


def test_accepted_answer_is_no_longer_a_todo(north):
    answer = answered(north)
    read = [each.title for each in todos.answers_to_read(north.data_analyst, today())]
    assert read == [answer.question.text]
    assert not list(todos.answers_to_read(north.group_chair, today()))
    services.accept(answer=answer, version=None, by=north.data_analyst)
    assert not list(todos.answers_to_read(north.data_analyst, today()))
    with pytest.raises(TransitionNotAllowed):
        services.withdraw(answer=answer, version=None, by=north.data_analyst)


def test_todos_of_the_agency_and_of_the_board(north):
    answer = asked(north)
    due = list(todos.questions_due(north.police_lead, today()))
    assert [(each.url, each.due_on) for each in due] == [(page_of(north, answer), answer.due_on)]
    assert not list(todos.questions_due(north.health_lead, today()))
    owed = list(todos.questions_owed(north.board, north.board_manager, today()))
    assert [each.agency_name for each in owed] == [north.police.name]


def test_late_answers_are_chased_up_the_ladder_once_a_step(north):
    answer = asked(north)
    assert services.chase(now=in_days(10)) == 0  # the day it is due on is not over
    assert services.chase(now=in_days(11)) == 1
    assert services.chase(now=in_days(12)) == 0
    assert mails("question_late").count() == 2
    assert services.chase(now=in_days(25)) == 1  # a step was passed over
    assert services.chase(now=in_days(25)) == 0
    told = Notification.objects.filter(user=north.board_manager, kind="enquiries")
    assert told.count() == 1
    answer.refresh_from_db()
    assert answer.chased_step == 14


def test_more_time_begins_the_ladder_anew(north):
    answer = asked(north)
    services.chase(now=in_days(11))
    later = today() + timedelta(days=30)
    for wrong in (answer.due_on, today() - timedelta(days=1)):
        with pytest.raises(DomainError):
            services.extend(
                answer=answer, due_on=wrong, reason="Ill", version=None, by=north.data_analyst
            )
    services.extend(answer=answer, due_on=later, reason="Ill", version=None, by=north.data_analyst)
    assert services.chase(now=in_days(20)) == 0
    assert services.chase(now=in_days(31)) == 1


def test_withdrawn_question_is_not_chased(world, north):
    answer = asked(north)
    client = world.client(north.data_analyst)
    done = client.post(url(north, "answer-withdraw", pk=answer.pk), {"version": answer.version})
    assert done.status_code == 302
    assert services.chase(now=in_days(40)) == 0
    page = world.client(north.police_lead).get(page_of(north, answer))
    assert "no longer asks" in page.text


def test_found_by_those_who_may_see_it(north):
    asked(north)

    def kinds(person):
        found = find("front door", user=person, access=access_of(person), boards=[north.board])
        return [group.kind.key for group in found.groups]

    assert kinds(north.board_member) == ["enquiry-question"]
    assert kinds(north.police_lead) == ["question"]
    assert kinds(north.health_lead) == []


def test_successor_answers_instead(north):
    answer = asked(north)
    heir = Agency.objects.create(name="New Police", sector=north.police.sector)
    BoardPartner.objects.create(
        board=north.board, agency=heir, key="heir", name=heir.name, sector=heir.sector, order=9
    )
    successions.carry_out(north.board, [north.police], heir, north.board_manager)
    answer.refresh_from_db()
    assert answer.agency == heir


def test_list_of_questions_asks_the_same_for_many(world, north, assert_constant_queries):
    enquiry = asked(north).question.enquiry
    client = world.client(north.police_lead)

    def grow():
        for _number in range(10):
            services.ask(
                enquiry=enquiry, text="More?", agencies=[north.police], due_on=today(),
                by=north.data_analyst,
            )  # fmt: skip

    assert_constant_queries(lambda: client.get(url(north, "question-list")), grow)
