"""What performance adds to what the shared ground gathers."""

from django.utils.translation import gettext_lazy as _

from boards.activity import register_kinds, register_sentences
from boards.authorization import Permission as P
from boards.registry import NavItem, NotificationKind, Takeover, registry


def _load_demo() -> None:
    """Make figures for both demo boards, unless they have some. Imported only when wanted."""
    from performance.demo import load

    load.load()


def register() -> None:
    from performance.board_year import indicators, observations
    from performance.models import ExceptionReport
    from performance.queries import derived, questions, search, todos
    from performance.queries import successions as owed
    from performance.services import successions

    registry.board_year_sections["indicators"] = indicators.SECTION
    registry.board_year_sections["observations"] = observations.SECTION
    registry.derive(derived.DERIVED)
    registry.todos.append(todos.figures_due)
    registry.todos.append(todos.figures_to_read)
    registry.owed_to_board.append(todos.figures_owed)
    registry.todos.extend(
        [
            questions.questions_due, questions.answers_to_read, questions.enquiries_to_mind,
        ]
    )  # fmt: skip
    registry.owed_to_board.append(questions.questions_owed)
    registry.search.extend(search.KINDS)
    registry.takeovers.append(Takeover(owed.foresee, successions.carry_out))
    registry.record_urls["performance.DataReturn"] = "performance:data-return-detail"
    registry.jobs.append(ExceptionReport)
    registry.record_urls["performance.ExceptionReport"] = "performance:exception-detail"
    registry.record_urls["performance.Enquiry"] = "performance:enquiry-detail"
    registry.notification_kinds.append(NotificationKind("figures", _("Figures that agencies send")))
    registry.notification_kinds.append(
        NotificationKind("enquiries", _("Lines of enquiry and their questions"))
    )
    registry.quiet_activities.update(
        {"data_drafts.keep", "data_returns.ask", "data_returns.chase", "questions.keep",
         "questions.chase", "derived.calculate"}
    )  # fmt: skip
    registry.record_urls["performance.Chain"] = "performance:chain-detail"
    registry.record_urls["performance.Indicator"] = "performance:indicator-detail"
    registry.record_urls["performance.Scorecard"] = "performance:scorecard-detail"
    registry.demo_loaders[40] = _load_demo
    registry.nav.extend(
        [
            NavItem(
                _("Performance"), _("Scorecard"), "performance:scorecard-home", P.INDICATOR_VIEW, 30
            ),
            NavItem(
                _("Performance"), _("Indicators"), "performance:indicator-list",
                P.INDICATOR_VIEW, 31,
            ),
            NavItem(
                _("Performance"), _("Do the figures hang together?"), "performance:chain-list",
                P.INDICATOR_VIEW, 33,
            ),
            NavItem(
                _("Performance"), _("Lines of enquiry"), "performance:enquiry-list",
                P.ENQUIRY_VIEW, 32,
            ),
            NavItem(
                _("Performance"), _("Exception report"), "performance:exception-page",
                P.ENQUIRY_VIEW, 34,
            ),
            NavItem(
                _("Performance"), _("Questions of the board"), "performance:question-list",
                P.ENQUIRY_ANSWER, 36,
            ),
            NavItem(
                _("Performance"), _("Targets"), "performance:target-list", P.INDICATOR_VIEW, 37,
            ),
            NavItem(
                _("Performance"), _("Breakdown tables"), "performance:breakdown-list",
                P.INDICATOR_VIEW, 38,
            ),
            NavItem(
                _("Performance"), _("Data returns"), "performance:data-return-list",
                P.DATA_RETURN_VIEW, 35,
            ),
            NavItem(
                _("Performance"), _("Context"), "performance:context", P.INDICATOR_VIEW, 34
            ),
            NavItem(
                _("Performance"), _("Comparators"), "performance:comparator-home",
                P.INDICATOR_VIEW, 33,
            ),
            NavItem(
                _("Performance"), _("Keys of systems"), "performance:api-key-list",
                P.API_KEY_EDIT, 39,
            ),
        ]
    )  # fmt: skip
    register_kinds(
        {
            "api_keys": _("Keys of systems"),
            "chains": _("Figures that hang together"),
            "comparators": _("Comparators"),
            "breakdown_tables": _("Breakdown tables"),
            "data_drafts": _("Figures not sent yet"),
            "data_requirements": _("Figures asked for"),
            "data_returns": _("Figures of agencies"),
            "derived": _("Figures that the portal calculates"),
            "enquiries": _("Lines of enquiry"),
            "exceptions": _("Exception reports"),
            "figures": _("Figures"),
            "indicators": _("Indicators"),
            "published_tables": _("Published tables"),
            "questions": _("Questions to agencies"),
            "scorecards": _("Scorecards"),
        }
    )
    register_sentences(
        {
            "chains.declare": _("{by} declared that figures hang together: {on}"),
            "chains.edit": _("{by} changed which figures hang together: {on}"),
            "chains.remove": _("{by} no longer checks whether figures hang together: {on}"),
            "chains.adopt": _("{by} took a chain of figures from the library"),
            "data_requirements.create": _("{by} asked {on} for figures"),
            "data_requirements.edit": _("{by} changed which figures are asked for: {on}"),
            "data_returns.ask": _("{by} asked for the figures of {on}"),
            "data_returns.chase": _("{by} reminded of late figures: {on}"),
            "data_returns.submit": _("{by} sent the figures of {on}"),
            "data_returns.send_back": _("{by} sent back the figures of {on}"),
            "data_returns.accept": _("{by} accepted the figures of {on}"),
            "data_returns.extend": _("{by} gave more time for the figures of {on}"),
            "api_keys.create": _("{by} made a key for the system of {on}"),
            "api_keys.revoke": _("{by} ended the key {on}"),
            "data_drafts.keep": _("{by} kept figures of {on}"),
            "indicators.define": _("{by} defined the indicator {on}"),
            "indicators.edit": _("{by} changed the indicator {on}"),
            "indicators.retire": _("{by} said until when {on} is measured"),
            "indicators.adopt": _("{by} added indicators from the library"),
            "indicators.comment": _("{by} said what the figures of {on} mean"),
            "indicators.annotate": _("{by} noted an event at {on}"),
            "indicators.target": _("{by} set a target for {on}"),
            "indicators.action": _("{by} raised an action because of {on}"),
            "derived.adopt": _("{by} chose an indicator that the portal calculates"),
            "derived.calculate": _("{by} calculated figures from the portal’s records"),
            "figures.record": _("{by} recorded a figure of {on}"),
            "enquiries.begin": _("{by} opened the line of enquiry {on}"),
            "enquiries.edit": _("{by} changed the line of enquiry {on}"),
            "enquiries.ask": _("{by} asked agencies a question: {on}"),
            "enquiries.find": _("{by} recorded the finding of {on}"),
            "enquiries.recommend": _("{by} put a recommendation forward: {on}"),
            "enquiries.accept": _("{by} accepted the recommendation of {on}"),
            "enquiries.ask_for_more": _("{by} asked for more about {on}"),
            "enquiries.escalate": _("{by} escalated {on}"),
            "enquiries.action": _("{by} raised an action because of {on}"),
            "enquiries.close": _("{by} closed the line of enquiry {on}"),
            "exceptions.build": _("{by} asked for the exception report {on}"),
            "questions.keep": _("{by} kept a draft answer: {on}"),
            "questions.answer": _("{by} answered a question: {on}"),
            "questions.accept": _("{by} accepted an answer: {on}"),
            "questions.send_back": _("{by} sent an answer back: {on}"),
            "questions.extend": _("{by} gave more time for an answer: {on}"),
            "questions.withdraw": _("{by} stopped asking an agency: {on}"),
            "questions.chase": _("{by} reminded of a late answer: {on}"),
            "breakdown_tables.make": _("{by} made the breakdown table {on}"),
            "breakdown_tables.edit": _("{by} changed the breakdown table {on}"),
            "breakdown_tables.remove": _("{by} took away the breakdown table {on}"),
            "breakdown_tables.adopt": _("{by} added breakdown tables that most boards print"),
            "figures.supply": _("{by} sent figures for {on}"),
            "comparators.area": _("{by} said which authorities the board is for"),
            "comparators.neighbours": _("{by} chose with whom the board is compared"),
            "published_tables.read": _("{by} read an edition of the published table {on}"),
            "published_tables.match": _("{by} matched columns of the published table {on}"),
            "published_tables.take_over": _("{by} took over figures of the published table {on}"),
            "scorecards.make": _("{by} made the scorecard {on}"),
            "scorecards.edit": _("{by} changed the scorecard {on}"),
        }
    )
