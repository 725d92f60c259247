"""One process per database."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.lock import AlreadyRunningError, ProcessLock

HOLDER = """
import sys, time
from pathlib import Path
from storage.lock import ProcessLock
ProcessLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_taker_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kopilka.lock"
    with ProcessLock(path), pytest.raises(AlreadyRunningError, match=rf"pid {os.getpid()}\).*kopilka\.lock"):
        ProcessLock(path).acquire()


def test_it_can_be_taken_again_when_given_back(tmp_path: Path) -> None:
    lock = ProcessLock(tmp_path / "lock")
    for _ in range(2):
        with lock:
            assert lock.path.read_text() == f"{os.getpid()}\n"
    lock.release()
    assert lock.path.read_text() == ""


def test_a_killed_holder_leaves_it_free(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunningError, match=f"pid {holder.pid}"):
            ProcessLock(path).acquire()
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
    with ProcessLock(path):
        pass
