"""Section `meetings`: meetings of the year and who came."""

from boards.board_year.periods import Period, PeriodKind
from boards.board_year.sections.meetings import Meeting as WrittenMeeting
from boards.board_year.store import groups
from boards.board_year.store.run import ExportRun, ImportRun, keyed, made_by_import
from boards.models import Attendance, Meeting
from boards.queries.board_years import meetings_in, printed_date

#: Room for the year that is put behind a key which another year's meeting has.
_KEY_LENGTH = 55


def store(run: ImportRun) -> None:
    """Add and correct the year's meetings, each with its marks."""
    if "meetings" not in run.file.present:
        return
    known = _known(run)
    marks = _marks(list(known.values()))
    rows = _rows(run)
    for position, (key, row) in enumerate(rows):
        if row.date is None:
            run.errors.add(f"meetings[{position}].date", "missing; a meeting has a date")
            continue
        meeting = _store_meeting(run, key, row, row.date, known.get(key))
        _store_marks(run, meeting, row, marks.get(meeting.pk, {}))


def tidy(run: ImportRun) -> None:
    """Take away imported meetings of the year that the file does not have any more."""
    if "meetings" not in run.file.present:
        return
    named = {key for key, _ in _rows(run)}
    absent = [meeting for key, meeting in _known(run).items() if key not in named]
    imported = made_by_import(absent)
    for meeting in absent:
        path = f"meetings.{meeting.key}"
        if meeting.pk in imported:
            run.delete(meeting, path)
        else:
            run.notes.append(f"{path}: not in the file, but entered in the portal")


def export(run: ExportRun) -> tuple[WrittenMeeting, ...]:
    """Return the year's meetings, marks in the order of the seats."""
    records = run.records
    keys = {group.pk: group.key for group in records.groups}
    return tuple(
        WrittenMeeting(
            key=meeting.key,
            group=keys[meeting.group_id],
            date=printed_date(meeting),
            marks={
                seat.key: records.marks[meeting.pk][seat.pk]
                for seat in records.seats
                if seat.pk in records.marks[meeting.pk]
            },
        )
        for meeting in records.meetings
    )


def _known(run: ImportRun) -> dict[str, Meeting]:
    return {meeting.key: meeting for meeting in meetings_in(run.year).select_related("group")}


def _rows(run: ImportRun) -> list[tuple[str, WrittenMeeting]]:
    """Return the file's meetings by the keys under which they are stored.

    A file's keys are unique in its year, stored ones on the board: a key that a meeting of another
    year has gets this year's behind it.
    """
    rows = keyed(run.file.meetings, lambda row: f"{row.group or 'board'}-{row.date}", "meeting")
    others = run.board.meetings.filter(key__in=[key for key, _ in rows])
    taken = set(others.exclude(pk__in=meetings_in(run.year)).values_list("key", flat=True))
    behind = f"-{run.file.board.year.start.year}"
    return [(key[:_KEY_LENGTH] + behind if key in taken else key, row) for key, row in rows]


def _marks(meetings: list[Meeting]) -> dict[int, dict[str, Attendance]]:
    marks: dict[int, dict[str, Attendance]] = {}
    for mark in Attendance.objects.filter(meeting__in=meetings).select_related("seat"):
        marks.setdefault(mark.meeting_id, {})[mark.seat.key] = mark
    return marks


def _store_meeting(
    run: ImportRun, key: str, row: WrittenMeeting, date: Period, known: Meeting | None
) -> Meeting:
    path = f"meetings.{key}"
    values = {
        "group": run.groups[row.group] if row.group else groups.root(run),
        "held_on": date.start,
        "is_month_only": date.kind is not PeriodKind.DAY,
        "order": run.file.meetings.index(row),
    }
    if known is None:
        return run.create(Meeting, path, board=run.board, key=key, **values)
    run.note_change(f"{path}.date", printed_date(known), date)
    run.update(known, path, **values)
    return known


def _store_marks(
    run: ImportRun, meeting: Meeting, row: WrittenMeeting, known: dict[str, Attendance]
) -> None:
    path = f"meetings.{meeting.key}"
    new = [
        Attendance(meeting=meeting, seat=run.seats[seat], mark=mark)
        for seat, mark in row.marks.items()
        if seat not in known
    ]
    Attendance.objects.bulk_create(new)
    for attendance in new:
        run.note_change(f"{path}.marks.{attendance.seat.key}", None, attendance.mark, of=path)
    for seat, attendance in known.items():
        wanted = row.marks.get(seat)
        if wanted == attendance.mark:
            continue
        run.note_change(f"{path}.marks.{seat}", attendance.mark, wanted, of=path)
        if wanted is None:
            attendance.delete()
        else:
            attendance.mark = wanted
            attendance.save(update_fields=["mark"])
