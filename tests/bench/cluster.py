"""A PostgreSQL of one's own that can be killed, and a clock of one's own that can be set: for faults that nobody else should feel."""

import contextlib
import math
import os
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from importlib.util import find_spec
from pathlib import Path

import psycopg

RUNS_AS = "postgres"  # the server refuses to run as root
UP_S = 60.0


class SetClock(ABC):
    """The wall clock of every process started with ``environment``; its seconds off the true one can be changed at any moment."""

    def __init__(self, folder: Path, name: str) -> None:
        found = find_spec("libfaketime")
        assert found and found.origin
        self._file = folder / name
        self._library = folder / "libfaketime.so.1"
        shutil.copy(Path(found.origin).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1", self._library)
        self._library.chmod(0o755)
        self.set(0)

    @abstractmethod
    def set(self, seconds: float) -> None:
        """Stand so many seconds before the true clock."""

    @property
    def environment(self) -> dict[str, str]:
        """What a process must be started with."""
        common = {
            "LD_PRELOAD": str(self._library),
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
        }
        return common | self._where

    @property
    @abstractmethod
    def _where(self) -> dict[str, str]: ...


class FakeClock(SetClock):
    """For our own processes: the seconds stand in a file that is read whenever the time is."""

    def set(self, seconds: float) -> None:
        """Stand so many seconds before the true clock."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{seconds:+.0f}\n")
        beside.chmod(0o644)
        beside.replace(self._file)

    @property
    def _where(self) -> dict[str, str]:
        return {"FAKETIME_TIMESTAMP_FILE": str(self._file)}


class ServerClock(SetClock):
    """For PostgreSQL, whose alarms interrupt it anywhere and then ask for the time.

    Reading a file allocates memory, and where the alarm came while the server was doing the same, its memory was broken: it fell over,
    or stood still with its locks held. So the time is that at which a file was changed, for which memory is not needed: the server's start
    and the seconds, and since then the true clock. Only whole seconds are read of it: the server starts with one.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._seconds, self._began = 0.0, math.floor(time.time())
        (folder / name).touch()
        super().__init__(folder, name)

    def set(self, seconds: float) -> None:
        """Stand so many seconds before the true clock, give or take a few hundredths."""
        self._seconds = seconds
        os.utime(self._file, times=(self._began + seconds,) * 2)

    def begin(self) -> None:
        """Call it just before the server is started, each time; it takes up to a second."""
        self._began = math.ceil(time.time())
        self.set(round(self._seconds))
        time.sleep(max(0.0, self._began - time.time()))

    @property
    def _where(self) -> dict[str, str]:
        # Without the last, what the server asks of its own files locks a semaphore that all its processes share.
        return {"FAKETIME": "%", "FAKETIME_FOLLOW_FILE": str(self._file), "FAKETIME_DONT_RESET": "1", "NO_FAKE_STAT": "1"}


class Cluster:
    """One PostgreSQL server in a folder, with its data on disk as it should be (``fsync`` on)."""

    def __init__(self, folder: Path, port: int, clock: ServerClock) -> None:
        self._port, self._clock = port, clock
        self._binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.kills = 0
        folder.chmod(0o755)
        self._data, self._log = folder / "postgres", folder / "postgres.log"
        self._data.mkdir()
        shutil.chown(self._data, RUNS_AS)
        self._data.chmod(0o700)
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8")

    def _as_its_user(self) -> list[str]:
        return ["runuser", "-u", RUNS_AS, "--"] if os.geteuid() == 0 else []

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run([*self._as_its_user(), str(self._binaries / program), *words], capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start it, and wait until it answers: after a kill it first reads its log again."""
        settings = {"port": self._port, "unix_socket_directories": self._data, "max_connections": 150, "listen_addresses": "127.0.0.1"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        faked = [f"{name}={value}" for name, value in self._clock.environment.items()]
        command = [*self._as_its_user(), "env", *faked, str(self._binaries / "postgres"), "-D", str(self._data), *words]
        self._clock.begin()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True)
        deadline = time.monotonic() + UP_S
        while not self._answers():
            assert time.monotonic() < deadline, self._log.read_text()[-2000:]
            if self._process.poll() is not None:  # the killed server's memory is not given back yet
                time.sleep(0.5)
                return self.start()
            time.sleep(0.1)
        return None

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=self._port, user="postgres", dbname="postgres", connect_timeout=2).close()
            return True
        return False

    def kill(self) -> None:
        """kill -9 the server and every session of it."""
        lines = (self._data / "postmaster.pid").read_text().splitlines()
        postmaster = int(lines[0])
        for pid in [postmaster, *_children_of(postmaster)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait(20)
        self.kills += 1

    def crash(self) -> None:
        """Kill it, and start it again."""
        self.kill()
        self.start()

    def fell_over(self) -> list[str]:
        """Where a process of the server ended without our doing: a server that falls over by itself proves nothing."""
        return [line for line in self._log.read_text(errors="replace").splitlines() if "was terminated by signal" in line]

    def close(self) -> None:
        """End it."""
        if self._process.poll() is None:
            self.kill()


def _children_of(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, _, rest = status.read_text().partition(" (")
            if int(rest.rpartition(")")[2].split()[1]) == parent:
                found.append(int(pid))
    return found
