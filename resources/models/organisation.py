"""An outside organisation that a centre informs or hands over to."""

from django.db import models


class Organisation(models.Model):
    """A body outside the centre, with the contact that the centre itself has entered."""

    class Authority(models.TextChoices):
        """Who may contact it."""

        AGENT = "agent", "Agent"
        SUPERVISOR = "supervisor", "Supervisor"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="organisations")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    telephone = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    authority = models.CharField(max_length=12, choices=Authority, default=Authority.AGENT)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["centre", "code"], name="an_organisation_code_is_used_once"),)

    def __str__(self) -> str:
        return self.label
