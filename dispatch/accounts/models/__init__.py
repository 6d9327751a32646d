"""Centres, people, roles and the tokens that programs sign in with."""

from dispatch.accounts.models.centre import Centre
from dispatch.accounts.models.person import Membership, Role, User
from dispatch.accounts.models.token import ApiToken
from dispatch.accounts.models.wall import Wall

__all__ = ["ApiToken", "Centre", "Membership", "Role", "User", "Wall"]
