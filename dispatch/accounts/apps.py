"""Accounts: who works here, in which centre, in which role."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dispatch.accounts"
    label = "accounts"
