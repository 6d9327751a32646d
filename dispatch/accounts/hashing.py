"""Passwords of the demo. Anybody signs in there with one click: a slow hash of a password that the page prints guards nothing."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class DemoHasher(PBKDF2PasswordHasher):
    """Django's own hash, a thousand times quicker. Outside the demo nobody knows it: its people cannot sign in there."""

    algorithm = "demo"
    iterations = 1000
