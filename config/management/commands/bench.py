"""Measure the portal and print ratios and percentiles. Nothing here is a test: machines differ."""

import gc
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone


def percentile(times: list[float], share: float) -> float:
    """Return the time, in milliseconds, within which this share of the calls ended."""
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def timed(call: Callable[[int], Any], count: int) -> list[float]:
    """Return how long each of `count` calls took, in seconds."""
    times = []
    for number in range(count):
        started = time.perf_counter()
        call(number)
        times.append(time.perf_counter() - started)
    return times


class Command(BaseCommand):
    help = "Measure saving, pages, opening a round and building a report, on data of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--saves", type=int, default=300)
        parser.add_argument("--agencies", type=int, default=300)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE != "test":
            msg = "bench fills the database: start it with bin/bench, which makes one of its own."
            raise CommandError(msg)
        from tests.world import make_world

        self.world = make_world()
        with override_settings(ROOT_URLCONF="config.bench_urls", ALLOWED_HOSTS=["testserver"]):
            self.saving(options["saves"])
            self.opening(options["agencies"])
            self.pages()
            self.report()

    def line(self, what: str, figures: str) -> None:
        self.stdout.write(f"{what:<52} {figures}")

    def client(self, user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def saving(self, count: int) -> None:
        """Saving an answer against the bare view, one call after the other, in one process."""
        north = self.world.north
        client = self.client(north.police_lead)
        bare_url = f"/bench/{north.round.pk}/"
        record = f"/{north.board.slug}/audits/returns/{north.police_return.pk}"
        url = f"{record}/questions/lead-person/save/"

        def save(number: int) -> None:
            data = {"q-lead-person-version": number, "q-lead-person-commentary": f"Text {number}"}
            response = client.post(url, data)
            assert response.status_code == 200, response.content  # noqa: S101 - a bench checks its ground

        bare = timed(lambda number: client.post(bare_url, {"text": f"Text {number}"}), count)
        saves = timed(save, count)
        with CaptureQueriesContext(connection) as queries:
            save(count)
        self.line(
            "bare view: p50 / p95 ms", f"{percentile(bare, 0.5):.1f} / {percentile(bare, 0.95):.1f}"
        )
        self.line(
            f"saving an answer ({len(queries)} queries): p50 / p95 ms",
            f"{percentile(saves, 0.5):.1f} / {percentile(saves, 0.95):.1f}",
        )
        self.line("throughput of saving ÷ bare view", f"{sum(bare) / sum(saves):.2f}")

    def opening(self, count: int) -> None:
        """Inviting `count` agencies and opening the round."""
        from audits.models import Return, Round
        from audits.services import rounds
        from boards.models import Agency, BoardPartner

        north = self.world.north
        agencies = Agency.objects.bulk_create(
            [Agency(name=f"School {n}", sector_id="education") for n in range(count)]
        )
        BoardPartner.objects.bulk_create(
            [
                BoardPartner(board=north.board, agency=agency, key=f"school-{n}", name=agency.name,
                             sector_id="education", order=n + 10)
                for n, agency in enumerate(agencies)
            ]
        )  # fmt: skip
        self.round = Round.objects.create(
            board=north.board, year=north.year, key="bench", title="Bench", kind="section-11",
            tool_version=north.tool_version, opens_on=timezone.localdate(),
            closes_on=timezone.localdate(),
        )  # fmt: skip
        started = time.perf_counter()
        rounds.invite(
            round_record=self.round, agency_ids=[a.pk for a in agencies], by=north.board_manager
        )
        self.round.refresh_from_db()
        rounds.open_round(
            round_record=self.round, version=self.round.version, by=north.board_manager
        )
        self.line(
            f"inviting {count} agencies and opening the round, s",
            f"{time.perf_counter() - started:.2f}",
        )
        assert Return.objects.filter(round=self.round).count() == count  # noqa: S101

    def pages(self) -> None:
        """Pages that managers and agencies sit in, with all those agencies there."""
        north = self.world.north
        slug, record = north.board.slug, north.police_return.pk
        for user, path in (
            (north.board_manager, f"/{slug}/"),
            (north.board_manager, f"/{slug}/audits/rounds/{self.round.pk}/"),
            (north.board_manager, f"/{slug}/audits/rounds/{self.round.pk}/compliance/"),
            (north.board_manager, f"/{slug}/agencies/"),
            (north.board_manager, f"/{slug}/actions/"),
            (north.police_lead, "/"),
            (north.police_lead, f"/{slug}/audits/returns/{record}/"),
            (north.police_lead, f"/{slug}/audits/returns/{record}/standards/leadership/"),
        ):
            client = self.client(user)
            status = client.get(path).status_code
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            count = len(queries)  # read now: the next request empties the log
            times = timed(partial(self.fetch, client, path), 20)
            middle, slow = percentile(times, 0.5), percentile(times, 0.95)
            figures = f"{status}  {count:>3} queries  p50 / p95 ms {middle:.0f} / {slow:.0f}"
            self.line(path, figures)

    def fetch(self, client: Client, path: str, _number: int) -> None:
        client.get(path)

    def report(self) -> None:
        """The whole build of an annual report against WeasyPrint alone on the same HTML."""
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        from boards.charts import drawing
        from reports.models import ReportSection
        from reports.queries.document import collect
        from reports.rendering import pdf
        from reports.rendering.html import Medium, document_html
        from reports.services import building, reports

        north = self.world.north
        report = reports.create(board=north.board, year=north.year, by=north.board_manager)
        report.sections.update(text="## Heading\n\n" + "A paragraph of narrative text. " * 250)
        sections = list(ReportSection.objects.filter(report=report))
        building.build(report, sections)  # what is loaded and cached once is loaded now
        document = collect(report, sections)
        html, fonts = document_html(document, Medium.PDF), FontConfiguration()
        fetch = pdf.fetcher(dict(drawing.draw_all(document.charts)))
        gc.collect()
        started = time.perf_counter()
        sheets = [CSS(url=url, url_fetcher=fetch, font_config=fonts) for url in pdf.SHEETS]
        page = HTML(string=html, url_fetcher=fetch, base_url="report:/")
        page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
        alone = time.perf_counter() - started
        started = time.perf_counter()
        made = building.build(report, sections)
        whole = time.perf_counter() - started
        self.line(
            f"report of {made.pages} pages: build s / WeasyPrint alone s",
            f"{whole:.2f} / {alone:.2f}",
        )
        self.line("build ÷ WeasyPrint alone", f"{whole / alone:.2f}")
