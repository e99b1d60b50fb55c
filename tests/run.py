"""Runs the test suite on every database found here: `python -m tests.run [pytest's arguments]`.

First on SQLite, then on a throw-away PostgreSQL; the browser tests are part of both wherever
Chromium is installed. The summary says what ran and what was left out; with CI=true nothing may be.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.browser import find_chromium
from tests.throwaway_postgres import find_postgres, throwaway_postgres

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Missing:
    """A program that is not installed here, and what therefore does not run."""

    program: str
    package: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run of pytest came to."""

    database: str
    exit_code: int
    seconds: float
    counts: str

    def __str__(self) -> str:
        verdict = (
            "passed" if self.exit_code == 0 else f"FAILED (pytest's exit code {self.exit_code})"
        )
        return f"{self.database:<17} {verdict}: {self.counts}, {self.seconds:.0f} s"


def main(arguments: list[str]) -> int:
    # Being told to stop must unwind like Ctrl-C, else the PostgreSQL server would stay behind.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    is_ci = os.environ.get("CI", "").lower() in {"true", "1"}
    missing = _missing()
    try:
        outcomes = _run_on_every_database(_with_defaults(arguments))
    except KeyboardInterrupt:
        print("\nStopped; nothing is left running.")
        return 130
    _print_summary(outcomes, missing, is_ci=is_ci)
    return 1 if any(outcome.exit_code for outcome in outcomes) or (is_ci and missing) else 0


def _missing() -> list[Missing]:
    missing = []
    if not find_postgres():
        missing.append(Missing("PostgreSQL", "postgresql", "the whole suite on PostgreSQL"))
    if not find_chromium():
        missing.append(
            Missing("Chromium", "chromium", "the browser tests: use, accessibility, layout")
        )
    if not shutil.which("msgfmt"):
        missing.append(Missing("gettext", "gettext", "the check that translations are complete"))
    return missing


def _with_defaults(arguments: list[str]) -> list[str]:
    """Use two processes, unless the caller chose otherwise or wants a single test."""
    chosen = any(
        argument.startswith(("-n", "--numprocesses", "--pdb")) or "::" in argument
        for argument in arguments
    )
    return arguments if chosen else ["-n", "2", *arguments]


def _run_on_every_database(arguments: list[str]) -> list[Outcome]:
    outcomes = [_run_pytest("SQLite", "sqlite://:memory:", arguments)]
    programs = find_postgres()
    if programs:
        with throwaway_postgres(programs) as url:
            outcomes.append(_run_pytest(_name_of(programs), url, arguments))
    return outcomes


def _name_of(programs: Path) -> str:
    command = [str(programs / "postgres"), "--version"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return f"PostgreSQL {answer.stdout.split()[2]}"


def _run_pytest(database: str, url: str, arguments: list[str]) -> Outcome:
    print(_line(f" Tests on {database} "), flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *arguments]
        # The demo's settings, whatever this installation's own are.
        exit_code = _wait_for(command, os.environ | {"DATABASE_URL": url, "DEMO": "on"})
        counts = _count(report)
    return Outcome(database, exit_code, time.monotonic() - started, counts)


def _wait_for(command: list[str], environment: dict[str, str]) -> int:
    with subprocess.Popen(command, env=environment) as process:  # noqa: S603
        try:
            return process.wait()
        except KeyboardInterrupt:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=15)  # pytest heard Ctrl-C too and is closing its browsers
            raise
        finally:
            if process.poll() is None:
                process.terminate()


def _count(report: Path) -> str:
    """Say how many tests ran, out of pytest's own report."""
    if not report.exists():
        return "no report"
    cases = list(ET.parse(report).iter("testcase"))  # noqa: S314  (written by our pytest)
    ran = [case for case in cases if case.find("skipped") is None]
    in_browser = sum(case.get("classname", "").startswith("tests.browser") for case in ran)
    return f"{len(ran)} tests ran ({in_browser} in the browser), {len(cases) - len(ran)} skipped"


def _print_summary(outcomes: list[Outcome], missing: list[Missing], *, is_ci: bool) -> None:
    print(_line(" Summary "))
    for outcome in outcomes:
        print(outcome)
    for one in missing:
        print(f"SKIPPED, {one.program.upper()} IS NOT INSTALLED: {one.left_out}")
    if missing:
        print(f"INSTALL: sudo apt-get install {' '.join(one.package for one in missing)}")
    if missing and is_ci:
        print("FAILED: with CI=true nothing may be skipped.")
    print("=" * WIDTH, flush=True)


def _line(text: str) -> str:
    return "\n" + text.center(WIDTH, "=")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
