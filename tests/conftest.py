"""For every test: no socket leaves this machine."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

HERE = ("127.", "::1", "localhost", "/", "\0")


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting to anything but loopback fails loudly: a test that needs the network is wrong."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if not str(host).startswith(HERE):
            raise AssertionError(f"a test tried to connect to {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The bot sets the levels of talkative loggers for good; the next test gets them as they were."""
    levels = {name: logging.getLogger(name).level for name in list(logging.root.manager.loggerDict)}
    yield
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
