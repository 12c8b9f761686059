from performance.models.api_keys import ApiKey
from performance.models.breakdown_tables import BreakdownTable, BreakdownTableIndicator
from performance.models.chains import Chain, ChainStep
from performance.models.comparators import BoardArea, NeighbourSet
from performance.models.derivations import Derivation
from performance.models.drafts import DataDraft
from performance.models.enquiries import (
    Enquiry,
    EnquiryAction,
    EnquiryIndicator,
    EnquiryStep,
)
from performance.models.exceptions import ExceptionReport
from performance.models.indicators import Indicator
from performance.models.notes import IndicatorAction, IndicatorNote
from performance.models.observations import Observation
from performance.models.periods import InPeriod, period_fields
from performance.models.published_tables import PublishedTable, TableDraft, TableMatch
from performance.models.questions import AgencyAnswer, EnquiryQuestion
from performance.models.returns import (
    DataRequirement,
    DataReturn,
    DataSubmission,
    RequiredIndicator,
)
from performance.models.scorecards import Scorecard, ScorecardIndicator
from performance.models.targets import Target

__all__ = [
    "AgencyAnswer",
    "ApiKey",
    "BoardArea",
    "BreakdownTable",
    "BreakdownTableIndicator",
    "Chain",
    "ChainStep",
    "DataDraft",
    "DataRequirement",
    "DataReturn",
    "DataSubmission",
    "Derivation",
    "Enquiry",
    "EnquiryAction",
    "EnquiryIndicator",
    "EnquiryQuestion",
    "EnquiryStep",
    "ExceptionReport",
    "InPeriod",
    "Indicator",
    "IndicatorAction",
    "IndicatorNote",
    "NeighbourSet",
    "Observation",
    "PublishedTable",
    "RequiredIndicator",
    "Scorecard",
    "ScorecardIndicator",
    "TableDraft",
    "TableMatch",
    "Target",
    "period_fields",
]
