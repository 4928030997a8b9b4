import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from index.workers import Failed, Failure, Task, run_tasks

Found = TypeVar("Found")
SECONDS = 60.0
ROOT = Path(__file__).parents[2]


def test_results_come_in_the_order_of_the_tasks() -> None:
    tasks = [
        Task(
            divmod,
            (
                number,
                7,
            ),
            SECONDS,
        )
        for number in range(50)
    ]
    assert list(run_tasks(tasks, 2)) == [list(divmod(number, 7)) for number in range(50)]


def test_a_task_that_brings_down_its_process_costs_itself_alone() -> None:
    tasks = [
        Task(abs, (-1,), SECONDS),
        Task(os.abort, (), SECONDS),
        *[Task(abs, (-n,), SECONDS) for n in (2, 3)],
    ]
    assert list(run_tasks(tasks, 2)) == [1, Failure(Failed.CRASHED), 2, 3]


def test_a_task_that_hangs_is_ended() -> None:
    started = time.monotonic()
    tasks = [Task(time.sleep, (600,), 1.5), Task(abs, (-1,), SECONDS)]
    assert list(run_tasks(tasks, 2)) == [Failure(Failed.TIMED_OUT), 1]
    assert time.monotonic() - started < 30


def test_a_task_that_wants_too_much_memory_fails() -> None:
    tasks = [Task(bytearray, (1 << 30,), SECONDS), Task(abs, (-1,), SECONDS)]
    assert list(run_tasks(tasks, 1)) == [Failure(Failed.OUT_OF_MEMORY), 1]


def test_a_task_that_raises_says_what() -> None:
    assert list(
        run_tasks(
            [
                Task(
                    divmod,
                    (
                        1,
                        0,
                    ),
                    SECONDS,
                )
            ],
            1,
        )
    ) == [Failure(Failed.RAISED, "ZeroDivisionError")]


def test_no_worker_outlives_its_parent() -> None:
    script = "\n".join(
        [
            "import time",
            "from index.workers import Task, run_tasks",
            "list(run_tasks([Task(time.sleep, (300,), 300)] * 2, 2))",
        ]
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    workers = wait_for(lambda: found if len(found := children(parent.pid)) == 2 else None)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_for(lambda: not any(is_running(worker) for worker in workers))


def test_a_program_without_a_guarded_main_part_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('once')\nfrom index.workers import Task, run_tasks\nprint(list(run_tasks([Task(abs, (-1,), 60)], 1)))\n",
        "utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "[1]"]


def wait_for(look: Callable[[], Found], seconds: float = 20) -> Found:
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text("utf-8").split()
    return [int(child) for child in listed if "index.workers" in Path(f"/proc/{child}/cmdline").read_text("utf-8")]


def is_running(process: int) -> bool:
    try:
        return "index.workers" in Path(f"/proc/{process}/cmdline").read_text("utf-8")
    except OSError:
        return False
