"""Files and the virus scanner: nothing unscanned is stored where a scanner is configured."""

import socket
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from audits.models import AnswerEvidence
from boards import configuration
from boards.models import Evidence, Notification, RefusedFile
from boards.services import actions, evidence, stored_files
from tests.plugins.clamd import EICAR
from tests.unit.boards.test_actions import raise_one


@pytest.fixture
def lead(north, world):
    return world.client(north.police_lead)


def send(client, cast, content=b"%PDF-1.7 fine", name="policy.pdf", **data):
    url = reverse(
        "audits:answer-evidence-add",
        kwargs={"board": cast.board.slug, "pk": cast.police_return.pk, "question": "lead-person"},
    )
    return client.post(url, {"file": SimpleUploadedFile(name, content), **data})


def stored() -> list[str]:
    folder = django_settings.MEDIA_ROOT / "evidence"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_clean_file_is_scanned_whole_and_stored(lead, north, clamd):
    before = len(stored())

    send(lead, north)

    assert clamd.scanned == [b"%PDF-1.7 fine"]
    assert AnswerEvidence.objects.get().evidence.size == 13
    assert len(stored()) == before + 1


def test_infected_file_is_refused_noted_and_told(lead, north, clamd, world):
    before = stored()

    page = send(lead, north, b"%PDF-1.7 " + EICAR, title="Typed beside it", pointer="page 3")

    assert "The virus scanner found something harmful" in page.text
    assert "Typed beside it" in page.text
    assert stored() == before
    assert not Evidence.objects.exists()
    note = RefusedFile.objects.get()
    assert (note.signature, note.sent_by, note.agency, note.board) == (
        "Eicar-Test-Signature", north.police_lead, north.police, north.board,
    )  # fmt: skip
    told = Notification.objects.filter(path__contains="refused-files")
    assert [row.user for row in told] == [north.board_manager]
    shown = world.client(north.board_manager).get(told[0].path)
    assert "Eicar-Test-Signature" in shown.text
    assert str(north.police) in shown.text


def test_refused_files_are_the_boards_own(lead, north, south, clamd, world):
    send(lead, north, b"%PDF-1.7 " + EICAR)
    url = reverse("boards:refused-file-list", kwargs={"board": south.board.slug})

    page = world.client(south.board_manager).get(url)

    assert "Eicar" not in page.text
    assert "No refused files" in page.text


def test_infected_file_on_an_action_keeps_what_was_typed(lead, north, clamd):
    action = raise_one(north, agency=north.police)
    url = reverse("boards:action-complete", kwargs={"board": north.board.slug, "pk": action.pk})
    upload = SimpleUploadedFile("register.txt", EICAR)

    page = lead.post(
        url, {"completion_evidence": "Forty people came", "version": 1, "upload": upload}
    )

    assert page.status_code == 422
    assert "Forty people came" in page.text
    assert "The virus scanner found something harmful" in page.text
    action.refresh_from_db()
    assert action.status == "open"
    assert RefusedFile.objects.count() == 1
    assert not Evidence.objects.exists()


def nobody_there(clamd):
    clamd.shutdown()
    clamd.server_close()


def slow(clamd):
    clamd.pause = 3


def silent(clamd):
    clamd.broken_answer = b""


def babbling(clamd):
    clamd.broken_answer = b"\xff\xfe nonsense\n"


def failing(clamd):
    clamd.broken_answer = b"stream: Can't allocate memory ERROR\n"


@pytest.mark.parametrize("trouble", [nobody_there, slow, silent, babbling, failing])
def test_scanner_away_refuses_for_now(lead, north, clamd, trouble):
    before = stored()
    trouble(clamd)

    page = send(lead, north, title="Typed beside it")

    assert "Files cannot be checked for viruses just now" in page.text
    assert "Typed beside it" in page.text
    assert stored() == before
    assert not Evidence.objects.exists()
    assert not RefusedFile.objects.exists()


def test_scanner_that_takes_less_than_we_do(lead, north, clamd):
    clamd.limit = 5

    page = send(lead, north)

    assert "The virus scanner takes only smaller files" in page.text
    assert not Evidence.objects.exists()


def test_known_file_is_scanned_again(lead, north, clamd):
    """Signatures are newer than they were when it was first sent."""
    send(lead, north)
    send(lead, north)

    assert len(clamd.scanned) == 2
    assert Evidence.objects.count() == 1


