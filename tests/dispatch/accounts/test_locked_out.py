"""Too many wrong passwords: the page says so in our own words, with the right status, and tells a stranger nothing more."""

import pytest
from django.test import Client
from django.urls import reverse


def tried(client: Client, username: str, password: str):
    return client.post(reverse("sign-in"), {"username": username, "password": password})


@pytest.mark.parametrize("username", ["agent", "nobody"])
def test_after_five_wrong_passwords_the_name_is_locked_for_ten_minutes(client, amina, username):
    for _ in range(4):
        assert tried(client, username, "wrong").status_code == 200
    answer = tried(client, username, "wrong")
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "This name is locked for 10 minutes" in answer.content.decode()
    assert tried(client, username, "demo").status_code == 429, "the right password does not open it before the time is over"


def test_another_name_is_not_locked(client, amina, sol):
    for _ in range(5):
        tried(client, "agent", "wrong")
    assert tried(client, "supervisor", "demo").status_code == 302
