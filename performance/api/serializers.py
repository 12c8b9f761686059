"""What the API reads and writes. Checks of figures are the rules', as for every other way in."""

from typing import Any

from rest_framework import serializers

from performance.models import DataReturn, Indicator, Observation
from performance.queries.chains import Shown
from performance.rules.entries import Entry, usual_period
from performance.rules.submissions import Mistake

MOST_FIGURES = 10_000


class IndicatorSerializer(serializers.ModelSerializer[Indicator]):
    """A definition: what is counted, in which unit, with which parts."""

    class Meta:
        model = Indicator
        fields = (
            "key", "label", "theme", "definition", "unit", "kind", "polarity", "frequency",
            "numerator_label", "denominator_label", "dimensions", "statutory_return",
        )  # fmt: skip


class DataReturnSerializer(serializers.ModelSerializer[DataReturn]):
    """A return that the agency owes or has sent."""

    title = serializers.CharField(source="requirement.title")
    period = serializers.CharField(help_text="For example 2026-04 or 2026-27/Q1")
    due_on = serializers.DateField(source="due")

    class Meta:
        model = DataReturn
        fields = ("id", "title", "period", "due_on", "status", "sent_back_reason", "submitted_at")


class AskedSerializer(serializers.Serializer[Any]):
    """A figure that a return asks for."""

    indicator = serializers.CharField()
    period = serializers.CharField()

    def to_representation(self, instance: Indicator) -> dict[str, str]:
        period = usual_period(instance.kind, self.context["period"])
        return {"indicator": instance.key, "period": str(period)}


class ReturnWithFiguresSerializer(DataReturnSerializer):
    asks_for = AskedSerializer(many=True, read_only=True)

    class Meta(DataReturnSerializer.Meta):
        fields = (*DataReturnSerializer.Meta.fields, "asks_for")  # type: ignore[assignment]


class NumberText(serializers.CharField):
    """A number, or the text of one: text keeps decimals exactly as they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, allow_blank=True, default="", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, bool):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class FigureSerializer(serializers.Serializer[Any]):
    """One figure, or why there is none."""

    indicator = serializers.CharField(max_length=60)
    period = serializers.CharField(
        max_length=40, required=False, default="", help_text="Left out: the return's own period"
    )
    value = NumberText(help_text="For counts and amounts")
    numerator = NumberText(help_text="With denominator: for percentages, rates and averages")
    denominator = NumberText()
    missing = serializers.ChoiceField(
        choices=Observation.Missing.choices, required=False, allow_blank=True, default=""
    )
    breakdown = serializers.DictField(
        child=serializers.CharField(max_length=100), required=False, default=dict
    )
    comment = serializers.CharField(max_length=2_000, required=False, allow_blank=True, default="")


class FiguresSerializer(serializers.Serializer[Any]):
    """All figures of a return; none is stored unless all are right."""

    figures = serializers.ListField(child=FigureSerializer(), max_length=MOST_FIGURES)
    comment = serializers.CharField(max_length=2_000, required=False, allow_blank=True, default="")

    def entries(self) -> list[Entry]:
        return [
            Entry(**figure, row=row) for row, figure in enumerate(self.validated_data["figures"])
        ]


class WarningSerializer(serializers.Serializer[Shown]):
    """Figures that contradict each other: stored as sent, for people to look at."""

    indicator = serializers.CharField()
    period = serializers.CharField()
    message = serializers.CharField()

    def to_representation(self, instance: Shown) -> dict[str, str]:
        return {
            "indicator": instance.found.at.link.measure.key,
            "period": str(instance.verdict.period),
            "message": f"{instance.text} {instance.mend}",
        }


class SentSerializer(serializers.Serializer[Any]):
    """What sending did."""

    status = serializers.CharField()
    added = serializers.IntegerField()
    corrected = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    warnings = WarningSerializer(
        many=True,
        help_text="Figures that do not hang together and have no comment. If they are right, send "
        "them again with a comment that says why.",
    )


class MistakeSerializer(serializers.Serializer[Mistake]):
    """Something to put right: where (a JSON pointer), and what to do."""

    pointer = serializers.CharField()
    message = serializers.CharField()

    def to_representation(self, instance: Mistake) -> dict[str, str]:
        pointer = "/figures" if instance.row is None else f"/figures/{instance.row}"
        if instance.row is not None and instance.field:
            pointer += f"/{instance.field}"
        return {"pointer": pointer, "message": instance.message}


class MistakesSerializer(serializers.Serializer[Any]):
    """Nothing was stored; everything that is to be put right."""

    mistakes = MistakeSerializer(many=True)


class RefusalSerializer(serializers.Serializer[Any]):
    """Why a call was refused."""

    detail = serializers.CharField()
