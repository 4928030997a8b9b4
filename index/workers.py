"""Work in other processes, each with a time and memory limit: a file that brings down its reader costs one file.

A worker has one task at a time, so that the one at fault is always known, and can be killed alone (an executor of
the standard library can do neither). Workers are started as plain processes that import nothing but what they
are told to: a caller's script is not run again, whether or not it guards its main part. What passes between the
processes is JSON, checked against its type: a parser that a hostile file has taken over can say wrong things, but
has no way to make the builder run anything.
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
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar, get_type_hints

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from index.errors import AssistantError

Result = TypeVar("Result")
MEMORY = 700 << 20  # bytes that a worker may take for its data
AHEAD = 8  # tasks for each worker that may be done before their turn: their results wait in memory
_READY, _RESULT, _FAILURE = b"+", b"=", b"!"  # the first byte of what a worker says


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
    """A function of a module, its arguments (what JSON can say) and the seconds that it may take.

    Arguments and result may be dataclasses where the function's annotations name them.
    """

    work: Callable[..., Result]
    arguments: tuple[object, ...]
    seconds: float

    def message(self) -> bytes:
        """The task as it is sent to a worker."""
        name = f"{self.work.__module__}:{self.work.__qualname__}"
        return to_json([name, self.arguments, self.seconds], bytes_mode="base64")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(tasks: Sequence[Task[Result]], workers: int, memory: int = MEMORY) -> Iterator[Result | Failure]:
    """The results of the tasks, in their order, worked out by so many processes."""
    crew = _Crew(min(workers, len(tasks)), memory)
    done: dict[int, bytes | Failure] = {}
    given = 0
    try:
        for place in range(len(tasks)):
            while place not in done:
                while given < min(len(tasks), place + AHEAD * workers) and (idle := crew.idle()):
                    idle.start(given, tasks[given])
                    given += 1
                done.update(crew.collect())
            said = done.pop(place)
            yield said if isinstance(said, Failure) else _returned(tasks[place].work, said)
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
            self.line.send_bytes(task.message())

    def answers(self) -> tuple[bytes | Failure, ...]:
        """What the worker says next: a result (as JSON) or :class:`Failure`, or nothing but that it is ready."""
        try:
            said = self.line.recv_bytes()
        except (EOFError, OSError) as error:
            if not self._ready:
                raise AssistantError(
                    "資料を読む別プロセスを起動できません。メモリの空きと Python の環境を確認してください。"
                ) from error
            late = self._process.wait() == -signal.SIGXCPU
            return (Failure(Failed.TIMED_OUT if late else Failed.CRASHED),)
        self._ready = True
        if said.startswith(_FAILURE):
            return (_adapter(Failure).validate_json(said[1:]),)
        return (said[1:],) if said.startswith(_RESULT) else ()

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

    def collect(self) -> dict[int, bytes | Failure]:
        """Wait until a task is done or out of time; results by the places of their tasks."""
        busy = [(worker, worker.place) for worker in self._workers if worker.place is not None]
        left = min(worker.deadline for worker, _ in busy) - time.monotonic()
        spoken = wait([worker.line for worker, _ in busy], max(0.0, left))
        found: dict[int, bytes | Failure] = {}
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
        line.send_bytes(_READY)
        with suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                line.send_bytes(_answer(line.recv_bytes()))


def _answer(message: bytes) -> bytes:
    name, arguments, seconds = from_json(message)
    # Should the parent be killed, nobody stops this task: then the system does, also in code that never comes
    # back to Python. Four times, as a reader may run threads.
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + 4 * seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    try:
        return _RESULT + to_json(_call(name, arguments), bytes_mode="base64")
    except MemoryError:
        return _FAILURE + to_json(Failure(Failed.OUT_OF_MEMORY))
    except Exception as error:
        return _FAILURE + to_json(Failure(Failed.RAISED, type(error).__name__))


def _call(name: str, arguments: list[Any]) -> object:
    module, _, function = name.partition(":")
    work = getattr(import_module(module), function)
    hints = [hint for of, hint in _hints(work).items() if of != "return"]
    types = [*hints, *[Any] * (len(arguments) - len(hints))]
    return work(*(_adapter(kind).validate_python(value) for kind, value in zip(types, arguments, strict=True)))


def _returned(work: Callable[..., Result], said: bytes) -> Result:
    result: Result = _adapter(_hints(work).get("return", Any)).validate_json(said)
    return result


@cache
def _hints(work: Callable[..., object]) -> dict[str, Any]:
    try:
        return get_type_hints(work)
    except TypeError:  # functions written in C have none
        return {}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type, of which mypy knows no general form
    return TypeAdapter(kind)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
