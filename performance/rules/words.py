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
PROGRESS = {
    "off": gettext_lazy("off the line"),
    "behind": gettext_lazy("behind"),
    "missed": gettext_lazy("missed"),
    "no_end": gettext_lazy("over, no figure"),
    "unknown": gettext_lazy("not known"),
    "ahead": gettext_lazy("on the line or ahead"),
    "reached": gettext_lazy("reached"),
    "not_begun": gettext_lazy("not begun"),
    "replaced": gettext_lazy("replaced"),
}
PROGRESS_TONES = {
    "off": "red", "missed": "red", "behind": "amber", "no_end": "amber", "ahead": "green",
    "reached": "green",
}  # fmt: skip
