"""What demonstration agencies answer: chosen from the texts of `*.yaml`, the same every time."""

import datetime as dt
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

DEMO = Path(__file__).resolve().parent
#: Dates in `answers.yaml` are as of this day; they move with the day of loading.
WRITTEN_ON = dt.date(2026, 6, 30)
#: Of a hundred answers, how many are the first, best text; and the first or second.
WEIGHTS = {"strong": (70, 95), "middling": (45, 80), "weak": (20, 60)}
#: Of a hundred answers, how many are other than a year before.
CHANGED_IN_A_YEAR = 45
#: Why an answer below met leads to no action.
NO_ACTION_REASONS = (
    "Work is under way and ends within the quarter, so we will answer again rather than plan anew.",
    "An action on this is in our own improvement plan, which our governors follow each month.",
    "This depends on a regional decision that we do not take. We have asked for a date.",
    "Few of our staff meet children, and our executive accepts the remaining risk for this year.",
    "The post that would do this is advertised. We will plan the action when somebody is in it.",
)
NOT_APPLICABLE = {
    ("housing", "s6-barring-referrals"): (
        "We employ nobody in regulated activity with children; our contractors do."
    ),
    ("diocese", "s9-escalation-used"): (
        "We make no decisions about single children, so there was nothing to escalate."
    ),
}
SIGNATORIES = (
    ("Rosamund Achterberg", "Chief Executive"),
    ("Kwabena Osei-Tutu", "Executive Director"),
    ("Gwenllian Prosser", "Chief Officer"),
    ("Mohammed Iqbal Chowdhury", "Deputy Chief Executive"),
    ("Elżbieta Nowakowska", "Director of Operations"),
    ("Fergus O’Donoghue", "Chief Executive"),
)


@dataclass(frozen=True)
class Text:
    """One answer as an agency would type it."""

    point: str = ""
    value: str = ""
    commentary: str = ""
    what_changed: str = ""
    not_applicable: str = ""


def read(name: str) -> Any:
    """Return what a file of the demonstration says."""
    return yaml.safe_load((DEMO / f"{name}.yaml").read_text(encoding="utf-8"))


def number(*words: object) -> int:
    """Return a number below a hundred that is always the same for the same words."""
    return zlib.crc32("/".join(map(str, words)).encode()) % 100


@dataclass
class Writer:
    """What one agency answers to each question, this year or the year before."""

    agency: str
    strength: str
    today: dt.date
    #: Question → the texts to choose from, the best first.
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    years_ago: int = 0

    def text(self, question: str) -> Text:
        """Return the agency's answer to the question."""
        if reason := NOT_APPLICABLE.get((self.agency, question)):
            return Text(not_applicable=reason)
        texts = self.answers[question]
        chosen = texts[self._index(question) % len(texts)]
        return Text(
            point=str(chosen.get("point", "")),
            value=self._value(chosen.get("value", "")),
            commentary=str(chosen["text"]).strip(),
            what_changed=str(chosen.get("what_changed", "Brought up to date.")).strip(),
        )

    def _index(self, question: str) -> int:
        best, second = WEIGHTS[self.strength]
        drawn = number(self.agency, question)
        index = 0 if drawn < best else 1 if drawn < second else 2
        if self.years_ago and number(self.agency, question, "changed") < CHANGED_IN_A_YEAR:
            index += 1
        return index

    def _value(self, value: object) -> str:
        if not isinstance(value, dt.date):
            return str(value)
        since = self.today - WRITTEN_ON - dt.timedelta(days=365 * self.years_ago)
        return (value + since).isoformat()


def signatory(agency: str) -> tuple[str, str]:
    """Return the accountable executive of an agency: name and post."""
    return SIGNATORIES[number(agency, "signatory") % len(SIGNATORIES)]


def no_action_reason(agency: str, question: str) -> str:
    """Return why the agency plans nothing about an answer below met."""
    return NO_ACTION_REASONS[number(agency, question, "why") % len(NO_ACTION_REASONS)]
