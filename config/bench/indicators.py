"""Indicators: opening a large scorecard, and figures that an agency sends in bulk."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from config.bench.figures import line, p50_p95, timed
from performance.models import (
    DataRequirement,
    DataReturn,
    Indicator,
    Observation,
    RequiredIndicator,
    Scorecard,
    ScorecardIndicator,
    Target,
    period_fields,
)
from performance.rules.periods import Period, PeriodKind, containing, preceding
from performance.services import data_files, submissions
from tests.world import BoardCast

INDICATORS = 250
PERIODS = 40
#: A figure of the whole is divided into so many parts.
PARTS = ("female", "male", "not stated")
TIMES = 10
_COLUMNS = (
    "indicator_id, period_start, period_end, period_kind, period_written, value, numerator, "
    'denominator, missing, breakdown, comparator, agency_id, via, source, note, preferred, "order",'
    " supplied_at"
)


def scorecard(cast: BoardCast) -> None:
    """A scorecard of every indicator, with years of figures and their parts behind it."""
    indicators = _indicators(cast, "seen")
    months = list(_months(PERIODS))
    parts = [{}, *({"sex": part} for part in PARTS)]
    Observation.objects.bulk_create(
        (
            Observation(
                indicator=each, via="typed", agency=cast.police, supplied_by=cast.board_manager,
                breakdown=part, **_said(each, number, period), **period_fields(period),
            )
            for each in indicators
            for number, period in enumerate(months)
            for part in parts
        ),
        batch_size=5000,
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(indicator=each, starts_on=months[-1].start, due_on=months[0].end, value=50)
        for each in indicators[::2]
    )
    card = Scorecard.objects.create(board=cast.board, title="Large scorecard", order=900)
    ScorecardIndicator.objects.bulk_create(
        ScorecardIndicator(scorecard=card, indicator=each, order=number)
        for number, each in enumerate(indicators)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE performance_observation")
    client, path = (
        Client(),
        reverse("performance:scorecard-detail", args=[cast.board.slug, card.pk]),
    )
    client.force_login(cast.board_manager)
    assert client.get(path).status_code == 200  # noqa: S101 - the bench's own ground
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    count = len(queries)
    times = [timed(lambda: client.get(path)) for _n in range(TIMES)]
    rows = Observation.objects.filter(indicator__in=indicators).count()
    line(f"scorecard of {len(indicators)} indicators, {rows} figures", f"{count} queries")
    line("  opening it", p50_p95(times))


def observations(cast: BoardCast) -> None:
    """Ten thousand figures sent in a file, checked and stored, against COPY of the same rows."""
    indicators = _indicators(cast, "sent")
    data_return = _asked(cast, indicators)
    lines = list(_lines(indicators, data_return.period))
    for name, content in (("figures.csv", _csv(lines)), ("figures.xlsx", _xlsx(lines))):
        _send(cast, data_return, name, content)


def _send(cast: BoardCast, data_return: DataReturn, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    found: dict[str, Any] = {}

    def read() -> None:
        found["file"] = data_files.read(upload)

    def store() -> None:
        submissions.submit(
            data_return=data_return, entries=found["file"].entries, by=cast.police_lead,
            via="file", file_name=name, sha256=found["file"].sha256,
        )  # fmt: skip

    times: list[tuple[float, float, float]] = []
    for _n in range(4):  # the first warms up
        with transaction.atomic():
            reading, storing = timed(read), timed(store)
            rows = Observation.objects.filter(submission__data_return=data_return)
            count = rows.count()
            stored = _copied_out(data_return)
            transaction.set_rollback(True)
        with transaction.atomic():
            copying = timed(partial(_copied_in, stored))
            transaction.set_rollback(True)
        times.append((reading, storing, copying))
    reading, storing, copying = (sorted(each)[1] for each in zip(*times[1:], strict=True))
    line(
        f"{count} figures from {name}: read s / check and store s", f"{reading:.2f} / {storing:.2f}"
    )
    line("  COPY of the same rows s", f"{copying:.2f}")
    line("  read, checked and stored ÷ COPY", f"{(reading + storing) / copying:.1f}")


def _copied_out(data_return: DataReturn) -> io.StringIO:
    file = io.StringIO()
    with connection.cursor() as cursor:
        wanted = f"""
            SELECT {_COLUMNS} FROM performance_observation WHERE submission_id IN
            (SELECT id FROM performance_datasubmission WHERE data_return_id = {data_return.pk})
        """  # noqa: S608 - our own number
        cursor.copy_expert(f"COPY ({wanted}) TO STDOUT", file)
    file.seek(0)
    return file


def _copied_in(file: io.StringIO) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY performance_observation ({_COLUMNS}) FROM STDIN", file)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _indicators(cast: BoardCast, mark: str) -> list[Indicator]:
    """Half of them counts, half ratios, each divided by sex, under ten themes."""
    return Indicator.objects.bulk_create(
        Indicator(
            board=cast.board, key=f"{mark}-{number}", label=f"Indicator {mark} {number}",
            theme=f"theme-{number % 10}", unit="percent" if number % 2 else "count",
            kind="ratio" if number % 2 else "flow", polarity="lower_better", frequency="month",
            dimensions=["sex"], order=1000 + number, owner_agency=cast.police,
        )
        for number in range(INDICATORS)
    )  # fmt: skip


def _asked(cast: BoardCast, indicators: list[Indicator]) -> DataReturn:
    period = next(_months(1))
    requirement = DataRequirement.objects.create(
        board=cast.board, agency=cast.police, title="Large requirement", frequency="month",
        starts_on=period.start,
    )  # fmt: skip
    RequiredIndicator.objects.bulk_create(
        RequiredIndicator(requirement=requirement, indicator=each, order=number)
        for number, each in enumerate(indicators)
    )
    return DataReturn.objects.create(
        board=cast.board,
        agency=cast.police,
        requirement=requirement,
        due_on=period.end,
        **period_fields(period),
    )


def _months(count: int) -> Iterator[Period]:
    """The last whole months, the newest first."""
    period = containing(date(2026, 8, 1), PeriodKind.MONTH)
    for _n in range(count):
        yield period
        period = preceding(period)


def _said(indicator: Indicator, number: int, period: Period) -> dict[str, int]:
    value = (indicator.order * 7 + period.start.toordinal()) % 90 + 5
    return (
        {"numerator": value, "denominator": 100} if indicator.kind == "ratio" else {"value": value}
    )


def _lines(indicators: list[Indicator], newest: Period) -> Iterator[list[str]]:
    yield ["Key", "Period", "By sex", "Value", "Numerator", "Denominator"]
    months = [period for period in _months(PERIODS) if period.start <= newest.start]
    for number, period in enumerate(months):
        for each in indicators:
            said = _said(each, number, period)
            numbers = [str(said.get(name, "")) for name in ("value", "numerator", "denominator")]
            yield [each.key, str(period), "", *numbers]


def _csv(lines: list[list[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode()


def _xlsx(lines: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Figures")
    for texts in lines:
        sheet.append([int(text) if text.isdecimal() else text for text in texts])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
