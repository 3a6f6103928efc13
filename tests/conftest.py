"""For every test: no socket leaves this machine."""

import socket
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
