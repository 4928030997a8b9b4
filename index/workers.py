"""Work in other processes, each with a time and memory limit: a file that brings down its reader costs one file.

A worker has one task at a time, so that the one at fault is always known, and can be killed alone (an executor of
the standard library can do neither). Workers are started as plain processes that import nothing but what they
are sent: a caller's script is not run again, whether or not it guards its main part.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar, cast

from index.errors import AssistantError

Result = TypeVar("Result")
MEMORY = 700 << 20  # bytes that a worker may take for its data
AHEAD = 8  # tasks for each worker that may be done before their turn: their results wait in memory
_READY = ()


class Failed(Enum):
    """Why a task has no result."""

    CRASHED = auto()
    TIMED_OUT = auto()
    OUT_OF_MEMORY = auto()
    RAISED = auto()


@dataclass(frozen=True, slots=True)
class Failure:
    """A task without a result; ``detail`` is the name of what it raised."""

    why: Failed
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """``work`` (a function of a module, or a ``functools.partial`` of one) and the seconds that it may take."""

    work: Callable[[], Result]
    seconds: float


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(tasks: Sequence[Task[Result]], workers: int, memory: int = MEMORY) -> Iterator[Result | Failure]:
    """The results of the tasks, in their order, worked out by so many processes."""
    crew = _Crew(min(workers, len(tasks)), memory)
    done: dict[int, object] = {}
    given = 0
    try:
        for place in range(len(tasks)):
            while place not in done:
                while given < min(len(tasks), place + AHEAD * workers) and (idle := crew.idle()):
                    idle.start(given, tasks[given])
                    given += 1
                done.update(crew.collect())
            yield cast("Result | Failure", done.pop(place))  # what comes over a line has no type
    finally:
        crew.dismiss()


class _Worker:
    """One process and the line to it."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            path = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
            command = [sys.executable, "-P", "-c", "from index.workers import serve; serve()"]
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [*command, str(theirs.fileno()), str(memory)],
                env={**os.environ, "PYTHONPATH": path.rstrip(os.pathsep)},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C is for the parent, which then stops its workers
            )
        self.line: Connection = Connection(ours.detach())
        self.place: int | None = None
        self.deadline = 0.0
        self._ready = False

    def start(self, place: int, task: Task[Result]) -> None:
        self.place = place
        self.deadline = time.monotonic() + task.seconds
        with suppress(OSError):  # a worker that is no more: collect will see
            self.line.send((task.work, task.seconds))

    def answers(self) -> tuple[object, ...]:
        """What the worker says next: a result or :class:`Failure`, or nothing but that it is ready."""
        try:
            said: tuple[object, ...] = self.line.recv()
        except (EOFError, OSError) as error:
            if not self._ready:
                raise AssistantError(
                    "資料を読む別プロセスを起動できません。メモリの空きと Python の環境を確認してください。"
                ) from error
            late = self._process.wait() == -signal.SIGXCPU
            return (Failure(Failed.TIMED_OUT if late else Failed.CRASHED),)
        self._ready = True
        return said

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self.line.close()


class _Crew:
    """Workers, replaced as they fail."""

    def __init__(self, size: int, memory: int) -> None:
        self._size = size
        self._memory = memory
        self._workers: list[_Worker] = []

    def idle(self) -> _Worker | None:
        """A worker without a task, started if there may be one more."""
        for worker in self._workers:
            if worker.place is None:
                return worker
        if len(self._workers) < self._size:
            self._workers.append(_Worker(self._memory))
            return self._workers[-1]
        return None

    def collect(self) -> dict[int, object]:
        """Wait until a task is done or out of time; results by the places of their tasks."""
        busy = [(worker, worker.place) for worker in self._workers if worker.place is not None]
        left = min(worker.deadline for worker, _ in busy) - time.monotonic()
        spoken = wait([worker.line for worker, _ in busy], max(0.0, left))
        found: dict[int, object] = {}
        for worker, place in busy:
            answers = worker.answers() if worker.line in spoken else ()
            if not answers and time.monotonic() > worker.deadline:
                answers = (Failure(Failed.TIMED_OUT),)
            for answer in answers:
                found[place], worker.place = answer, None
                if isinstance(answer, Failure):
                    self._replace(worker)
        return found

    def _replace(self, worker: _Worker) -> None:
        """Stop a worker; the next idle one is a new one."""
        worker.stop()
        self._workers.remove(worker)

    def dismiss(self) -> None:
        """Stop all workers."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()


def serve() -> None:
    """What a worker does: tasks come over the line of the command line's first argument, until it is closed."""
    handle, memory = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file behind
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    with Connection(handle) as line:
        line.send(_READY)
        with suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                line.send((_work(*line.recv()),))


def _work(work: Callable[[], object], seconds: float) -> object:
    # Should the parent be killed, nobody stops this task: then the system does, also in code that never comes
    # back to Python. Four times, as a reader may run threads.
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 4 * seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    try:
        return work()
    except MemoryError:
        return Failure(Failed.OUT_OF_MEMORY)
    except Exception as error:
        return Failure(Failed.RAISED, type(error).__name__)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
