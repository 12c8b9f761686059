"""Invitations that are sent again: by the invited person only for a while."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from boards.errors import DomainError
from boards.models import Membership, User
from boards.rules.invitations import InvitationState
from boards.services import invitations
from tests.integration.boards.test_invitations import expire, invite, link

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Limits are counted in the cache, which no test rolls back."""
    cache.clear()


@pytest.mark.parametrize("case", ["late", "inviter left", "inviter gone"])
def test_an_old_invitation_does_not_renew_itself(world, case):
    invitation, manager = invite(world), world.north.board_manager
    now = timezone.now() + timedelta(days=89)
    assert invitations.renew(invitation=invitation, now=now).token
    if case == "late":
        now += timedelta(days=2)
    elif case == "inviter left":
        Membership.objects.filter(user=manager).update(ends_on=timezone.localdate() - DAY)
    else:
        User.objects.filter(pk=manager.pk).update(is_active=False)

    with pytest.raises(DomainError):
        invitations.renew(invitation=invitation, now=now)


def test_a_role_that_needs_two_people_is_approved_again_once_expired(world):
    cast = world.north
    second = User.objects.create_user(email="second@example.org", name="Second manager")
    Membership.objects.create(user=second, board=cast.board, role="board_manager")
    asked = invite(world, role="cdop_coordinator")
    approved = invitations.approve(invitation=asked, by=second)
    # Sent again while it is good: for no longer than it was.
    renewed = invitations.renew(invitation=approved, now=timezone.now() + timedelta(days=20))
    assert renewed.expires_at == approved.expires_at
    expire(renewed)
    page = Client()

    answer = page.post(f"{link(renewed)}fresh/", follow=True)

    renewed.refresh_from_db()
    assert "second person has to agree" in answer.content.decode()
    assert invitations.state(renewed) is InvitationState.AWAITING_APPROVAL
    page.post(link(renewed), {"name": "New Person"})
    assert not User.objects.filter(email=renewed.email).exists()
