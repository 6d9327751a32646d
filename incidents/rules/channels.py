"""What an agent must know about a channel before they speak."""

NOTES: dict[str, str] = {
    "relay": "A relay assistant speaks for the caller. Speak to the caller, and say “go ahead” when you have finished.",
    "text": "By text message. One short question at a time; ask for the place first.",
    "alarm": "From an alarm receiving centre. Nobody may be there to speak to.",
    "partner": "From another organisation's system. Their reference is with it.",
    "email": "By e-mail. It was acknowledged; what is urgent is asked by telephone.",
    "web": "From the public form. The reporter was told to ring 999 if life is in danger.",
}


def channel_note(channel: str) -> str:
    """The note for a channel; empty where there is nothing special about it."""
    return NOTES.get(channel, "")
