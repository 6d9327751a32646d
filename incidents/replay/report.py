"""What a replay says at the end: its figures beside the record's own, and every flaw it met."""

from dataclasses import dataclass

from incidents.models import Contact, Deployment, Incident, LogLine, ReplayProgress
from incidents.replay.proof import fingerprint
from incidents.replay.record import sums_of
from incidents.replay.source import Source
from incidents.replay.steps import BUSY, OPEN
from incidents.replay.tally import Tally


@dataclass(frozen=True)
class Line:
    """One figure: what the console holds, and what the record says."""

    what: str
    here: int
    record: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.here == self.record


@dataclass(frozen=True)
class Report:
    """A replay's figures. ``flaws`` and ``acts`` are counts by name."""

    lines: list[Line]
    flaws: dict[str, int]
    acts: dict[str, int]
    fingerprint: str

    @property
    def agrees(self) -> bool:
        """Whether every figure is the record's own."""
        return all(line.agrees for line in self.lines)


def report_on(progress: ReplayProgress, source: Source) -> Report:
    """Count what the database holds now and set it beside the record up to the same event."""
    tally = Tally(progress.counts)
    sums = sums_of(source, upto=progress.position)
    centre_id = progress.pk
    events, most, now = tally.of("event"), tally.of("most"), tally.of("now")
    lines = [
        Line("calls", Contact.objects.of(centre_id).exclude(source_reference=None).count(), sums.calls),
        Line("units sent", Deployment.objects.filter(incident__centre_id=centre_id).count(), sums.runs),
        *(Line(name, events[name], sums.events[name]) for name in sorted(sums.events)),
        Line("events", events.total(), progress.position),
        Line("most calls open at once", most[OPEN], sums.most_open),
        Line("most units busy at once", most[BUSY], sums.most_busy),
        Line("calls open now", Incident.objects.of(centre_id).open().count(), now[OPEN]),
        Line("units busy now", Deployment.objects.active().filter(incident__centre_id=centre_id).count(), now[BUSY]),
    ]
    acts = {**tally.of("act"), "log lines": LogLine.objects.filter(incident__centre_id=centre_id).count()}
    return Report(lines=lines, flaws=dict(tally.of("anomaly")), acts=acts, fingerprint=fingerprint(centre_id))


def as_text(report: Report) -> str:
    """The report for a terminal."""
    text = [f"{'':28}{'console':>10}{'record':>10}"]
    text += [f"{line.what:28}{line.here:>10,}{line.record:>10,}{'' if line.agrees else '   DIFFERENT'}" for line in report.lines]
    text += ["", "What happened by itself:", *(f"  {name:42}{count:>8,}" for name, count in sorted(report.acts.items()))]
    text += ["", "Flaws of the record, each dealt with and noted in the log:"]
    text += [f"  {name:42}{count:>8,}" for name, count in sorted(report.flaws.items())] or ["  none"]
    text += ["", f"Fingerprint {report.fingerprint}"]
    return "\n".join(text)
