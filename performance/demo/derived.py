"""What the portal calculates on the demonstration's boards, on a scorecard of its own."""

from collections.abc import Iterator

from boards.activity import change
from boards.demo.when import Clock
from boards.models import Board, Membership
from boards.registry import registry
from performance.models import DataSubmission, Indicator, Observation
from performance.services import derived, scorecards

#: Shares of children by ethnicity in per cent, and how many fewer are not known each month.
SHARES = {"white": 71, "asian": 9, "black": 4, "mixed": 6}
NOT_KNOWN_AT_FIRST, BETTER_EACH_MONTH = 9, 1
TITLE = "How well we know what we do"


def load(board: Board, clock: Clock) -> None:
    """Choose everything that can be calculated, calculate it, put it on a scorecard."""
    if board.scorecards.filter(title=TITLE).exists():
        return
    analyst = Membership.objects.filter(board=board, role="data_analyst").order_by("pk")[0].user
    plans = board.indicators.get(library_key="cp-plan-children")
    with change("figures.supply", by=analyst, board=board, on=board):
        came_in = DataSubmission.objects.create(
            board=board, via=DataSubmission.Via.FILE, file_name="plans-by-ethnicity.xlsx",
            by=analyst, at=clock.moment(2),
        )  # fmt: skip
        Observation.objects.bulk_create(_by_ethnicity(plans, came_in))
    made = [
        derived.adopt(board=board, key=key, by=analyst, on=clock.today)
        for key in registry.derived_indicators
    ]
    made.append(
        derived.adopt_recorded(source=plans, dimension="ethnicity", by=analyst, on=clock.today)
    )
    derived.calculate(board=board, by=analyst, now=clock.now)
    chosen = [each.indicator for each in made]
    scorecards.make(board=board, title=TITLE, group=None, indicators=chosen, by=analyst)


def _by_ethnicity(plans: Indicator, came_in: DataSubmission) -> Iterator[Observation]:
    rows = plans.observations.current().own().undivided().filter(missing="", stated_in=None)
    latest = list(rows.order_by("-period_end")[:8])
    for back, row in enumerate(latest):
        total = int(row.value or 0)
        unknown = total * (NOT_KNOWN_AT_FIRST - BETTER_EACH_MONTH * (7 - back)) // 100
        parts = {name: total * share // 100 for name, share in SHARES.items()}
        parts |= {"not_known": unknown, "other": total - unknown - sum(parts.values())}
        for name, value in parts.items():
            yield Observation(
                indicator=plans, value=value, breakdown={"ethnicity": name}, agency=row.agency,
                via=Observation.Via.FILE, submission=came_in, supplied_by=came_in.by,
                supplied_at=came_in.at, period_start=row.period_start, period_end=row.period_end,
                period_kind=row.period_kind, period_written=row.period_written,
            )  # fmt: skip