def test_scan_again_blocks_what_is_found(lead, north, clamd, settings, world):
    settings.CLAMAV_ADDRESS = ""
    send(lead, north, b"%PDF-1.7 " + EICAR)
    send(lead, north, b"%PDF-1.7 fine", "other.pdf")
    settings.CLAMAV_ADDRESS = clamd.address
    out = StringIO()

    call_command("scan_evidence", stdout=out)

    assert "2 files scanned, 1 infected" in out.getvalue()
    infected = Evidence.objects.get(file_name="policy.pdf")
    assert infected.infection == "Eicar-Test-Signature"
    kwargs = {"board": north.board.slug, "pk": infected.pk}
    page = lead.get(reverse("audits:evidence-download", kwargs=kwargs))
    assert page.status_code == 410
    assert "A virus scan found something harmful" in page.text
    assert "Blocked" in lead.get(reverse("audits:evidence-list", args=[north.board.slug])).text


def test_scan_again_says_when_it_cannot(clamd, settings, lead, north):
    send(lead, north)
    nobody_there(clamd)
    with pytest.raises(CommandError, match="stopped answering"):
        call_command("scan_evidence")

    settings.CLAMAV_ADDRESS = ""
    with pytest.raises(CommandError, match="CLAMAV_ADDRESS"):
        call_command("scan_evidence")


def test_configuration_names_a_scanner_that_does_not_answer(db, settings, clamd):
    assert not [line for line in configuration.problems() if "scanner" in line]

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{free.getsockname()[1]}"
        assert [line for line in configuration.problems() if "scanner" in line]
    settings.CLAMAV_ADDRESS = "scanner"
    assert [line for line in configuration.problems() if "CLAMAV_ADDRESS" in line]


def test_sweep_removes_what_no_record_knows(lead, north, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    send(lead, north)
    kept = stored()
    (tmp_path / "evidence" / "left-by-a-dead-worker").write_bytes(b"half")
    Evidence.objects.create(
        agency=north.police, title="Lost", kind="file", file="evidence/lost", file_name="l.pdf",
        size=1, sha256="1" * 64, content_type="application/pdf", uploaded_by=north.police_lead,
    )  # fmt: skip
    from django.utils import timezone

    young = stored_files.sweep()
    old = stored_files.sweep(now=timezone.now() + stored_files.GRACE * 2)

    assert (young.removed, young.missing) == (0, 1)
    assert (old.removed, old.missing) == (1, 1)
    assert stored() == kept


def test_evidence_whose_file_is_gone_says_so(lead, north):
    send(lead, north)
    record = Evidence.objects.get()
    record.file.storage.delete(record.file.name)

    kwargs = {"board": north.board.slug, "pk": record.pk}
    page = lead.get(reverse("audits:evidence-download", kwargs=kwargs))

    assert page.status_code == 410
    assert "is not where it was stored" in page.text


def test_file_goes_away_with_the_change_that_failed(lead, north):
    """The colleague who completed the action first wins; the file of the second is not kept."""
    action = raise_one(north, agency=north.police)
    actions.progress(action=action, by=north.board_manager, note="Theirs", rating="red")
    before = stored()
    url = reverse("boards:action-complete", kwargs={"board": north.board.slug, "pk": action.pk})

    page = lead.post(
        url,
        {"completion_evidence": "Mine", "version": 1,
         "upload": SimpleUploadedFile("r.txt", b"Forty people")},
    )  # fmt: skip

    assert page.status_code == 422
    assert stored() == before
    assert not Evidence.objects.exists()


def test_same_file_of_two_colleagues_is_one_record(north):
    first = SimpleUploadedFile("a.pdf", b"%PDF-1.7 same")
    second = SimpleUploadedFile("b.pdf", b"%PDF-1.7 same")
    about = {"agency": north.police, "by": north.police_lead}

    with (
        evidence.received(upload=first, **about) as one,
        evidence.received(upload=second, **about) as other,
    ):
        files_then = len(stored())
        kept = [evidence.keep(evidence=row, by=north.police_lead) for row in (one, other)]

    assert kept[0] == kept[1]
    assert Evidence.objects.count() == 1
    assert len(stored()) == files_then - 1
