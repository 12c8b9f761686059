"""How directions and ratings are said: a colour or a sign never stands alone."""

from django.utils.translation import gettext_lazy

DIRECTIONS = {
    "better": gettext_lazy("better"),
    "worse": gettext_lazy("worse"),
    "same": gettext_lazy("the same"),
}
RATINGS = {
    "green": gettext_lazy("on target"),
    "amber": gettext_lazy("nearly"),
    "red": gettext_lazy("off target"),
}
CHAIN_STATES = {
    "holds": gettext_lazy("holds"),
    "broken": gettext_lazy("does not hold"),
    "expected": gettext_lazy("larger, as expected"),
    "incomplete": gettext_lazy("incomplete"),
}
