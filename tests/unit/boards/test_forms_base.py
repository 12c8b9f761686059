"""What every form shares: escaping, wording of errors, dates, refusals of services, versions."""

from datetime import date

import pytest
from crispy_forms_gds.choices import Choice
from django import forms
from django.template import Context, Template

from boards.errors import DomainError, NotReady, Problem
from boards.forms import DateField, GovukForm, VersionedForm
from boards.templatetags.ui_forms import error_lines

HOSTILE = '<script>alert(1)</script> & "quotes"'
WIDGETS = {
    "text": forms.CharField(),
    "area": forms.CharField(widget=forms.Textarea),
    "number": forms.IntegerField(),
    "select": forms.ChoiceField(choices=[("a", HOSTILE)]),
    "radios": forms.ChoiceField(choices=[("a", HOSTILE)], widget=forms.RadioSelect),
    "boxes": forms.MultipleChoiceField(
        choices=[("a", HOSTILE)], widget=forms.CheckboxSelectMultiple
    ),
    "hinted": forms.ChoiceField(
        choices=[Choice("a", HOSTILE, hint=HOSTILE)], widget=forms.RadioSelect
    ),
    "box": forms.BooleanField(),
    "file": forms.FileField(),
    "date": DateField(),
}


def render(form) -> str:
    return Template("{% load ui %}{% form_errors form %}{% render_form form %}").render(
        Context({"form": form})
    )


def form_with(field, base=GovukForm):
    return type("TheForm", (base,), {"answer": field})


@pytest.mark.parametrize("data", [None, {}], ids=["empty", "with errors"])
@pytest.mark.parametrize("kind", WIDGETS)
def test_render_form_escapes_label_and_hint(kind, data):
    form = form_with(WIDGETS[kind])(data)
    form.fields["answer"].label = HOSTILE
    form.fields["answer"].help_text = HOSTILE
    html = render(form)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes" in html
    assert "&amp;lt;" not in html


def test_render_form_escapes_a_form_that_is_not_ours():
    html = render(type("Plain", (forms.Form,), {"x": forms.CharField(label=HOSTILE)})())
    assert "<script>" not in html
    assert "govuk-input" in html


@pytest.mark.parametrize("kind", WIDGETS)
def test_error_summary_links_to_a_control_that_exists(kind):
    form = form_with(WIDGETS[kind])({}, prefix="part")
    html = render(form)
    lines = error_lines(form)
    assert len(lines) == 1
    assert f'id="{lines[0].href.removeprefix("#")}"' in html


@pytest.mark.parametrize("kind", WIDGETS)
def test_descriptions_point_at_ids_that_exist(kind):
    form = form_with(WIDGETS[kind])({})
    form.fields["answer"].help_text = "A hint"
    html = render(form)
    for part in html.split('aria-describedby="')[1:]:
        for target in part.split('"', 1)[0].split():
            assert f'id="{target}"' in html


def test_text_area_with_a_limit_and_no_hint_renders():
    class Limited(GovukForm):
        comment = forms.CharField(widget=forms.Textarea)

        def build_helper(self):
            from crispy_forms_gds.layout import Field, Layout

            helper = super().build_helper()
            helper.layout = Layout(Field.textarea("comment", max_characters=20))
            return helper

    html = render(Limited())
    assert 'data-maxlength="20"' in html
    assert 'aria-describedby="id_comment-info"' in html


def test_rendering_twice_changes_nothing():
    form = form_with(forms.CharField(help_text="A hint"))({})
    assert render(form) == render(form)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        (forms.CharField(label="Name of the agency"), "Enter the name of the agency"),
        (forms.CharField(label="Your name"), "Enter your name"),
        (forms.CharField(label="NHS number"), "Enter the NHS number"),
        (forms.CharField(label="What has changed?"), "Enter an answer: What has changed?"),
        (forms.ChoiceField(label="Agency", choices=[("a", "A")]), "Select the agency"),
        (forms.BooleanField(label="I agree"), "Tick the box: I agree"),
        (forms.FileField(label="Evidence"), "Choose a file: Evidence"),
        (forms.CharField(label="X", error_messages={"required": "Say X"}), "Say X"),
    ],
)
def test_required_message_says_what_to_do(field, wanted):
    form = form_with(field)({})
    assert form.errors["answer"] == [wanted]
    assert form.errors.as_data()["answer"][0].code == "required"


