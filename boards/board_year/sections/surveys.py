"""Section `surveys`: what was asked, and the shares of those who said so."""

# ruff: noqa: RUF009 (`of` declares a field; what it returns is not shared)

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boards.board_year.errors import Errors
from boards.board_year.kinds import PERCENT, Count, Key, Slug, Text, of
from boards.board_year.records import ListOf


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question; `share_of` is the question whose yes-sayers are the 100 %."""

    key: str | None = of(Key(noun="question"))
    label: str | None = of(Text())
    percent: Decimal | None = of(PERCENT)
    share_of: str | None = of(Slug(), name="of")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A survey of practitioners, children or parents."""

    key: str | None = of(Key(noun="survey"))
    title: str | None = of(Text())
    respondents: int | None = of(Count())
    questions: tuple[Question, ...] = of(ListOf(Question), default=())


def check_surveys(surveys: Sequence[Survey], errors: Errors) -> None:
    """Check that a share is of another question of the same survey."""
    for at, survey in enumerate(surveys):
        keys = {question.key for question in survey.questions}
        for position, question in enumerate(survey.questions):
            path = f"surveys[{at}].questions[{position}].of"
            if question.share_of is not None and question.share_of not in keys:
                errors.add(path, f'unknown question "{question.share_of}"')
            elif question.share_of is not None and question.share_of == question.key:
                errors.add(path, "a question cannot be a share of itself")
