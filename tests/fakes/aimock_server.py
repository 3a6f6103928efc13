"""aimock, a model server that others wrote, as a process of its own, told what to do while it runs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import httpx
from pydantic import JsonValue

HERE = Path(__file__).parent / "aimock"
PROGRAM = Path(sys.prefix) / "aimock" / "node_modules" / ".bin" / "llmock"  # `make test` puts it there


def missing() -> str:
    """Why it cannot be started; empty where it can."""
    if not which("node"):
        return "Node is not installed, so aimock cannot run"
    return "" if PROGRAM.exists() else "aimock is not installed; `make test` does it, with npm"


class Aimock:
    """A running server. `say` sets what it answers, in the order in which requests come."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.address = f"{root}/v1"

    def say(self, *responses: JsonValue, latency: int = 0) -> None:
        """Each response is for one request, the last one for all that follow; `latency` in milliseconds."""
        self.ask("POST", "reset")
        last = len(responses) - 1
        fixtures = [
            {"match": {} if at == last else {"sequenceIndex": at}, "response": response}
            for at, response in enumerate(responses)
        ]
        self.ask("POST", "fixtures", {"fixtures": fixtures})
        if latency:
            self.ask("POST", "chaos", {"latencyMs": latency})

    def disturb(self, **rates: float) -> None:
        """Chaos for every request from now on: dropRate, malformedRate, rateLimitRate, disconnectRate."""
        self.ask("POST", "chaos", rates)

    def fail_once(self, status: int) -> None:
        """The next request fails."""
        self.ask("POST", "error", {"status": status, "body": {"message": "No.", "type": "server_error"}})

    def calls(self) -> int:
        """How many completions were asked for since `say`."""
        return len([call for call in self.ask("GET", "journal") if call["path"] == "/v1/chat/completions"])

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """One call of its control interface."""
        answer = httpx.request(method, f"{self.root}/__aimock/{path}", json=body)
        return answer.raise_for_status().json()


@contextmanager
def running() -> Iterator[Aimock]:
    """A server on a free port of this machine."""
    command = ["node", str(PROGRAM), "--port", "0", "--strict", "--fixtures", str(HERE / "never_said.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout
            told = list[str]()
            for line in process.stdout:
                told.append(line)
                if "listening on " in line:
                    yield Aimock(line.partition("listening on ")[2].strip())
                    return
            raise AssertionError(f"aimock did not start: {told}")
        finally:
            process.kill()
