"""A demo's passwords are quick to check there, and worth nothing elsewhere."""

from django.conf import global_settings
from django.contrib.auth.hashers import check_password, make_password
from django.test import override_settings

DEMO = ["dispatch.accounts.hashing.DemoHasher", *global_settings.PASSWORD_HASHERS]


@override_settings(PASSWORD_HASHERS=DEMO)
def kept() -> str:
    return make_password("demo")


@override_settings(PASSWORD_HASHERS=DEMO)
def test_a_demo_takes_its_own_and_refuses_a_wrong_one():
    assert kept().startswith("demo$1000$")
    assert check_password("demo", kept()) and not check_password("Demo", kept())


@override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS)
def test_outside_the_demo_its_passwords_open_nothing():
    assert not check_password("demo", kept())
