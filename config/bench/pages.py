"""Pages that people sit in, with large boards behind them."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audits.models import Return
from boards.models import User
from config.bench.data import Large
from config.bench.figures import line, p50_p95, timed
from tests.world import BoardCast

TIMES = 20


def measure(cast: BoardCast, large: Large, lead: User) -> None:
    """Ask each page of a manager and of an agency's lead several times."""
    draft = Return.objects.get(round=large.round, agency__memberships__user=lead)
    slug, one_round = cast.board.slug, f"/{cast.board.slug}/audits/rounds/{large.round.pk}/"
    one_return = f"/{slug}/audits/returns/{draft.pk}/"
    pages = {
        cast.board_manager: {
            "board home": f"/{slug}/",
            "round": one_round,
            "round, by last activity": f"{one_round}?sort=-activity",
            "round, found by name": f"{one_round}?q=School+00012",
            "compliance": f"{one_round}compliance/",
            "choose agencies": f"{one_round}agencies/",
            "rounds": f"/{slug}/audits/rounds/",
            "returns": f"/{slug}/audits/returns/",
            "agencies": f"/{slug}/agencies/",
            "actions": f"/{slug}/actions/",
            "people": f"/{slug}/people/",
            "activity": f"/{slug}/activity/",
        },
        lead: {
            "home": "/",
            "return": one_return,
            "standard": f"{one_return}standards/s-3/",
            "check answers": f"{one_return}check/",
        },
    }
    line(f"{large.returns} agencies, {large.answers} answers", "")
    for user, paths in pages.items():
        client = Client()
        client.force_login(user)
        for name, path in paths.items():
            _page(client, name, path)


def _page(client: Client, name: str, path: str) -> None:
    status = client.get(path).status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    count = len(queries)  # read now: the next request empties the log
    slow = timed(lambda: client.get(path)) > 1
    times = [timed(lambda: client.get(path)) for _n in range(3 if slow else TIMES)]
    line(f"  {name}", f"{status}  {count:>3} queries  {p50_p95(times)}")
