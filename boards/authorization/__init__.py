from boards.authorization.access import Access, Grant, access_of
from boards.authorization.permissions import Permission, Public
from boards.authorization.roles import ROLE_CHOICES, ROLES, Role, Scope, may_grant, roles_with

__all__ = [
    "ROLES",
    "ROLE_CHOICES",
    "Access",
    "Grant",
    "Permission",
    "Public",
    "Role",
    "Scope",
    "access_of",
    "may_grant",
    "roles_with",
]
