from boards.models.actions import Action, ActionEvidence, ActionTheme, ActionUpdate
from boards.models.agencies import Agency, AgencyName, AgencySuccession, BoardPartner
from boards.models.boards import RESERVED_SLUGS, Board, BoardYear
from boards.models.evidence import Evidence, RefusedFile
from boards.models.groups import Attendance, Group, Meeting, Seat, SeatTerm
from boards.models.identities import LinkedIdentity
from boards.models.messages import Message, Notification, NotificationSetting
from boards.models.people import Invitation, Membership, SecondFactorReset, User
from boards.models.reference import Capacity, Regime, Sector
from boards.models.search import SearchEntry
from boards.models.themes import Theme

__all__ = [
    "RESERVED_SLUGS",
    "Action",
    "ActionEvidence",
    "ActionTheme",
    "ActionUpdate",
    "Agency",
    "AgencyName",
    "AgencySuccession",
    "Attendance",
    "Board",
    "BoardPartner",
    "BoardYear",
    "Capacity",
    "Evidence",
    "Group",
    "Invitation",
    "LinkedIdentity",
    "Meeting",
    "Membership",
    "Message",
    "Notification",
    "NotificationSetting",
    "RefusedFile",
    "Regime",
    "SearchEntry",
    "Seat",
    "SeatTerm",
    "SecondFactorReset",
    "Sector",
    "Theme",
    "User",
]
