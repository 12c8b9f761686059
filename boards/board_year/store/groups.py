"""Section `groups`: the board itself and the groups below it."""

from typing import Any

from boards.board_year.sections.groups import Group as WrittenGroup
from boards.board_year.spans import entered, left
from boards.board_year.store.run import ExportRun, ImportRun, keyed, made_by_import, span_of
from boards.models import Group


def store(run: ImportRun) -> None:
    """Add and correct groups, then put each under its parent."""
    known = {group.key: group for group in run.board.groups.order_by("order", "pk")}
    run.groups = known
    if "groups" not in run.file.present:
        return
    rows = keyed(run.file.groups, lambda row: row.name, "group")
    for key, row in rows:
        path = f"groups.{key}"
        values: dict[str, Any] = {"name": row.name or key, "status": row.status or ""}
        span = entered(span_of(known[key]) if key in known else None, run.years)
        dates = {"starts_on": span.starts_on, "ends_on": span.ends_on}
        if key not in known:
            values |= {"board": run.board, "key": key, "order": len(known)}
            known[key] = run.create(Group, path, **values, **dates)
            continue
        run.describe(known[key], path, in_later=run.in_later_year(known[key]), **values)
        run.update(known[key], path, **dates)
    for key, row in rows:
        _refer(run, key, parent=known[row.parent] if row.parent else None)
    run.put_in_order(known.values(), [key for key, _ in rows], "groups")


def link(run: ImportRun) -> None:
    """Give each group its chair, now that there are seats."""
    for key, row in keyed(run.file.groups, lambda row: row.name, "group"):
        _refer(run, key, chair=run.seats[row.chair] if row.chair else None)


def tidy(run: ImportRun) -> None:
    """Let groups that the file does not name leave the year, the lowest first."""
    if "groups" not in run.file.present:
        return
    named = {key for key, _ in keyed(run.file.groups, lambda row: row.name, "group")}
    absent = [
        group
        for key, group in run.groups.items()
        if key not in named | run.meeting_groups and span_of(group).overlaps(run.years.span)
    ]
    imported = made_by_import(absent)
    for group in sorted(absent, key=lambda group: _depth(group, run), reverse=True):
        path = f"groups.{group.key}"
        if group.pk not in imported:
            run.notes.append(f"{path}: not in the file, but entered in the portal")
            continue
        span = left(span_of(group), run.years)
        if span is not None:
            run.update(group, path, starts_on=span.starts_on, ends_on=span.ends_on)
        elif run.delete(group, path):
            del run.groups[group.key]


def export(run: ExportRun) -> tuple[WrittenGroup, ...]:
    """Return the groups of the year, each under the nearest group above that is in it too."""
    records = run.records
    parents = {group.pk: records.parent_key(group) for group in records.groups}
    seats = {seat.pk: seat.key for seat in records.seats}
    return tuple(
        WrittenGroup(
            key=group.key,
            name=group.name,
            parent=parents[group.pk],
            status=group.status or None,
            chair=seats.get(group.chair_id) if group.chair_id else None,
        )
        for group in records.groups
    )


def _refer(run: ImportRun, key: str, **reference: Any) -> None:
    group = run.groups[key]
    run.describe(group, f"groups.{key}", in_later=run.in_later_year(group), **reference)


def root(run: ImportRun) -> Group:
    """Return the group without parent, made if there is none: meetings need one."""
    written = next((row for row in run.file.groups if row.parent is None), None)
    if written is not None:
        rows = keyed(run.file.groups, lambda row: row.name, "group")
        return run.groups[next(key for key, row in rows if row is written)]
    found = next((group for group in run.groups.values() if group.parent_id is None), None)
    if found is None:
        name = run.board.short_name or run.board.name
        found = run.create(Group, "groups.board", board=run.board, key="board", name=name)
        run.groups["board"] = found
    span = entered(span_of(found), run.years)
    run.update(found, f"groups.{found.key}", starts_on=span.starts_on, ends_on=span.ends_on)
    run.meeting_groups.add(found.key)
    return found


def _depth(group: Group, run: ImportRun) -> int:
    by_pk = {each.pk: each for each in run.groups.values()}
    depth, above = 0, group.parent_id
    while above is not None and depth < len(by_pk):
        depth, above = depth + 1, by_pk[above].parent_id
    return depth
