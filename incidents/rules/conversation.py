"""Keeping control of a conversation: aids for what makes one hard, each with the words to say. All wording is our own."""

from __future__ import annotations

from dataclasses import dataclass

TRI = {"affirm": "Yes", "deny": "No", "unknown": "Not known"}
# Whether a caller may speak freely, and how it goes on with one who cannot (silent calls, domestic abuse).
SAFE = {"yes": "Safe to talk", "no": "Not safe to talk", "unknown": "Not known whether it is safe"}
WAYS = {
    "yes_no": "Ask only what yes or no answers: one tap for yes, two for no",
    "call_back": "A call back was agreed: ring only then, and say nothing about why before the caller has spoken",
    "text": "Going on by text was agreed: send nothing that must not be seen, and no call",
}
# Said to the agent, not to the caller: the voice carries before the words do.
VOICE = (
    "Lower and slower than the caller. One question at a time.",
    "Name yourself and the caller. Short sentences, no jargon.",
    "Repeat the same words in the same tone: repetition calms.",
)


@dataclass(frozen=True)
class Aid:
    """One control aid. ``waits`` when it brings somebody else onto the line, whose coming is timed; ``asks`` for a detail."""

    title: str
    when: str
    say: tuple[str, ...]
    do: str
    waits: bool = False
    asks: str = ""


AIDS: dict[str, Aid] = {
    "distress": Aid(
        "Distress",
        "Crying, panic, the same words again and again",
        ("I am here and I am helping you now.", "Take one breath with me. Good. Now tell me where you are.", "You are doing well. Next:"),
        "Give a task: look at the door number, count the people, hold a hand.",
    ),
    "anger": Aid(
        "Anger",
        "Shouting, blaming, refusing to answer",
        (
            "I can hear how serious this is. Help is what I want too.",
            "I need one thing to send the right people: where is it?",
            "I will stay with this. Please answer the next question.",
        ),
        "Do not argue and do not defend. Name the need, then ask the next question.",
    ),
    "silence": Aid(
        "Silence",
        "The caller stops speaking and the line is open",
        ("I am still here. Take your time.", "If you cannot speak, tap the phone: once for yes, twice for no.", "Is it safe to talk?"),
        "Listen for what is around. Write it down with the time.",
    ),
    "child": Aid(
        "Child",
        "A child is calling",
        (
            "Hello, my name is … What is your name? You did the right thing.",
            "Is a grown-up with you? Can they hear you?",
            "Look around you: what can you see from the window?",
        ),
        "Simple words, praise each answer, never hang up first.",
    ),
    "language": Aid(
        "Interpreter",
        "English is not enough to be safe",
        ("One moment. I am bringing an interpreter. Stay on the line.", "Which language? Say it in your own language."),
        "Ask for the place first with any words you share. Send on the place alone if you must.",
        waits=True,
        asks="Which language?",
    ),
    "relay": Aid(
        "Relay or BSL",
        "Text relay, emergency video relay, or a caller who is deaf or speech impaired",
        ("Thank you, relay. Please pass on each of my questions word for word.", "Please tell the caller that help is being sent."),
        "Speak to the caller, not to the interpreter. Leave twice the time for an answer.",
        waits=True,
        asks="Text relay, or BSL?",
    ),
    "silent": Aid(
        "Silent call",
        "Nobody has spoken since the line opened",
        (
            "You are through. If you need help and cannot speak, tap the handset or cough.",
            "I will ask questions: one tap for yes, two for no.",
            "If you do not need help, please say so.",
        ),
        "Stay on the line. Note every sound. Call back only when it is safe to.",
    ),
}
