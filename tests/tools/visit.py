"""Run a server for the length of a block: for tests, screenshots and measurements."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from kit.environment import ROOT
from kit.errors import KitError

# A proxy set for the outside world knows nothing of this machine.
_DIRECT = build_opener(ProxyHandler({}))


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> str:
    """Return the page at an address of this machine."""
    with _DIRECT.open(address, timeout=120) as answer:
        return str(answer.read().decode("utf-8"))


@contextmanager
def running_app(log: Path) -> Iterator[str]:
    """Run the app as a user would and give its address, without a slash at the end."""
    port = free_port()
    command = [sys.executable, "-m", "kit", "app", "--port", str(port), "--no-browser"]
    with running(command, port=port, log=log) as address:
        yield address


@contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    log: Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] = os.environ,
    seconds: float = 120,
) -> Iterator[str]:
    """Start a server, wait until it answers, and end it with all its processes.

    Parameters
    ----------
    command, port
        What starts the server, and the port it will listen on.
    log
        File for all that the server says.
    folder, environment
        Where and with which variables it runs.
    seconds
        How long it may take until its first answer.

    Raises
    ------
    KitError
        The server ended, or was silent for too long; with the end of what it said.
    """
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        if not _answers(address, process, seconds=seconds):
            told = log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise KitError(f"no server at {address} within {seconds} s; it said:\n{told}")
        yield address
    finally:
        _end(process)


def _answers(address: str, process: subprocess.Popen[bytes], *, seconds: float) -> bool:
    deadline = monotonic() + seconds
    while monotonic() < deadline and process.poll() is None:
        try:
            # Not GET: what asks whether a server is there does not count as its first viewer.
            _DIRECT.open(Request(address, method="HEAD"), timeout=120).close()
            return True
        except HTTPError as error:  # below another path, something may be there
            if error.code in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
                return True
        except OSError:
            pass
        sleep(0.1)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and its kernels: politely at first, so that it can end them itself."""
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=20)
