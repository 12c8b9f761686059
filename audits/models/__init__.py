from audits.models.chasing import Chasing, Reminder
from audits.models.returns import (
    Answer,
    AnswerAction,
    AnswerComment,
    AnswerEvidence,
    Respondent,
    Return,
    RivalText,
)
from audits.models.rounds import Round, RoundFinding
from audits.models.scales import Scale, ScalePoint
from audits.models.tools import Question, Standard, Tool, ToolKind, ToolVersion

__all__ = [
    "Answer",
    "AnswerAction",
    "AnswerComment",
    "AnswerEvidence",
    "Chasing",
    "Question",
    "Reminder",
    "Respondent",
    "Return",
    "RivalText",
    "Round",
    "RoundFinding",
    "Scale",
    "ScalePoint",
    "Standard",
    "Tool",
    "ToolKind",
    "ToolVersion",
]
