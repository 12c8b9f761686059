"""The board's groups and how they stand under each other."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from boards.authorization import Permission
from boards.exports import Column, Table
from boards.forms import groups as forms
from boards.models import Group
from boards.queries import groups as queries
from boards.services import groups
from boards.views.changes import ChangePage
from boards.views.tables import TablePage


class GroupList(TablePage, TemplateView):
    permission = Permission.SEAT_VIEW
    template_name = "boards/groups/list.html"

    def shows_ended(self) -> bool:
        return self.request.GET.get("when") == "past"

    def nodes(self) -> list[queries.GroupNode]:
        return queries.tree(
            self.board, self.request.user, timezone.localdate(), ended=self.shows_ended()
        )

    def table(self) -> Table:
        columns = [
            Column(_("Group"), lambda node: node.group.name),
            Column(_("Under"), lambda node: node.group.parent),
            Column(_("Kind"), lambda node: node.group.get_status_display()),
            Column(_("Chair"), lambda node: node.group.chair),
            Column(_("First day"), lambda node: node.group.starts_on),
            Column(_("Last day"), lambda node: node.group.ends_on),
        ]
        return Table(self.file_name("groups"), columns, self.nodes())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = self.shows_ended()
        return super().get_context_data(**kwargs) | {
            "nodes": self.nodes(),
            "ended": ended,
            "kinds": [
                {"label": _("Now"), "url": self.request.path, "current": not ended},
                {"label": _("Ended"), "url": "?when=past", "current": ended},
            ],
            "can_edit": self.request.access.can_board_wide(Permission.SEAT_EDIT, board=self.board),
        }


class GroupPage(ChangePage):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"board": self.board}

    def back_url(self) -> str:
        return reverse("boards:group-list", kwargs={"board": self.board.slug})


class GroupNew(GroupPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.GroupForm
    page_title = gettext_lazy("Add a group")
    success_message = gettext_lazy("Group added")

    def save(self, data: dict[str, Any]) -> Group:
        return groups.add(board=self.board, by=self.request.user, **data)


class GroupEdit(GroupPage):
    permission = Permission.SEAT_EDIT
    form_class = forms.GroupEditForm
    page_title = gettext_lazy("Change a group")
    success_message = gettext_lazy("Group changed")

    def load_object(self) -> Group:
        rows = Group.objects.visible_to(self.request.user).filter(board=self.board)
        group: Group = self.get_record(rows.select_related("board"), pk=self.kwargs["pk"])
        return group

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"group": self.object}

    def initial_of(self, record: Group) -> dict[str, Any]:
        names = ("name", "status", "starts_on", "ends_on", "order")
        links = {"parent": record.parent_id, "chair": record.chair_id}
        return {name: getattr(record, name) for name in names} | links

    def save(self, data: dict[str, Any]) -> Group:
        return groups.edit(group=self.object, by=self.request.user, **data)
