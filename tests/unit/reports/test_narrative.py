import pytest

from reports.rules.narrative import numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("There were 3 children, 1,240 contacts and 45.7% seen.", ["3", "1,240", "45.7"]),
        ("On 5 May 2016 we met; 2016/17 and Q4 and 1.5.2 and the 3rd.", []),
        ("1. First\n2) Second: 4 left", ["4"]),
        ("In 2016, 2,016 left", ["2,016"]),
        ("£3 and A-3 and 3-4", []),
        ("(3)", ["3"]),
        ("**3**", ["3"]),
        ("", []),
    ],
)
def test_numbers_that_stand_alone(text, found):
    assert [each.written for each in numbers(text)] == found


def test_words_around_are_shown():
    (mention,) = numbers("long " * 40 + "only 3 children" + " long" * 40)
    assert mention.before.endswith("only ")
    assert mention.after.startswith(" children")
    assert len(mention.before) == len(mention.after) == 60
