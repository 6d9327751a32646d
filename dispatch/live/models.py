"""The board's position and its log. Written only by ``announce``; read by the hub."""

from django.db import models


class Board(models.Model):
    """How far a centre's log has come.

    ``epoch`` names one unbroken history: numbers of two epochs are never compared. It changes when a history is
    replaced, for instance after a restore from a backup.
    """

    centre = models.OneToOneField("accounts.Centre", models.CASCADE, primary_key=True, related_name="live_board")
    sequence = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=12)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(sequence__gte=0), name="a_board_counts_up_from_nought"),)

    def __str__(self) -> str:
        return f"board {self.centre_id} at {self.sequence}"


class BoardEvent(models.Model):
    """What one committed act changed on the board, as the text that browsers receive.

    Numbers have no holes and follow the order of commits: the board's row stays locked from the taking of a number
    to the commit.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="events", db_index=False)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    payload = models.TextField()

    class Meta:
        # The constraint's index is also the one the hub reads by: board, then number.
        constraints = (models.UniqueConstraint(fields=["board", "sequence"], name="a_number_is_given_once"),)

    def __str__(self) -> str:
        return f"event {self.sequence} of board {self.board_id}"


class Look(models.Model):
    """Somebody looks at something now. Written anew every few seconds by the process that holds the socket; it runs out by itself."""

    process = models.CharField(max_length=16)
    centre = models.ForeignKey("accounts.Centre", models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    at = models.CharField(max_length=24)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["process", "centre", "user", "at"], name="a_process_says_once_who_looks"),)
        indexes = (models.Index(fields=["centre", "seen_at"], name="looks_of_a_centre"),)

    def __str__(self) -> str:
        return f"look {self.pk}"


class BoardVolume(models.Model):
    """A run of events bound together: the whole picture before the first of them, and their texts, packed.

    ``cards`` is how many the picture has. What has been bound may leave the log of events; no event leaves it otherwise.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="volumes", db_index=False)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    cards = models.PositiveIntegerField()
    picture = models.BinaryField()
    events = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["board", "first"], name="a_volume_begins_at_one_number"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="a_volume_holds_an_event"),
        )
        indexes = (models.Index(fields=["board", "from_at"], name="volume_by_instant"),)

    def __str__(self) -> str:
        return f"events {self.first} to {self.last} of board {self.board_id}"
