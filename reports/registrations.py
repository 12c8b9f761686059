"""What reports add to what the shared ground gathers."""

from django.utils.translation import gettext_lazy as _

from boards.activity import register_kinds, register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, registry


def register() -> None:
    from reports import blocks
    from reports.models import ReportRun
    from reports.queries import owed, printed, search

    blocks.register()
    registry.jobs.append(ReportRun)
    registry.todos.append(owed.todos)
    registry.search.extend(search.KINDS)
    registry.home_panels.append(owed.panels)
    registry.board_figures.append(owed.figures)
    registry.printed_figures.append(printed.printed_figures)
    registry.record_urls["reports.AnnualReport"] = "reports:report-detail"
    registry.demo_loaders[60] = _load_demo
    # Writing is saved often; what was asked for and built is news.
    registry.quiet_activities.add("reports.edit")
    registry.nav.append(
        NavItem(
            "", _("Annual reports"), "reports:report-list", P.REPORT_VIEW, 6, word="annual_reports"
        )
    )
    register_kinds({"reports": _("Annual reports")})
    register_sentences(
        {
            "reports.create": _("{by} started {on}"),
            "reports.edit": _("{by} wrote in {on}"),
            "reports.arrange": _("{by} arranged the sections of {on}"),
            "reports.publishing": _("{by} changed how small numbers are hidden in annual reports"),
            "reports.build": _("{by} asked for {on}"),
            "reports.cancel": _("{by} stopped {on}"),
        }
    )


def _load_demo() -> None:
    """Make the reports of the demo boards’ years, and build each that was never built.

    Imported only when it is wanted.
    """
    from reports.demo import narratives, publishing

    publishing.load()
    narratives.load()
