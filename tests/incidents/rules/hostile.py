"""Files that somebody made to hurt: each is written by a function, and read in a process that is watched from outside."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from incidents.rules.packs import read_folder
from incidents.rules.packs.document import judge_yaml

ROOT = Path(__file__).resolve().parents[3]
MB = 1_000_000
PACK = (ROOT / "incidents" / "packs" / "lone_worker_security.yaml").read_text()
HEAD, REST = PACK.split("incident_types:\n")
TYPE = "  - code: LW-SOS" + REST.split("  - code: LW-SOS", 1)[1].split("\n  - code: ", 1)[0] + "\n"


def laughs() -> str:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    return "\n".join([*lines, *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))])


def with_tree(nodes: list[str], outcomes: str = "        - {id: o, priority: P1}\n", start: str = "q0") -> str:
    head, tail = TYPE.split("    tree:\n")
    after = tail.split("    response_plans:")[1]
    tree = f"    tree:\n      start: {start}\n      nodes:\n{''.join(nodes)}      outcomes:\n{outcomes}"
    return f"{HEAD}incident_types:\n{head}{tree}    response_plans:{after}"


def question(n: int, *gos: str) -> str:
    answers = ", ".join(f"{{code: a{place}, go: {go}}}" for place, go in enumerate(gos))
    return f"        - {{id: q{n}, ask: '?', answers: [{answers}]}}\n"


def chain() -> str:
    return with_tree([question(n, f"q{n + 1}" if n < 1000 else "o", f"q{n + 1}" if n < 1000 else "o") for n in range(1001)])


def ring() -> str:
    return with_tree([question(n, f"q{(n + 1) % 1000}", f"q{(n * 7) % 1000}") for n in range(1000)])


def wrong_everywhere() -> str:
    return with_tree([question(n, "nowhere", "nowhere", "elsewhere") for n in range(700)])


def shapeless() -> str:
    return HEAD + "incident_types: [" + ", ".join("{code: 1, colour: red}" for _ in range(3900)) + "]\n"


def types_in_a_ring() -> str:
    kinds = []
    for n in range(200):
        tree = f"{{start: q, nodes: [{{id: q, ask: '?', answers: []}}], outcomes: [{{id: o, transfer: T{(n + 1) % 200}}}]}}"
        rest = "briefing: {format: FIELD}, escalation: [], fallback: o, everyday_words: []"
        checks = "monitoring: {first_check_min: 1, interval_min: 1, grace_min: 1, lone_worker: false, ask: ok}"
        kinds.append(f"  - {{code: T{n}, title: t, {rest}, {checks}, tree: {tree}}}\n")
    return HEAD + "incident_types:\n" + "".join(kinds)


HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "billion laughs": laughs,
    "anchor": lambda: "a: &x 1\nb: *x",
    "merge key": lambda: "base: {a: 1}\nb:\n  <<: {c: 1}\n  <<: {d: 1}",
    "merge by alias": lambda: "base: &b {a: 1}\nc: {<<: *b}",
    "deep lists": lambda: "a: " + "[" * 400_000,
    "deep mappings": lambda: "{a: " * 200_000,
    "deep dashes": lambda: "- " * 400_000,
    "deep indents": lambda: "\n".join(" " * n + "a:" for n in range(1300)),
    "one huge text": lambda: "id: " + "x" * (MB - 10),
    "one huge quoted text": lambda: 'id: "' + "\\n" * (MB // 2 - 10) + '"',
    "one huge key": lambda: "x" * (MB - 10) + ": 1",
    "one huge number": lambda: "id: " + "9" * (MB - 10),
    "one byte too much": lambda: "#" * (MB + 1),
    "only comments": lambda: "# x\n" * (MB // 4),
    "too many keys": lambda: "\n".join(f"k{n}: 1" for n in range(90_000)),
    "too many parts": lambda: "a: [" + "1, " * 330_000 + "1]",
    "too many documents": lambda: "---\n" * 240_000,
    "duplicate key": lambda: "id: a\nid: b",
    "duplicate after quotes": lambda: "id: a\n'id': b",
    "NUL": lambda: "id: a\0b",
    "escaped NUL": lambda: 'id: "a\\0b"',
    "lone surrogate": lambda: b"id: \xed\xa0\x80",
    "escaped surrogate": lambda: 'id: "\\ud800"',
    "control character": lambda: 'id: "\\x07"',
    "UTF-16": lambda: "id: a".encode("utf-16"),
    "python tag": lambda: "id: !!python/object/apply:os.system ['true']",
    "binary tag": lambda: "id: !!binary aGk=",
    "local tag": lambda: "%TAG ! tag:example.com,2000:\n---\nid: !thing a",
    "a list as a key": lambda: "? [a, b]\n: 1",
    "yes and no": lambda: PACK.replace("code: affirm", "code: yes").replace("code: deny", "code: no"),
    "a time of day": lambda: PACK.replace("version: 1.0.0", "version: 1:30", 1),
    "a bare list": lambda: "- a",
    "nothing": lambda: "",
    "a long chain of questions": chain,
    "questions in a ring": ring,
    "wrong everywhere": wrong_everywhere,
    "no shape anywhere": shapeless,
    "types in a ring": types_in_a_ring,
    "2,001 questions": lambda: with_tree([f"        - {{id: q{n}, ask: '?', answers: []}}\n" for n in range(2001)]),
}


def peak_mb() -> float:
    """The most memory this process has had. What getrusage says would begin with the parent's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmHWM")


def main() -> None:
    """Judge each of them; print how many errors, what the first one says, the seconds of computing, and this process's megabytes so far."""
    core = read_folder(ROOT / "incidents" / "packs").core
    assert core
    for name, written in HOSTILE.items():
        text = written()
        started = time.process_time()
        _, found = judge_yaml(text, core, (), name="hostile.yaml")
        seconds = time.process_time() - started
        del text
        peak = peak_mb()
        said = [str(each) for each in found.errors]
        print(
            json.dumps(
                {
                    "name": name,
                    "errors": len(found.errors),
                    "findings": len(found.findings),
                    "s": seconds,
                    "mb": peak,
                    "said": said[0],
                    "all": " ".join(said),
                }
            )
        )


if __name__ == "__main__":
    main()
