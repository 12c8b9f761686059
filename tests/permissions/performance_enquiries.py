"""Lines of enquiry, the questions that they put to agencies, and exception reports."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from boards.authorization import Permission as P
from boards.models import Group
from performance.models import AgencyAnswer, Enquiry, ExceptionReport
from performance.rules.periods import PeriodKind, containing, preceding
from performance.services import enquiries, exceptions, questions
from performance.services.enquiries import EnquiryFields
from tests.permissions import Row
from tests.permissions.performance_returns import indicator
from tests.world import BoardCast, today


def fields(cast: BoardCast, **more: Any) -> EnquiryFields:
    mark = cast.board.name.rpartition(" ")[2]
    values = {
        "title": f"Why did contacts rise? {mark}", "why": f"Children wait longer {mark}",
        "period": preceding(containing(today(), PeriodKind.MONTH)), "group": cast.group,
        "indicators": [indicator(cast)],
    }  # fmt: skip
    return EnquiryFields(**values | more)


def another_group(cast: BoardCast) -> Group:
    mark = cast.board.name.rpartition(" ")[2]
    group, _made = Group.objects.get_or_create(
        board=cast.board, key="monitoring", defaults={"name": f"Monitoring {mark}"}
    )
    return group


def begun(cast: BoardCast, **more: Any) -> Enquiry:
    return enquiries.begin(board=cast.board, fields=fields(cast, **more), by=cast.data_analyst)


def asked(cast: BoardCast, **more: Any) -> AgencyAnswer:
    """A question to the police, not answered yet."""
    mark = cast.board.name.rpartition(" ")[2]
    question = questions.ask(
        enquiry=begun(cast, **more), text=f"What changed at your front door? {mark}",
        agencies=[cast.police], due_on=today() + timedelta(days=10), by=cast.data_analyst,
    )  # fmt: skip
    return question.answers.select_related("board", "question__enquiry__board").get()


def answered(cast: BoardCast) -> AgencyAnswer:
    answer = asked(cast)
    mark = cast.board.name.rpartition(" ")[2]
    return questions.send(
        answer=answer, text=f"More schools ring us. {mark}", draft_version=0, by=cast.police_lead
    )


def found(cast: BoardCast) -> Enquiry:
    return enquiries.find(
        enquiry=begun(cast), finding="Schools", version=1, by=cast.data_analyst
    )  # fmt: skip


def recommended(cast: BoardCast) -> Enquiry:
    return enquiries.recommend(
        enquiry=found(cast), recommendation="Train schools", to=another_group(cast), version=2,
        by=cast.data_analyst,
    )  # fmt: skip


def exception_report(cast: BoardCast) -> ExceptionReport:
    """A PDF that is ready, of the last month."""
    row = exceptions.request(
        board=cast.board, scorecard=None, by=cast.data_analyst,
        period=preceding(containing(today(), PeriodKind.MONTH)),
    )  # fmt: skip
    row.status, row.finished_at, row.size, row.page_count = "ready", timezone.now(), 4, 1
    row.sha256 = "0" * 64
    row.file.save("of-the-permission-table.pdf", ContentFile(b"%PDF"), save=False)
    row.save()
    return row


def build_data(cast: BoardCast) -> dict[str, Any]:
    return {"period": preceding(containing(today(), PeriodKind.MONTH)).printed}


def _pk(make: Any) -> Any:
    return lambda cast: {"pk": make(cast).pk}


def _police(cast: BoardCast) -> Any:
    return cast.police


def both(name: str, permission: P, make: Any, **more: Any) -> list[Row]:
    return [
        Row(f"performance:{name}", method, permission, _pk(make), **more)
        for method in ("get", "post")
    ]


ROWS = [
    Row("performance:enquiry-list", "get", P.ENQUIRY_VIEW),
    Row("performance:enquiry-new", "get", P.ENQUIRY_EDIT),
    Row("performance:enquiry-new", "post", P.ENQUIRY_EDIT),
    Row("performance:enquiry-detail", "get", P.ENQUIRY_VIEW, _pk(recommended)),
    *both("enquiry-edit", P.ENQUIRY_EDIT, begun),
    *both("enquiry-ask", P.ENQUIRY_EDIT, begun),
    *both("enquiry-finding", P.ENQUIRY_EDIT, begun),
    *both("enquiry-recommend", P.ENQUIRY_EDIT, found),
    *both("enquiry-decide", P.ENQUIRY_DECIDE, recommended),
    *both("enquiry-close", P.ENQUIRY_EDIT, found),
    *both("enquiry-action", P.ACTION_RAISE, begun),
    *both("answer-accept", P.ENQUIRY_EDIT, answered),
    *both("answer-send-back", P.ENQUIRY_EDIT, answered),
    *both("answer-extend", P.ENQUIRY_EDIT, asked),
    *both("answer-withdraw", P.ENQUIRY_EDIT, asked),
    Row("performance:question-list", "get", P.ENQUIRY_ANSWER),
    Row("performance:exception-page", "get", P.ENQUIRY_VIEW),
    Row("performance:exception-build", "post", P.ENQUIRY_EDIT, data=build_data),
    Row("performance:exception-detail", "get", P.ENQUIRY_VIEW, _pk(exception_report)),
    Row("performance:exception-download", "get", P.ENQUIRY_VIEW, _pk(exception_report)),
    *both("question-answer", P.ENQUIRY_ANSWER, asked, agency=_police),
]
