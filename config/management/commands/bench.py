"""Measure the portal and print ratios and percentiles. Nothing here is a test: machines differ."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import override_settings

NAMES = (
    *("answers", "round", "pages", "schools", "scorecard", "observations", "report", "memory"),
)


class Command(BaseCommand):
    help = "Measure saving, pages, opening a round and building reports, on data of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="|".join(NAMES), help="all unless named")
        parser.add_argument("--agencies", type=int, default=300, help="of the middling board")
        parser.add_argument("--schools", type=int, default=24_000, help="of the largest board")
        parser.add_argument("--people", type=int, default=50, help="who save at once")
        parser.add_argument("--saves", type=int, default=200, help="one after the other")
        parser.add_argument("--seconds", type=float, default=20, help="of each load test")
        parser.add_argument("--builds", type=int, default=50, help="of the memory test")
        parser.add_argument("--port", type=int, default=8971)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE != "test":
            msg = "bench fills the database: start it with bin/bench, which makes one of its own."
            raise CommandError(msg)
        wanted = options["names"] or NAMES
        if unknown := set(wanted) - set(NAMES):
            msg = (
                f"Not measured here: {', '.join(sorted(unknown))}. Name some of {', '.join(NAMES)}."
            )
            raise CommandError(msg)
        with override_settings(ROOT_URLCONF="config.bench.urls", ALLOWED_HOSTS=["*"]):
            Bench(options).run(wanted)


class Bench:
    """Makes the data that the named measurements need, and takes them in order."""

    def __init__(self, options: dict[str, Any]) -> None:
        from tests.world import make_world

        self.options = options
        self.world = make_world()

    def run(self, names: Any) -> None:
        from config.bench import indicators, report

        if "answers" in names or "pages" in names:
            self.middling(names)
        if "round" in names or "schools" in names:
            self.largest(names)
        if "scorecard" in names:
            indicators.scorecard(self.world.north)
        if "observations" in names:
            indicators.observations(self.world.north)
        if "report" in names:
            report.against_weasyprint(self.world.north)
        if "memory" in names:
            report.builds(self.world.north, self.options["builds"])

    def middling(self, names: Any) -> None:
        """The northern board with hundreds of agencies: pages, and people who answer."""
        from config.bench import answers, data, pages, rounds

        cast, options = self.world.north, self.options
        round_record = data.large_round(cast, options["agencies"])
        rounds.opened(cast, round_record)
        large = data.answer_all(round_record, cast.board_manager)
        people = data.who_answer(round_record, options["people"])
        if "answers" in names:
            answers.sequential(round_record, people, options["saves"])
            answers.concurrent(people, options["port"], options["seconds"])
        if "pages" in names:
            pages.measure(cast, large, people[0][1])

    def largest(self, names: Any) -> None:
        """The southern board with all schools of the country."""
        from config.bench import data, pages, rounds

        cast = self.world.south
        round_record = data.large_round(cast, self.options["schools"])
        rounds.opened(cast, round_record)
        if "schools" in names:
            large = data.answer_all(round_record, cast.board_manager)
            lead = data.who_answer(round_record, 1)[0][1]
            pages.measure(cast, large, lead)
