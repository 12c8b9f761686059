from django.urls import URLPattern, path

from audits.views import compliance, round_agencies, rounds

_ROUND = "rounds/<int:pk>/"
_RETURN = f"{_ROUND}returns/<int:record>/"

urlpatterns: list[URLPattern] = [
    path("rounds/", rounds.RoundList.as_view(), name="round-list"),
    path("rounds/new/", rounds.RoundCreate.as_view(), name="round-create"),
    path(_ROUND, rounds.RoundDetail.as_view(), name="round-detail"),
    path(f"{_ROUND}edit/", rounds.RoundEdit.as_view(), name="round-edit"),
    path(f"{_ROUND}open/", rounds.RoundOpen.as_view(), name="round-open"),
    path(f"{_ROUND}close/", rounds.RoundClose.as_view(), name="round-close"),
    path(f"{_ROUND}reopen/", rounds.RoundReopen.as_view(), name="round-reopen"),
    path(f"{_ROUND}answers/", rounds.RoundAnswers.as_view(), name="round-answers"),
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
