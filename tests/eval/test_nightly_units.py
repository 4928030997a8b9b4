"""The units ready to install: well formed, one and the same command, and bound to no machine."""

import configparser
import re
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

UNITS = ROOT / "docs" / "nightly"
COMMAND = re.compile(r"\.venv/bin/assistant eval --nightly \S")


def ini(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(UNITS / name, "utf-8")
    return parser


def test_the_timer_wakes_the_service_every_night() -> None:
    service, timer = ini("assistant-nightly.service"), ini("assistant-nightly.timer")
    assert service["Service"]["Type"] == "oneshot"
    assert COMMAND.search(service["Service"]["ExecStart"])
    assert timer["Timer"]["OnCalendar"] == "*-*-* 03:00:00 Asia/Tokyo"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_cron_line_runs_at_night_and_keeps_quiet_when_all_is_well() -> None:
    lines = [line for line in (UNITS / "crontab").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0].startswith("MAILTO=")
    minute, hour, *rest = lines[1].split()[:5]
    assert (minute, hour, rest) == ("0", "3", ["*", "*", "*"])
    assert COMMAND.search(lines[1]) and lines[1].endswith(">/dev/null") and "%" not in lines[1]


def test_the_workflow_keeps_the_report_of_a_bad_night_too() -> None:
    flow = yaml.safe_load((UNITS / "github-actions.yml").read_text("utf-8"))
    assert flow[True]["schedule"] == [{"cron": "0 18 * * *"}]  # YAML reads "on" as true
    assert flow["permissions"] == {"contents": "read"}
    steps = flow["jobs"]["evaluate"]["steps"]
    evaluate = next(step for step in steps if step.get("name") == "Evaluate")
    assert COMMAND.search(evaluate["run"]) and "pipefail" in evaluate["run"]
    after = steps[steps.index(evaluate) + 1 :]
    assert len(after) == 2 and all(step["if"] == "always()" for step in after)


@pytest.mark.parametrize("path", sorted(UNITS.iterdir()), ids=lambda path: path.name)
def test_no_path_of_a_machine_and_no_foreign_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|usr|work|opt)/|https?://|pypi|\d+\.\d+\.\d+\.\d+", text)


def test_the_guide_tells_how_to_install_each() -> None:
    guide = (ROOT / "docs" / "nightly.md").read_text("utf-8")
    for path in UNITS.iterdir():
        assert path.name in guide, path.name
