"""`python -m bench kill`: the server is killed in the middle of writing, again and again; nothing may be lost or doubled.

Several people enter meetings, write messages and keep diaries at the real server over HTTP, each form with its key. At
random moments the whole server is killed (SIGKILL to every process of it) and started again; whatever was not acknowledged
is sent once more, and some of what was acknowledged, too. In the end everything acknowledged must be there once, whole,
with one entry in the log, and there must be nothing else. `--kills` says how often. SQLite, or the server that
DATABASE_URL names: on that, in a database of its own that is made anew. `scripts/with_postgres.py` starts one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

WORLD = [sys.executable, "-m", "bench.kill_world"]
PROGRAM = str(Path(sys.executable).parent / "resonanz")
DATABASE = "resonanz_kill"
PATIENCE = 60  # seconds until the server must answer after a start
AGAIN = 0.1  # the share of what was acknowledged that is sent once more at the end
LENGTHS = (15, 30, 45, 60, 75, 90, 105, 120)
PATHS = {"meeting": "meetings/new/", "message": "messages/", "entry": "diary/new/day/"}


@dataclass
class Result:
    """What happened, and what was wrong afterwards: nothing, if all is well."""

    kills: int = 0
    sent: int = 0
    cut: int = 0  # sent, and no answer: the server died
    acknowledged: int = 0
    repeated: int = 0  # sent once more although acknowledged
    stored: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the numbers in one line."""
        return (
            f"{self.kills} kills: {self.sent:,} forms sent, {self.cut:,} cut off by a kill, {self.acknowledged:,} "
            f"acknowledged and {self.repeated:,} of them sent again; {self.stored:,} stored, "
            f"{len(self.wrong)} lost, doubled or half-written"
        )


class Writer(threading.Thread):
    """One person who writes as fast as the server takes it."""

    def __init__(self, port: int, who: dict[str, Any], up: threading.Event, number: int) -> None:
        super().__init__(daemon=True)
        self.address = f"127.0.0.{10 + number}"  # of its own: how much one address may write in a minute is limited
        self.port, self.who, self.up = port, who, up
        self.acknowledged: dict[str, dict[str, str]] = {}
        self.pending: list[dict[str, str]] = []
        self.sent, self.cut, self.repeated, self.wrong = 0, 0, 0, list[str]()
        self.is_last = False
        self.chance = random.Random(who["session"])

    def run(self) -> None:
        """Write while the server is up; when it is the last time, send what is pending, and some things once more."""
        while not self.is_last:
            self.up.wait()
            if not self.is_last:
                self.send(self.pending.pop(0) if self.pending else self.form())
        while self.pending and not self.wrong:
            self.send(self.pending.pop(0))
        for fields in list(self.acknowledged.values()):
            if self.chance.random() < AGAIN:
                self.repeated += 1
                self.send(fields)

    def form(self) -> dict[str, str]:
        """Return the fields of something new; `what` is not one of the form."""
        what = self.chance.choice(list(PATHS))
        fields = {
            "what": what,
            "key": str(uuid4()),
            "text": f"Wort {uuid4()} " + "und noch eines " * self.chance.randrange(40),
        }
        if what == "entry":
            return {**fields, "audience": "tandem", "on": self.who["day"]}
        if what == "message":
            return fields
        minutes = str(self.chance.choice(LENGTHS))
        day = {"when": "other", "held_on": self.who["day"], "length": "other", "minutes": minutes}
        return {**fields, **day, "kind": "phone", "answer": "another"}

    def send(self, fields: dict[str, str]) -> None:
        """Send one form; without an answer it is pending again."""
        self.sent += 1
        token = "k" * 32
        given = {name: value for name, value in fields.items() if name != "what"}
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.address, 0))
            connection.request(
                "POST",
                f"/tandems/{self.who['tandem']}/{PATHS[fields['what']]}",
                urlencode({**given, "csrfmiddlewaretoken": token}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Accept": "application/json",
                    "Cookie": f"sessionid={self.who['session']}; csrftoken={token}",
                },
            )
            response = connection.getresponse()
            body = response.read()
            connection.close()
        except (OSError, HTTPException):
            self.cut += 1
            self.pending.append(fields)
            time.sleep(0.02)
            return
        if is_stored(response, fields["what"]):
            self.acknowledged[fields["key"]] = fields
        elif response.status == 429:
            self.pending.append(fields)
            time.sleep(1)
        else:
            self.wrong.append(f"answered {response.status}: {body[:300]!r}")
            self.pending.append(fields)
            self.up.clear()


