"""A small board-year file, and what tests do with it."""

import pghistory.models
import pytest
from django.apps import apps
from pghistory.models import Event

from boards.board_year import BoardYearErrors
from boards.models import (
    BoardYear,
)
from boards.services.board_years import export_board_year, import_board_year

EXAMPLE = """\
format: board-year/1
board:
  slug: example
  name: Example Safeguarding Children Board
  short_name: ESCB
  area: Exampleshire
  regime: lscb-2015
  year: {label: 2016/17, start: 2016-04-01, end: 2017-03-31}
agencies:
  - {key: police, name: Example Police, sector: police}
  - {key: ccg, name: Example CCG, sector: health_commissioner}
groups:
  - {key: board, name: Board}
  - {key: qa, name: Quality Assurance, parent: board, status: standing, chair: ccg-lead}
seats:
  - {key: chair, title: Independent Chair, capacity: chair}
  - {key: ccg-lead, agency: ccg, title: Accountable officer, capacity: member}
  - {key: ccg-nurse, agency: ccg, title: Nurse, capacity: deputy, deputises_for: ccg-lead}
  - {key: lay-1, title: Lay member, capacity: lay_member, to: 2017-01-31}
  - {key: lay-2, title: Lay member, capacity: lay_member, vacant: true}
meetings:
  - key: m1
    group: board
    date: 2016-06-15
    marks:
      chair: present
      ccg-lead: apologies
      ccg-nurse: present
      lay-1: absent
  - key: m2
    group: board
    date: 2016-09
    marks:
      chair: present
      ccg-lead: present
  - key: qa-1
    group: qa
    date: 2016-10
    marks:
      ccg-nurse: present
audit_rounds:
  - {key: s175, tool: section-175, title: Schools audit, invited: 130, submitted: 101, started: 3, not_started: 26, findings: [{label: Lead's training up to date, percent: 95.5}, {label: Policy in place, percent: 91}]}
"""  # noqa: E501

FINDINGS = "Lead's training up to date 95.5 %; Policy in place 91 %"

NEXT_YEAR = (
    EXAMPLE.replace("2016/17", "2017/18")
    .replace("2017-03-31", "2018-03-31")
    .replace("2016-04-01", "2017-04-01")
    .replace("2016-", "2017-")
    .replace("{key: lay-1, title: Lay member, capacity: lay_member, to: 2017-01-31}",
             "{key: lay-3, title: Lay member, capacity: lay_member}")
    .replace("      lay-1: absent\n", "")
)  # fmt: skip


def do_import(text=EXAMPLE, **options):
    return import_board_year(source=text, by=None, **options)


def export(slug="example", label="2016/17"):
    year = BoardYear.objects.get(board__slug=slug, label=label)
    return export_board_year(board=year.board, year=year)


def refusal(text):
    with pytest.raises(BoardYearErrors) as refused:
        do_import(text)
    return [str(error) for error in refused.value.errors]


def history_size():
    events = [model for model in apps.get_models() if issubclass(model, Event)]
    tables = [model for model in events if not model._meta.abstract and model._meta.managed]
    return {
        "contexts": pghistory.models.Context.objects.count(),
        **{model.__name__: model.objects.count() for model in tables},
    }
