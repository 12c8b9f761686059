"""What reports add to what the shared ground gathers."""

from boards.activity import register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, registry


def register() -> None:
    from reports import blocks
    from reports.demo import narratives
    from reports.models import ReportRun
    from reports.queries import owed

    blocks.register()
    registry.jobs.append(ReportRun)
    registry.todos.append(owed.todos)
    registry.home_panels.append(owed.panels)
    registry.board_figures.append(owed.figures)
    registry.record_urls["reports.AnnualReport"] = "reports:report-detail"
    registry.demo_loaders[60] = narratives.load
    registry.nav.append(NavItem("", "Annual reports", "reports:report-list", P.REPORT_VIEW, 6))
    register_sentences(
        {
            "reports.create": "{by} started {on}",
            "reports.edit": "{by} wrote in {on}",
            "reports.arrange": "{by} arranged the sections of {on}",
            "reports.build": "{by} asked for {on}",
            "reports.cancel": "{by} stopped {on}",
        }
    )
