"""Decisions about answers on plain values: is a question asked, is it answered, what does it want.

Nothing here knows the database; `audits.queries.returns` turns rows into these values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum


@dataclass(frozen=True)
class Asked:
    """A question as the rules see it. `follows` is the key of the question it depends on."""

    key: str
    kind: str = "graded"
    sectors: tuple[str, ...] = ()
    follows: str | None = None
    follows_when: tuple[str, ...] = ()
    is_essential: bool = False
    evidence_rule: str = "suggested"


@dataclass(frozen=True)
class Given:
    """An answer as the rules see it.

    `point` is the key of its grade, `is_met` whether that counts.
    """

    point: str = ""
    is_met: bool | None = None
    value: str = ""
    unfinished: str = ""
    commentary: str = ""
    is_not_applicable: bool = False
    not_applicable_reason: str = ""
    is_confirmed: bool = True
    is_carried: bool = False
    #: Whether grade, value or commentary differ from what was carried forward.
    is_changed: bool = False
    what_changed: str = ""
    no_action_reason: str = ""
    evidence_count: int = 0
    action_count: int = 0


class AnswerState(StrEnum):
    NOT_STARTED = "not_started"
    #: Copied from last round: waits for somebody to say that it is still true.
    CARRIED = "carried"
    STARTED = "started"
    DONE = "done"


class Lack(StrEnum):
    """What an answer still wants before its return can be signed off."""

    GRADE = "grade"
    VALUE = "value"
    UNFINISHED = "unfinished"
    COMMENTARY = "commentary"
    REASON = "reason"
    CONFIRMATION = "confirmation"
    WHAT_CHANGED = "what_changed"
    EVIDENCE = "evidence"
    ACTION = "action"


GRADED_KINDS = frozenset({"graded", "yes_no"})
VALUE_KINDS = frozenset({"number", "date", "choice"})


def is_blank(given: Given | None) -> bool:
    """Whether nobody has said anything: the same as an answer that does not exist."""
    if given is None:
        return True
    return not (
        given.point
        or given.value
        or given.unfinished
        or given.commentary.strip()
        or given.is_not_applicable
    )


def is_asked(
    question: Asked, sector: str, questions: Mapping[str, Asked], given: Mapping[str, Given]
) -> bool:
    """Whether the agency of this sector is asked the question, given its other answers.

    A follow-up is asked when the earlier question is asked itself, its answer counts (a person
    gave or confirmed it) and is one of those that lead here.
    """
    seen: set[str] = set()
    while True:
        if question.sectors and sector not in question.sectors:
            return False
        if question.follows is None:
            return True
        if question.key in seen:
            return False
        seen.add(question.key)
        answer = given.get(question.follows)
        if answer is None or not answer.is_confirmed or answer.is_not_applicable:
            return False
        if (answer.point or answer.value) not in question.follows_when:
            return False
        if question.follows not in questions:
            # The earlier question is not asked of this agency's sector.
            return False
        question = questions[question.follows]


def lacks(question: Asked, given: Given | None) -> list[Lack]:
    """Return what the answer still wants; an empty list means that it is done."""
    if given is None or is_blank(given):
        return [Lack.VALUE if question.kind in VALUE_KINDS else
                Lack.COMMENTARY if question.kind == "text" else Lack.GRADE]  # fmt: skip
    found: list[Lack] = []
    if given.is_carried and not given.is_confirmed:
        found.append(Lack.CONFIRMATION)
    if given.is_carried and given.is_changed and not given.what_changed.strip():
        found.append(Lack.WHAT_CHANGED)
    if given.is_not_applicable:
        return found + ([] if given.not_applicable_reason.strip() else [Lack.REASON])
    return found + _content_lacks(question, given) + _follow_through(question, given)


def _content_lacks(question: Asked, given: Given) -> list[Lack]:
    found: list[Lack] = []
    if question.kind in GRADED_KINDS and not given.point:
        found.append(Lack.GRADE)
    if question.kind in VALUE_KINDS and not given.value:
        found.append(Lack.UNFINISHED if given.unfinished else Lack.VALUE)
    if question.kind in {"graded", "text"} and not given.commentary.strip():
        found.append(Lack.COMMENTARY)
    return found


def _follow_through(question: Asked, given: Given) -> list[Lack]:
    """A grade below met wants an action or a reason why none; a met one may want evidence."""
    if wants_action(given) and not given.action_count and not given.no_action_reason.strip():
        return [Lack.ACTION]
    if question.evidence_rule == "required" and given.is_met and not given.evidence_count:
        return [Lack.EVIDENCE]
    return []


def wants_action(given: Given) -> bool:
    """Whether the answer is graded below met (AUD-10)."""
    return given.is_met is False and not given.is_not_applicable


def is_met_without_evidence(given: Given) -> bool:
    """Whether the answer claims to be met and shows nothing for it (AUD-05): listed for the
    board.
    """
    return given.is_met is True and not given.is_not_applicable and not given.evidence_count


def state_of(question: Asked, given: Given | None) -> AnswerState:
    if given is None or is_blank(given):
        return AnswerState.NOT_STARTED
    if given.is_carried and not given.is_confirmed:
        return AnswerState.CARRIED
    return AnswerState.STARTED if lacks(question, given) else AnswerState.DONE


@dataclass(frozen=True)
class Progress:
    """How many of the asked questions are done, started, carried forward."""

    asked: int = 0
    done: int = 0
    started: int = 0
    carried: int = 0

    @property
    def not_started(self) -> int:
        return self.asked - self.done - self.started - self.carried

    @property
    def is_complete(self) -> bool:
        return self.asked == self.done

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.asked + other.asked,
            self.done + other.done,
            self.started + other.started,
            self.carried + other.carried,
        )


def progress(states: Mapping[str, AnswerState]) -> Progress:
    """Count the states of the asked questions."""
    values = list(states.values())
    return Progress(
        asked=len(values),
        done=values.count(AnswerState.DONE),
        started=values.count(AnswerState.STARTED),
        carried=values.count(AnswerState.CARRIED),
    )


@dataclass(frozen=True)
class Canonical:
    """What was typed for a number, date or choice: in one form, or kept as it is and unfinished."""

    value: str = ""
    unfinished: str = ""


_NUMBER_LENGTH = 30


def canonical_number(typed: str) -> Canonical:
    """Return a plain decimal for "1,250", " 98 %" or "£40"; anything else is unfinished."""
    text = typed.strip()
    if not text:
        return Canonical()
    plain = text.replace(",", "").replace(" ", "").removesuffix("%").removeprefix("£")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return Canonical(unfinished=text[:200])
    # "1e999" is a number that nobody means; written out it would fill the page.
    if (
        not number.is_finite()
        or len(plain) > _NUMBER_LENGTH
        or abs(number.adjusted()) > _NUMBER_LENGTH
    ):
        return Canonical(unfinished=text[:200])
    return Canonical(value=format(number.normalize(), "f") if number else "0")


def canonical_choice(typed: str, keys: tuple[str, ...]) -> Canonical:
    text = typed.strip()
    return Canonical(value=text) if text in keys else Canonical(unfinished=text[:200])


def canonical_date(parsed: date | None, typed: str) -> Canonical:
    """Return the ISO form of a date that was understood, else what was typed as unfinished."""
    if parsed is not None:
        return Canonical(value=parsed.isoformat())
    return Canonical(unfinished=typed.strip()[:200])


@dataclass(frozen=True)
class AnswerFields:
    """What a person sends for one question, already in canonical form."""

    point: str = ""
    value: str = ""
    unfinished: str = ""
    commentary: str = ""
    is_not_applicable: bool = False
    not_applicable_reason: str = ""
    what_changed: str = ""
    no_action_reason: str = ""
    #: "We have checked this: it is still true" of a carried-forward answer.
    is_confirmed: bool = field(default=False)

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was typed or chosen."""
        return self == AnswerFields(is_confirmed=self.is_confirmed)
