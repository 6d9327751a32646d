"""A contact: somebody, or something, wants the centre's attention. Not yet an incident."""

from typing import Self

from django.db import models
from django.db.models import Q


class Contacts(models.QuerySet["Contact"]):
    """Questions about contacts."""

    def of(self, centre_id: int) -> Self:
        """The centre's own."""
        return self.filter(centre_id=centre_id)

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state=Contact.State.WAITING)

    def on_the_board(self) -> Self:
        """Somebody still has to do something: answer, deal with it, accept it, or call back."""
        return self.filter(Q(state__in=Contact.State.unfinished()) | Q(callback_at__isnull=False) | Q(offered_until__isnull=False))

    def real(self) -> Self:
        """Without exercises: what figures count."""
        return self.filter(exercise=False)

    def for_cards(self) -> Self:
        """With the people whom a card names."""
        return self.select_related("answered_by", "offered_to", "callback_by")


class Contact(models.Model):
    """One contact, from the moment it is offered (CC38 1.1).

    ``number`` is the caller's number as everybody writes it (+447700900123), empty when it was withheld or is no number.
    ``callback_…`` says that the centre owes a call, ``offered_…`` that whoever has it hands it over, part of an incident or not.
    """

    class Channel(models.TextChoices):
        """How it arrived."""

        TELEPHONE = "telephone", "Telephone"
        TEXT = "text", "Text message"
        RELAY = "relay", "Relay or BSL"
        EMAIL = "email", "E-mail"
        WEB = "web", "Web form"
        ALARM = "alarm", "Alarm receiver"
        PARTNER = "partner", "Partner system"
        IN_PERSON = "in_person", "In person"

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waiting"
        ANSWERED = "answered", "Being dealt with"
        TRANSFER = "transfer", "Being transferred"
        CALLBACK = "callback", "To be called back"
        LINKED = "linked", "Part of an incident"
        ENDED = "ended", "Ended without an incident"

        @classmethod
        def unfinished(cls) -> tuple["Contact.State", ...]:
            """The states in which it is neither part of an incident nor ended."""
            return (cls.WAITING, cls.ANSWERED, cls.TRANSFER, cls.CALLBACK)

    class Lost(models.TextChoices):
        """Why nobody spoke to the caller."""

        NO = "", "Not lost"
        ABANDONED = "abandoned", "The caller hung up"
        MISSED = "missed", "It rang out"

    centre = models.ForeignKey("accounts.Centre", models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.TELEPHONE)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    exercise = models.BooleanField(default=False)
    line = models.CharField(max_length=60, blank=True, default="")
    caller_number = models.CharField(max_length=40, blank=True, default="")
    number = models.CharField(max_length=20, blank=True, default="")
    caller_name = models.CharField(max_length=120, blank=True, default="")
    caller_email = models.CharField(max_length=254, blank=True, default="")
    words = models.TextField(blank=True, default="")
    source_reference = models.CharField(max_length=120, null=True, blank=True)
    public_reference = models.CharField(max_length=12, null=True, blank=True, unique=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    note = models.CharField(max_length=120, blank=True, default="")
    place_text = models.CharField(max_length=300, blank=True, default="")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True, default="")
    overdue = models.BooleanField(default=False)
    lost = models.CharField(max_length=10, choices=Lost, blank=True, default=Lost.NO)
    lost_at = models.DateTimeField(null=True, blank=True)
    callback_at = models.DateTimeField(null=True, blank=True)
    callback_why = models.CharField(max_length=300, blank=True, default="")
    callback_tries = models.PositiveSmallIntegerField(default=0)
    callback_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    offered_to = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    offered_line = models.CharField(max_length=60, blank=True, default="")
    offered_why = models.CharField(max_length=300, blank=True, default="")
    offered_until = models.DateTimeField(null=True, blank=True)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, null=True, blank=True, related_name="contacts")
    revision = models.PositiveBigIntegerField(default=1)

    objects = Contacts.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["centre", "source_reference"], name="a_source_offers_a_contact_once"),
            models.CheckConstraint(condition=~Q(state="linked") | Q(incident__isnull=False), name="a_linked_contact_has_an_incident"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_by__isnull=False), name="an_answered_contact_names_who"
            ),
            models.CheckConstraint(
                condition=Q(lost="", lost_at__isnull=True) | (~Q(lost="") & Q(lost_at__isnull=False)), name="a_lost_contact_says_when"
            ),
            models.CheckConstraint(
                condition=Q(callback_at__isnull=False, state__in=("callback", "answered", "linked"))
                | (Q(callback_at__isnull=True, callback_by__isnull=True) & ~Q(state="callback")),
                name="a_contact_to_call_back_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("transfer", "linked"), offered_until__isnull=False)
                & (Q(offered_to__isnull=False, offered_line="") | (Q(offered_to__isnull=True) & ~Q(offered_line="")))
                | (~Q(state="transfer") & Q(offered_until__isnull=True, offered_to__isnull=True, offered_line="")),
                name="a_transfer_is_to_one_person_or_one_line",
            ),
        )
        indexes = (
            models.Index(fields=["centre", "state"], name="contact_by_state"),
            models.Index(fields=["centre", "offered_at"], name="contact_by_offer"),
            models.Index(fields=["centre"], condition=Q(callback_at__isnull=False), name="contact_to_call_back"),
            models.Index(fields=["centre"], condition=Q(offered_until__isnull=False), name="contact_on_offer"),
            models.Index(fields=["centre", "number"], condition=~Q(number=""), name="contact_by_number"),
            models.Index(fields=["centre", "caller_email"], condition=~Q(caller_email=""), name="contact_by_email"),
        )

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def is_offered(self) -> bool:
        """Whoever has it hands it over just now."""
        return self.offered_until is not None
