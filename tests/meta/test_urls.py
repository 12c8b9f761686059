"""Every address: a name, a view that says what it needs, and its rows in the permission table."""

from boards.authorization import Permission, Public
from boards.models import RESERVED_SLUGS
from boards.views.base import BoardView
from tests.meta.sources import addresses
from tests.permissions import all_rows

ADDRESSES = addresses()


def test_every_url_has_a_row_for_each_method() -> None:
    rows = {(row.name, row.method) for row in all_rows()}
    wanted = {(address.name, method) for address in ADDRESSES for method in address.methods}

    assert not wanted - rows, "URLs without a row in tests/permissions"
    assert not rows - wanted, "rows without a URL or method"


def test_every_view_declares_its_permission() -> None:
    silent = [
        address.name
        for address in ADDRESSES
        if not isinstance(getattr(address.view, "permission", None), Permission | Public)
    ]
    assert not silent


def test_rows_state_the_permission_of_the_view() -> None:
    declared = {address.name: address.view.permission for address in ADDRESSES}
    wrong = [
        f"{row.method} {row.name}: the view wants {declared[row.name]}"
        for row in all_rows()
        # A view may ask for more when something is sent; never a page for anybody to sign in.
        if isinstance(row.permission, Public) != isinstance(declared[row.name], Public)
    ]
    assert not wrong


def test_every_page_of_a_board_is_a_board_view() -> None:
    others = [
        address.name
        for address in ADDRESSES
        if address.route.startswith("<slug:board>/") and not issubclass(address.view, BoardView)
    ]
    assert not others


def test_no_board_can_take_the_place_of_a_page() -> None:
    first = {address.route.split("/")[0] for address in ADDRESSES}
    assert {word for word in first if word and "<" not in word} <= RESERVED_SLUGS
