"""Every permission of the portal. Roles grant them; views and querysets ask for them."""

from enum import StrEnum


class Permission(StrEnum):
    # boards
    BOARD_VIEW = "board.view"
    BOARD_EDIT = "board.edit"
    PEOPLE_VIEW = "people.view"
    PEOPLE_INVITE = "people.invite"
    AGENCY_VIEW = "agency.view"
    AGENCY_EDIT = "agency.edit"
    AGENCY_PEOPLE_INVITE = "agency.people_invite"
    SEAT_VIEW = "seat.view"
    SEAT_EDIT = "seat.edit"
    MEETING_VIEW = "meeting.view"
    MEETING_EDIT = "meeting.edit"
    ACTION_VIEW = "action.view"
    ACTION_RAISE = "action.raise"
    ACTION_PROGRESS = "action.progress"
    ACTION_CLOSE = "action.close"
    ACTIVITY_VIEW = "activity.view"
    OUTBOX_VIEW = "outbox.view"
    BOARD_YEAR_IMPORT = "board_year.import"
    # audits
    TOOL_VIEW = "tool.view"
    TOOL_EDIT = "tool.edit"
    ROUND_VIEW = "round.view"
    ROUND_EDIT = "round.edit"
    RETURN_VIEW = "return.view"
    RETURN_ANSWER = "return.answer"
    RETURN_SIGN_OFF = "return.sign_off"
    RETURN_SUBMIT = "return.submit"
    RETURN_REVIEW = "return.review"
    EVIDENCE_VIEW = "evidence.view"
    EVIDENCE_EDIT = "evidence.edit"
    # performance
    INDICATOR_VIEW = "indicator.view"
    INDICATOR_EDIT = "indicator.edit"
    DATA_RETURN_VIEW = "data_return.view"
    DATA_RETURN_SEND = "data_return.send"
    DATA_RETURN_REVIEW = "data_return.review"
    API_KEY_EDIT = "api_key.edit"
    ENQUIRY_VIEW = "enquiry.view"
    ENQUIRY_EDIT = "enquiry.edit"
    ENQUIRY_DECIDE = "enquiry.decide"
    ENQUIRY_ANSWER = "enquiry.answer"
    # reports
    REPORT_VIEW = "report.view"
    REPORT_EDIT = "report.edit"
    REPORT_BUILD = "report.build"
    REPORT_DOWNLOAD = "report.download"


class Public(StrEnum):
    """Views that need no permission: anybody, or anybody who is signed in."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed_in"
