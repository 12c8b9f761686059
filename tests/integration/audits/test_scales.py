"""Grading scales in the browser."""

from audits.models import Scale
from audits.services import scales
from audits.services.scales import PointFields
from tests.integration.audits.test_tools import draft, manager, url
from tests.world import MARKER

__all__ = ["draft", "manager"]


def rows(
    *points: tuple[str, str, str], version: int = 0, label: str = "Ours", initial: int = 0
) -> dict:
    data = {
        "label": label, "version": version, "points-TOTAL_FORMS": len(points),
        "points-INITIAL_FORMS": initial,
    }  # fmt: skip
    for number, (key, name, counts) in enumerate(points):
        data |= {
            f"points-{number}-key": key, f"points-{number}-label": name,
            f"points-{number}-counts": counts, f"points-{number}-position": "",
        }  # fmt: skip
    return data


def test_list_shows_own_and_shipped(manager, south):
    scales.create(board=south.board, label=f"Scale {MARKER}", points=[], by=south.board_manager)
    page = manager.get(url("scale-list")).content.decode()

    assert "Ofsted judgements" in page
    assert MARKER not in page


def test_make_a_scale(manager, north):
    response = manager.post(
        url("scale-create"), rows(("", "Yes", "yes"), ("", "n/a", ""), ("", "", "no"))
    )

    assert response.status_code == 302
    points = Scale.objects.get(board=north.board).points.values_list("key", "is_met")
    assert list(points) == [("yes", True), ("na", None)]


def test_copy_starts_with_the_points_of_the_source(manager):
    source = Scale.objects.get(board=None, key="ofsted")
    page = manager.get(url("scale-create"), {"copy": source.pk}).content.decode()

    assert "Requires improvement to be good" in page


def test_change_order_and_delete_a_grade(manager, north):
    points = [PointFields("A"), PointFields("B"), PointFields("C")]
    scale = scales.create(board=north.board, label="Ours", points=points, by=north.board_manager)
    data = rows(("a", "A", "yes"), ("b", "B", "no"), ("c", "C", "no"), version=1, initial=3)
    data |= {"points-0-position": "2", "points-1-position": "1", "points-2-remove": "on"}
    assert manager.post(url("scale-update", scale.pk), data).status_code == 302

    assert list(scale.points.values_list("key", flat=True)) == ["b", "a"]


def test_mistakes_keep_what_was_typed(manager):
    response = manager.post(
        url("scale-create"), rows(("", "Same", "yes"), ("", "same", "no"), label="")
    )

    assert response.status_code == 422
    assert "Two grades have the same name" in response.content.decode()


def test_stale_scale_shows_both(manager, north):
    scale = scales.create(
        board=north.board, label="Ours", points=[PointFields("A")], by=north.board_manager
    )
    theirs = [PointFields("Theirs", key="a")]
    scales.edit(scale=scale, label="Ours", points=theirs, version=1, by=north.business_support)
    data = rows(("a", "Mine", "yes"), version=1, initial=1)
    response = manager.post(url("scale-update", scale.pk), data)

    assert response.status_code == 409
    assert all(word in response.content.decode() for word in ("Theirs", "Mine"))
    data["version"] = response.context["form"]["version"].value()
    assert manager.post(url("scale-update", scale.pk), data).status_code == 302


def test_shipped_scale_cannot_be_edited(manager):
    shipped = Scale.objects.get(board=None, key="ofsted")

    assert manager.get(url("scale-update", shipped.pk)).status_code == 403
    assert manager.post(url("scale-delete", shipped.pk)).status_code == 403


def test_delete_a_scale(manager, north):
    scale = scales.create(board=north.board, label="Ours", points=[], by=north.board_manager)
    manager.post(url("scale-delete", scale.pk))

    assert not Scale.objects.filter(pk=scale.pk).exists()