@pytest.mark.parametrize(
    ("field", "given", "wanted"),
    [
        (forms.IntegerField(label="Hours"), "two", "Hours must be a whole number"),
        (forms.IntegerField(label="Hours", min_value=0), "-1", "Hours must be 0 or more"),
        (
            forms.CharField(label="100% of it", max_length=2),
            "abc",
            "100% of it must be 2 characters or fewer; it has 3",
        ),
        (
            forms.EmailField(label="E-mail"),
            "x",
            "Enter an e-mail address in the right form, like name@example.org",
        ),
    ],
)
def test_limits_are_said_with_the_label(field, given, wanted):
    assert form_with(field)({"answer": given}).errors["answer"] == [wanted]


@pytest.mark.parametrize(
    "given",
    [
        "12/12/2026", "12.12.2026", "12-12-2026", "12/12/26", "12 12 2026", "2026-12-12",
        "12 December 2026", "12 Dec 2026", "12th december 2026", "  12   December, 2026 ",
    ],
)  # fmt: skip
def test_date_field_takes_dates_as_people_write_them(given):
    assert DateField().clean(given) == date(2026, 12, 12)


@pytest.mark.parametrize("given", ["31/02/2026", "12/13/2026", "soon", "12", "2026-13-01"])
def test_date_field_refuses_what_is_no_date(given):
    form = form_with(DateField(label="Due date"))({"answer": given})
    assert form.errors["answer"] == ["Enter a real date, like 12 December 2026"]
    assert form.errors.as_data()["answer"][0].code == "invalid"
    assert given in render(form)


def test_date_field_shows_a_stored_date_in_words_that_it_takes_back():
    shown = DateField().prepare_value(date(2026, 3, 2))
    assert shown == "2 March 2026"
    assert DateField().clean(shown) == date(2026, 3, 2)


def test_add_domain_error_shows_the_message_as_written():
    form = form_with(forms.CharField(required=False))({})
    form.add_domain_error(DomainError("The round closed: 100% <b>late</b>"))
    assert form.non_field_errors() == ["The round closed: 100% <b>late</b>"]
    assert "100% &lt;b&gt;late" in render(form)


def test_add_domain_error_lists_every_problem_with_its_page():
    form = form_with(forms.CharField(required=False))({})
    form.add_domain_error(
        NotReady("Not ready", [Problem("Answer question 4", "/q/4/"), Problem("Name a signatory")])
    )
    assert [(line.message, line.href) for line in error_lines(form)] == [
        ("Answer question 4", "/q/4/"),
        ("Name a signatory", "#id_answer"),
    ]


def test_versioned_form_posts_the_version_the_person_saw():
    form = form_with(forms.CharField(), VersionedForm)
    assert 'name="version" value="7"' in render(form(version=7))
    posted = form({"version": "3", "answer": ""}, version=7)
    assert 'name="version" value="3"' in render(posted)


def test_versioned_form_without_a_version_says_so_in_the_summary():
    form = form_with(forms.CharField(), VersionedForm)({"answer": "x"})
    assert [line.href for line in error_lines(form)] == ["#id_answer"]
    assert "Open this page again" in render(form)


@pytest.mark.parametrize("kind", ["text", "radios"])
def test_lone_question_is_the_heading(kind):
    form = type("Lone", (GovukForm,), {"answer": WIDGETS[kind], "question_as_heading": True})()
    html = render(form)
    assert html.count("<h1") == 1
    assert html.index("<h1") < html.index("Answer")
