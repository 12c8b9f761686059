from performance.models.drafts import DataDraft
from performance.models.indicators import Indicator
from performance.models.observations import Observation
from performance.models.periods import InPeriod, period_fields
from performance.models.returns import (
    DataRequirement,
    DataReturn,
    DataSubmission,
    RequiredIndicator,
)

__all__ = [
    "DataDraft",
    "DataRequirement",
    "DataReturn",
    "DataSubmission",
    "InPeriod",
    "Indicator",
    "Observation",
    "RequiredIndicator",
    "period_fields",
]
