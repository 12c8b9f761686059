"""Components of pages: words beside colours, escaping, links that keep the filters."""

from datetime import timedelta

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from boards.templatetags.ui_facts import days_away, tone_of

HOSTILE = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"


def render(source: str, query: str = "", **values) -> str:
    request = RequestFactory().get(f"/list/?{query}")
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    "source",
    [
        "{% tag x 'red' %}",
        "{% summary_list rows %}",
        "{% summary %}{% summary_row x %}{{ x }}{% endsummary_row %}{% endsummary %}",
        "{% task_list sections %}",
        "{% stepper steps %}",
        "{% timeline %}{% timeline_item x who=x %}{{ x }}{% endtimeline_item %}{% endtimeline %}",
        "{% data_table x %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% enddata_table %}",
        "<table>{% sort_header x 'k' %}</table>",
        "{% tabs tabs %}",
        "{% breadcrumbs crumbs %}",
        "{% file_item x added=x state_label=x %}",
        "{% metric x x hint=x %}",
        "{% progress_bar 1 2 label=x %}",
        "{% heat_cell 3 x label=x %}",
        "{% sparkline values x shown=x %}",
        "{% notification x title=x %}",
        "{% notice title=x %}{{ x }}{% endnotice %}",
        "{% empty_state x x '/' x %}",
        "{% confirm_panel x %}{{ x }}{% endconfirm_panel %}",
        "{% conflict_panel mine=x theirs=x by=x %}{{ x }}{% endconflict_panel %}",
        "{% disclosure x %}{{ x }}{% enddisclosure %}",
        "{% dialog 'd' x %}{{ x }}{% enddialog %}",
        "{% saved_state text=x %}",
        "{% filters active=chips %}{{ x }}{% endfilters %}",
    ],
)
def test_component_escapes_what_people_typed(source):
    html = render(
        source,
        x=HOSTILE,
        values=[1, 2],
        rows=[(HOSTILE, HOSTILE, "/", HOSTILE)],
        sections=[
            {"title": HOSTILE, "tasks": [{"title": HOSTILE, "hint": HOSTILE, "label": HOSTILE}]}
        ],
        steps=[{"label": HOSTILE, "state": "current"}],
        tabs=[{"label": HOSTILE, "url": "/"}],
        crumbs=[(HOSTILE, "/")],
        chips=[{"label": HOSTILE, "remove_url": "/"}],
    )
    assert "<img" not in html
    assert ESCAPED in html
    assert "&amp;lt;" not in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ("overdue", "red"),
        ("sent_back", "amber"),
        ("accepted", "green"),
        ("red", "red"),
        ("?", "grey"),
    ],
)
def test_tone_of_known_states(state, tone):
    assert tone_of(state) == tone


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"), (1, "tomorrow"), (2, "in 2 days"), (21, "in 21 days"),
        (-1, "1 day late"), (-12, "12 days late"),
    ],
)  # fmt: skip
def test_days_away_in_words(days, words):
    assert days_away(days) == words


@pytest.mark.parametrize(("days", "css"), [(-1, "late"), (0, "soon"), (7, "soon"), (8, "far")])
def test_due_is_amber_in_the_last_seven_days_and_red_after(days, css):
    html = render("{% due day %}", day=timezone.localdate() + timedelta(days=days))
    assert f"due--{css}" in html


def test_due_done_is_never_late():
    html = render("{% due day done=True %}", day=timezone.localdate() - timedelta(days=9))
    assert "due--done" in html
    assert "late" not in html


def test_due_without_a_date_says_so():
    assert "No date" in render("{% due None %}")


def test_sort_header_turns_round_and_keeps_filters_but_not_the_page():
    html = render("{% sort_header 'Due' 'due' %}", query="sort=due&status=late&page=3")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-due&amp;status=late"' in html


def test_pagination_keeps_filters_and_says_what_is_shown():
    html = render("{% pagination page %}", query="q=a%26b", page=Paginator(range(95), 10).page(2))
    assert "?q=a%26b&amp;page=3" in html
    assert "11 to 20 of 95" in html
    assert html.count('aria-current="page"') == 1


def test_pagination_of_one_page_prints_nothing():
    assert render("{% pagination page %}", page=Paginator(range(5), 10).page(1)).strip() == ""


@pytest.mark.parametrize(
    ("value", "total", "width"), [(0, 0, "0.0"), (5, 4, "100.0"), (1, 3, "33.33")]
)
def test_progress_bar_stays_within_its_frame(value, total, width):
    assert f'width="{width}"' in render("{% progress_bar value total %}", value=value, total=total)


def test_return_rate_bar_says_every_part_in_words():
    html = render("{% return_rate_bar 142 184 started=20 late=12 %}")
    assert "142 of 184 returned" in html
    assert "(77%), 20 started, 12 late" in html


@pytest.mark.parametrize("values", [[], [None], [3], [3, 3], [1, None, 2]])
def test_sparkline_of_few_values(values):
    html = render("{% sparkline values 'Plans' %}", values=values)
    assert "NaN" not in html
    assert ("No figures yet" in html) == (values in ([], [None]))


def test_long_tag_may_wrap():
    assert "tag--short" in render("{% tag 'Late' 'red' %}")
    assert "tag--short" not in render("{% tag x 'red' %}", x="long " * 60)
