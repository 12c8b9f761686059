"""An agency corrects its evidence, and takes it back wherever it was used."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audits.models import AnswerEvidence, Return
from audits.queries.returns import given_of, sheet
from audits.services import improvements
from boards.errors import DomainError, StaleRecord
from boards.models import Action, ActionEvidence, Evidence
from boards.services import evidence as services
from boards.services import stored_files
from tests.world import today

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def upload():
    return SimpleUploadedFile("Child Surname.pdf", PDF, content_type="application/pdf")


@pytest.fixture
def file(north, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return services.add_file(
        agency=north.police, upload=upload(), by=north.police_lead, title="Child Surname"
    )


@pytest.fixture
def shown(north, file):
    """The file beside an answer of the police."""
    question = north.tool_version.questions.get(key="lead-person")
    link = improvements.attach_evidence(
        return_record=north.police_return, question=question, existing=file, by=north.police_lead
    )
    assert isinstance(link, AnswerEvidence)
    return link


def url(cast, name, evidence):
    return reverse(f"audits:evidence-{name}", kwargs={"board": cast.board.slug, "pk": evidence.pk})


def withdraw(cast, evidence, **said):
    values = {"reason": "It names a child", "version": 1, "by": cast.police_lead}
    return services.withdraw(evidence=evidence, **(values | said))


def test_withdrawing_wipes_the_file_and_what_it_was_called(
    north, shown, file, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        gone = withdraw(north, file)

    assert not default_storage.exists(str(file.file))
    assert "Surname" not in f"{gone.title}{gone.file_name}"
    assert AnswerEvidence.objects.get(pk=shown.pk).evidence.withdrawn_reason == "It names a child"


def test_file_stays_when_the_change_is_not_committed(
    north, file, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        withdraw(north, file)
    assert default_storage.exists(str(file.file))


def test_withdrawn_evidence_shows_nothing_any_more(north, shown, file):
    def counted():
        found = sheet(Return.objects.get(pk=north.police_return.pk))
        item = found.question(shown.answer.question.key)
        return given_of(item.answer).evidence_count

    assert counted() == 1
    withdraw(north, file)
    assert counted() == 0


def test_sweep_takes_the_file_when_the_store_was_away(north, file):
    withdraw(north, file)

    found = stored_files.sweep(now=timezone.now() + 2 * stored_files.GRACE)

    assert (found.removed, found.missing) == (1, 0)
    assert not default_storage.exists(str(file.file))


def test_same_file_can_be_added_again(north, file):
    withdraw(north, file)

    again = services.add_file(agency=north.police, upload=upload(), by=north.police_lead)

    assert again.pk != file.pk
    assert again.withdrawn_at is None


def test_link_is_forgotten(north):
    link = services.add_link(
        agency=north.police, link="https://example.org/surname", by=north.police_lead
    )

    assert "surname" not in withdraw(north, link).link
    again = services.add_link(agency=north.police, link=link.link, by=north.police_lead)
    assert again.pk != link.pk


@pytest.mark.parametrize(
    ("said", "error"), [({"reason": " "}, DomainError), ({"version": 0}, StaleRecord)]
)
def test_withdraw_refused(north, file, said, error):
    with pytest.raises(error):
        withdraw(north, file, **said)
    assert Evidence.objects.get(pk=file.pk).title == "Child Surname"


def test_withdraw_twice(north, file):
    withdraw(north, file)
    with pytest.raises(DomainError, match="already"):
        withdraw(north, file, version=2)


def test_action_says_that_its_link_was_withdrawn(world, north):
    link = services.add_link(
        agency=north.police, link="https://example.org/surname", by=north.police_lead
    )
    action = Action.objects.create(
        board=north.board, number=1, title="Train", agency=north.police, due_on=today()
    )
    ActionEvidence.objects.create(action=action, evidence=link)
    withdraw(north, link)

    kwargs = {"board": north.board.slug, "pk": action.pk}
    page = world.client(north.board_manager).get(reverse("boards:action-detail", kwargs=kwargs))

    assert "It names a child" in page.text
    assert "withdrawn.invalid" not in page.text


def test_pages(world, north, shown, file):
    lead = world.client(north.police_lead)
    answer = reverse(
        "audits:answer-evidence",
        kwargs={"board": north.board.slug, "pk": north.police_return.pk, "link": shown.pk},
    )
    had = lead.get(answer)
    assert b"".join(had.streaming_content) == PDF
    data = {"title": "Policy <b>", "expires_on": "", "version": "1"}
    assert "Policy &lt;b&gt;" in lead.post(url(north, "edit", file), data, follow=True).text

    refused = lead.post(url(north, "withdraw", file), {"reason": "", "version": "2"})
    assert refused.status_code == 422
    page = lead.post(
        url(north, "withdraw", file), {"reason": "It names a child", "version": "2"}, follow=True
    )

    assert "It names a child" in page.text
    assert "Policy" not in page.text
    gone = lead.get(answer)
    assert gone.status_code == 410
    assert "withdrew this evidence" in gone.text
    assert lead.get(url(north, "edit", file)).status_code == 404