def is_stored(response: HTTPResponse, what: str) -> bool:
    """Whether an answer says that it is stored: a phone that sends later is told where to go, a browser is led on."""
    if what == "message":
        return response.status == 302 and response.headers["Location"].endswith("#newest")
    return response.status == 200 and response.headers.get_content_type() == "application/json"


class Server:
    """The product as it is served, in a process group of its own."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port = port
        with log.open("ab") as file:
            self.process = subprocess.Popen(  # noqa: S603 - our own program
                [PROGRAM, "serve", "--port", str(port)],
                env=environment, start_new_session=True, stdout=file, stderr=file,
            )  # fmt: skip

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
                connection.request("GET", "/service-worker.js")
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
        raise TimeoutError("The server did not come up.")

    def kill(self) -> None:
        """Kill every process of it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def environment_in(folder: Path) -> dict[str, str]:
    """Return what the server and the world need to know: a data folder of their own, and the database."""
    given = {
        **os.environ,
        "RESONANZ_DEMO": "1",
        "RESONANZ_SECURE": "0",
        "RESONANZ_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "resonanz.settings",
    }
    if url := os.environ.get("DATABASE_URL", ""):
        parts = urlsplit(url)
        given["DATABASE_URL"] = parts._replace(path=f"/{DATABASE}").geturl()
        given["RESONANZ_KILL_ADMIN"] = url
    return given


def world(*arguments: str, environment: dict[str, str], told: str = "") -> Any:
    """Run one command of `bench.kill_world`, and return what it prints."""
    command = [*WORLD, *arguments]
    done = subprocess.run(  # noqa: S603 - our own program
        command, env=environment, check=True, stdout=subprocess.PIPE, text=True, input=told
    )
    return json.loads(done.stdout.splitlines()[-1])


def run(kills: int, pairs: int = 4) -> Result:
    """Kill the server so many times while two people of each of so many tandems write; return what came of it."""
    with tempfile.TemporaryDirectory(prefix="resonanz-kill-") as name:
        folder = Path(name)
        environment = environment_in(folder)
        made = world("make", str(pairs), environment=environment)
        port, up = free_port(), threading.Event()
        writers = [Writer(port, who, up, number) for number, who in enumerate(made)]
        for writer in writers:
            writer.start()
        chance = random.Random(kills)
        for _kill in range(kills):
            server = Server(port, environment, folder / "log")
            server.wait()
            up.set()
            time.sleep(chance.uniform(0.15, 1.2))
            server.kill()
            up.clear()
        server = Server(port, environment, folder / "log")
        server.wait()
        for writer in writers:
            writer.is_last = True
        up.set()
        for writer in writers:
            writer.join(PATIENCE * 5)
        server.kill()
        told = {key: fields for writer in writers for key, fields in writer.acknowledged.items()}
        expected = json.dumps({"acknowledged": told, "tandems": [writer.who["tandem"] for writer in writers]})
        found = world("check", environment=environment, told=expected)
        return Result(
            kills,
            sum(writer.sent for writer in writers),
            sum(writer.cut for writer in writers),
            len(told),
            sum(writer.repeated for writer in writers),
            found["stored"],
            found["wrong"] + [one for writer in writers for one in writer.wrong],
        )


def measure(kills: int) -> int:
    """Run it, print the numbers, and return 1 where something was wrong."""
    result = run(kills)
    print(("PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite") + f", {result.line()}")
    for one in result.wrong[:20]:
        print(one)
    return 1 if result.wrong else 0
