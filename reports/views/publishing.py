"""How small numbers are hidden in what the board publishes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from boards.authorization import Permission
from boards.views.changes import ChangePage
from reports.forms.publishing import PublishingRuleForm
from reports.models import PublishingRule
from reports.queries import publishing as queries
from reports.services import publishing
from reports.services.publishing import RuleFields


class PublishingEdit(ChangePage):
    """Until the board has a rule of its own the page shows the usual one."""

    permission = Permission.REPORT_EDIT
    form_class = PublishingRuleForm
    page_title = _("Small numbers")
    page_intro = _(
        "What the public edition of annual reports hides so that no child can be told from it, and "
        "whatever would give a hidden figure away. What people write in sections is printed as it "
        "is: the checklist of each report lists its numbers."
    )
    success_message = _("Saved. Builds from now on follow it")

    def load_object(self) -> PublishingRule:
        return queries.rule_of(self.board)

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = dict(queries.indicators_in_question(self.board))
        chosen = {key: key for key in self.object.not_people if key not in asked}
        return super().get_form_kwargs() | {"indicators": list((asked | chosen).items())}

    def initial_of(self, record: PublishingRule) -> dict[str, Any]:
        return {
            "threshold": record.threshold, "rounding": record.rounding,
            "smallest_base": record.smallest_base, "not_people": record.not_people,
            "reason": record.reason,
        }  # fmt: skip

    def save(self, data: dict[str, Any]) -> PublishingRule:
        version = data.pop("version")
        return publishing.change_rule(
            board=self.board, fields=RuleFields(**data), version=version, by=self.request.user
        )

    def back_url(self) -> str:
        return reverse("reports:report-list", kwargs={"board": self.board.slug})
