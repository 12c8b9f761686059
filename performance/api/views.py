"""The API for agencies' systems: what is asked, and sending it. Documented in docs/api.md."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import generics, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from boards.authorization import Public
from boards.errors import TransitionNotAllowed
from performance.api.access import HasScope, KeyAuthentication, KeyThrottle
from performance.api.serializers import (
    DataReturnSerializer,
    FiguresSerializer,
    IndicatorSerializer,
    MistakesSerializer,
    RefusalSerializer,
    ReturnWithFiguresSerializer,
    SentSerializer,
)
from performance.models import ApiKey, DataReturn, Indicator
from performance.queries.chains import breaks_of_return
from performance.services import submissions
from performance.services.submissions import MistakesFound

REFUSALS: dict[int, Any] = {
    401: OpenApiResponse(RefusalSerializer, "No key, or one that cannot be used."),
    403: OpenApiResponse(RefusalSerializer, "The key may not do this."),
    404: OpenApiResponse(RefusalSerializer, "There is no such thing for this key."),
    429: OpenApiResponse(RefusalSerializer, "Too many calls: see the header Retry-After."),
}


def answers(answer: Any) -> dict[int, Any]:
    """Return what a call may be answered with."""
    return {200: answer} | REFUSALS


class Pages(PageNumberPagination):
    page_size = 100


class OfKey(APIView):
    """Base: everything a call reaches is of the key's own agency on the key's own board."""

    #: No person signs in: the key says who calls.
    permission = Public.ANYBODY
    authentication_classes = (KeyAuthentication,)
    permission_classes = (HasScope,)
    throttle_classes = (KeyThrottle,)
    request: Request

    @property
    def key(self) -> ApiKey:
        assert isinstance(self.request.auth, ApiKey)  # noqa: S101 - HasScope has asked
        return self.request.auth

    def returns(self) -> QuerySet[DataReturn]:
        """The agency's returns on the board of the address: nothing on another board."""
        return (
            DataReturn.objects.with_due()
            .filter(board=self.key.board, agency=self.key.agency, board__slug=self.kwargs["board"])
            .select_related("board", "agency", "requirement")
        )


class Indicators(OfKey, generics.ListAPIView[Indicator]):
    """Definitions of the indicators of which the agency sends figures."""

    serializer_class = IndicatorSerializer
    pagination_class = Pages
    queryset = Indicator.objects.none()  # for the description alone

    def get_queryset(self) -> QuerySet[Indicator]:
        rows = Indicator.objects.filter(
            board=self.key.board, board__slug=self.kwargs["board"],
            required__requirement__agency=self.key.agency,
        )  # fmt: skip
        return rows.distinct().order_by("order", "pk")

    @extend_schema(
        operation_id="list_indicators", responses={200: IndicatorSerializer(many=True)} | REFUSALS
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class DataReturns(OfKey, generics.ListAPIView[DataReturn]):
    """The agency's returns, latest period first."""

    serializer_class = DataReturnSerializer
    pagination_class = Pages
    queryset = DataReturn.objects.none()  # for the description alone

    def get_queryset(self) -> QuerySet[DataReturn]:
        return self.returns().order_by("-period_end", "pk")

    @extend_schema(
        operation_id="list_returns", responses={200: DataReturnSerializer(many=True)} | REFUSALS
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneReturn(OfKey):
    """One return with the figures it asks for."""

    @extend_schema(
        operation_id="get_return", responses={200: ReturnWithFiguresSerializer} | REFUSALS
    )
    def get(self, request: Request, board: str, pk: int) -> Response:
        row = generics.get_object_or_404(self.returns(), pk=pk)
        required = row.requirement.required.select_related("indicator")
        row.asks_for = [each.indicator for each in required]  # type: ignore[attr-defined]
        context = {"period": row.period}
        return Response(ReturnWithFiguresSerializer(row, context=context).data)


class Figures(OfKey):
    """Send the figures of a return: all or none. Sending the same again changes nothing."""

    statuses: ClassVar[dict[int, Any]] = {
        200: SentSerializer,
        409: OpenApiResponse(RefusalSerializer, "The board has accepted the return."),
        422: OpenApiResponse(MistakesSerializer, "Nothing was stored; all mistakes at once."),
        400: OpenApiResponse(description="The body has another shape than is described here."),
    }

    @extend_schema(
        operation_id="send_figures",
        request=FiguresSerializer,
        responses=statuses | REFUSALS,
        examples=[
            OpenApiExample(
                "A count, a percentage and a reason",
                request_only=True,
                value={
                    "figures": [
                        {"indicator": "contacts", "value": "1240"},
                        {"indicator": "seen-in-72-hours", "numerator": "18", "denominator": "24"},
                        {"indicator": "repeat-plans", "missing": "under_review"},
                        {"indicator": "contacts", "value": "610", "breakdown": {"sex": "female"}},
                    ]
                },
            ),
            OpenApiExample(
                "Stored",
                response_only=True,
                status_codes=["200"],
                value={
                    "status": "submitted",
                    "added": 4,
                    "corrected": 0,
                    "unchanged": 0,
                    "warnings": [
                        {
                            "indicator": "plans",
                            "period": "2026-04",
                            "message": "Plans 312, but opening 300 + Started 40 − "
                            "Ended 30 = 310. Plans 310; or …",
                        }
                    ],
                },
            ),
        ],
    )
    def put(self, request: Request, board: str, pk: int) -> Response:
        row = generics.get_object_or_404(self.returns(), pk=pk)
        body = FiguresSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            sent = submissions.submit(
                data_return=row, entries=body.entries(), by=None, via="api",
                comment=body.validated_data["comment"], breaks_want_comment=False,
            )  # fmt: skip
        except MistakesFound as error:
            return Response(
                MistakesSerializer({"mistakes": error.mistakes}).data,
                status=status.HTTP_422_UNPROCESSABLE_ENTITY,
            )
        except TransitionNotAllowed as error:
            return Response({"detail": error.message}, status=status.HTTP_409_CONFLICT)
        figures = len(body.validated_data["figures"])
        answer = {
            "status": "submitted" if sent else row.status,
            "added": sent.added if sent else 0,
            "corrected": sent.corrected if sent else 0,
            "unchanged": sent.unchanged if sent else figures,
            "warnings": [each for each in breaks_of_return(row) if not each.is_explained],
        }
        return Response(SentSerializer(answer).data)


class Description(SpectacularAPIView):
    """The API described as OpenAPI 3.1, for everybody."""

    permission = Public.ANYBODY
    authentication_classes = ()
    permission_classes = ()
    throttle_classes = (KeyThrottle,)
