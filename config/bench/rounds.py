"""Sending a round to as many schools as there are."""

from audits.models import Round
from audits.services import rounds
from boards.models import Agency
from config.bench.figures import line, memory, timed
from tests.world import BoardCast


def opened(cast: BoardCast, round_record: Round) -> None:
    """Put every partner of the board on the round and open it; people are told."""
    wanted = Agency.objects.filter(partnerships__board=cast.board, sector="education")
    ids = list(wanted.values_list("pk", flat=True))
    before, by = memory(), cast.board_manager
    inviting = timed(lambda: rounds.invite(round_record=round_record, agency_ids=ids, by=by))
    after_inviting = memory()
    round_record.refresh_from_db()
    version = round_record.version
    opening = timed(lambda: rounds.open_round(round_record=round_record, version=version, by=by))
    round_record.refresh_from_db()
    line(f"round of {len(ids)} schools: inviting s / opening s", f"{inviting:.1f} / {opening:.1f}")
    line(
        "  memory before / invited / opened, MB",
        f"{before:.0f} / {after_inviting:.0f} / {memory():.0f}",
    )
