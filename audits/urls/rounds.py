from django.urls import URLPattern, path

from audits.views import chasing, compliance, round_agencies, round_states, rounds

_ROUND = "rounds/<int:pk>/"
_RETURN = f"{_ROUND}returns/<int:record>/"
_REMINDERS = f"{_ROUND}reminders/"

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.RoundList.as_view(), name="round-list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="round-create"),
    path(_ROUND, rounds.RoundDetail.as_view(), name="round-detail"),
    path(f"{_ROUND}edit/", rounds.RoundEdit.as_view(), name="round-edit"),
    path(f"{_ROUND}delete/", round_states.RoundDelete.as_view(), name="round-delete"),
    path(f"{_ROUND}open/", round_states.RoundOpen.as_view(), name="round-open"),
    path(f"{_ROUND}close/", round_states.RoundClose.as_view(), name="round-close"),
    path(f"{_ROUND}reopen/", round_states.RoundReopen.as_view(), name="round-reopen"),
    path(f"{_ROUND}answers/", rounds.RoundAnswers.as_view(), name="round-answers"),
    path(f"{_ROUND}return-rate/", rounds.RoundRate.as_view(), name="round-rate"),
    path(_REMINDERS, chasing.ChasingDetail.as_view(), name="round-chasing"),
    path(f"{_REMINDERS}days/", chasing.ChasingSettings.as_view(), name="round-chasing-settings"),
    path(f"{_REMINDERS}pause/", chasing.ChasingPause.as_view(), name="round-chasing-pause"),
    path(f"{_REMINDERS}resume/", chasing.ChasingResume.as_view(), name="round-chasing-resume"),
    path(f"{_REMINDERS}now/", chasing.RemindNow.as_view(), name="round-remind"),
    path(f"{_ROUND}agencies/", round_agencies.AgencyPick.as_view(), name="round-agencies"),
    path(
        f"{_ROUND}agencies/by-sector/",
        round_agencies.AgencySectors.as_view(),
        name="round-agencies-sectors",
    ),
    path(
        f"{_ROUND}agencies/from-list/",
        round_agencies.AgencyPaste.as_view(),
        name="round-agencies-list",
    ),
    path(
        f"{_RETURN}respondents/",
        round_agencies.Respondents.as_view(),
        name="round-respondents",
    ),
    path(f"{_RETURN}remove/", round_agencies.ReturnRemove.as_view(), name="round-return-remove"),
    path(f"{_RETURN}extend/", round_agencies.ReturnExtend.as_view(), name="round-return-extend"),
    path(f"{_ROUND}compliance/", compliance.Compliance.as_view(), name="round-compliance"),
    path(
        f"{_ROUND}compliance/<slug:table>/",
        compliance.ComplianceFile.as_view(),
        name="round-compliance-file",
    ),
]
