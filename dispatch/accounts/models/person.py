"""People and the roles they hold in a centre."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What a person does in a centre. Names follow the standards and the packs' role list."""

    AGENT = "agent", "Agent"
    DISPATCHER = "dispatcher", "Dispatcher"
    SUPERVISOR = "supervisor", "Supervisor"
    TEAM_LEAD = "team_lead", "Team lead"
    PROCEDURE_AUTHOR = "procedure_author", "Procedure author"
    PROCEDURE_APPROVER = "procedure_approver", "Procedure approver"
    COMPLAINTS_OFFICER = "complaints_officer", "Complaints officer"
    ASSESSOR = "assessor", "Assessor"
    VERIFIER = "verifier", "Verifier"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"
    SYSTEM = "system", "Connected system"


class People(BaseUserManager["User"]):
    """Makes people; Django asks for a manager of this shape."""

    def create_user(self, username: str, password: str | None = None, *, name: str = "") -> "User":
        """A person who can sign in; without a password, only a token can."""
        person = self.model(username=username, name=name or username)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """A person, or a connected system, known by one user name."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a centre."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "centre"], name="a_person_has_one_role_in_a_centre"),)

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} in {self.centre_id}"
