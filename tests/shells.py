"""A shell for tests: the command line as a process of its own, with the settings that a test gives it."""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.fakes.arxiv_api import FakeArxiv
from tests.paper_pdf import draw, paper

ROOT = Path(__file__).resolve().parents[1]
NOWHERE = "http://127.0.0.1:1"  # a port on which nobody listens


@dataclass(frozen=True)
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Shell:
    """A shell in a folder of its own, in which only what a test sets is set."""

    place: Path
    settings: dict[str, str] = field(default_factory=dict)

    async def run(self, *arguments: str) -> Ended:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.place),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "error::ResourceWarning",
            "BRIEFBOT_LANGUAGE": "en",
            "BRIEFBOT_ARXIV_API_URL": f"{NOWHERE}/api/query",
            "BRIEFBOT_ARXIV_FEED_URL": f"{NOWHERE}/atom/",
            "BRIEFBOT_ARXIV_PDF_URL": f"{NOWHERE}/pdf/",
        }
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self.place,
            env=environment | self.settings,
            stdout=PIPE,
            stderr=PIPE,
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode is not None
        seconds = time.perf_counter() - began
        return Ended(process.returncode, out.decode(), err.decode(), seconds)

    def put(self, name: str, *, number: int = 1, stamp: str = "") -> str:
        (self.place / name).write_bytes(draw(replace(paper(number), stamp=stamp)))
        return name

    def ask(self, arxiv: FakeArxiv) -> None:
        self.settings |= {
            "BRIEFBOT_ARXIV_API_URL": arxiv.api_address,
            "BRIEFBOT_ARXIV_PDF_URL": arxiv.pdf_address,
            "BRIEFBOT_ARXIV_PACE": "0",
        }

    def write_with(self, model: str, **more: str) -> None:
        self.settings |= {"BRIEFBOT_LLM_BASE_URL": model, "BRIEFBOT_LLM_MODEL": "test-model"} | more
