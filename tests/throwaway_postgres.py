"""A PostgreSQL server that lives as long as a with-block: own folder, own socket, no network."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

SUPERUSER = "tyo20"
CLUSTER_OPTIONS = f"--username={SUPERUSER} --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync"
# No network; and nothing here has to survive a power cut, so nothing waits for the disk.
SERVER_OPTIONS = (
    "-c listen_addresses= -c shared_buffers=64MB"
    " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
)


def find_postgres() -> Path | None:
    """Return the folder of the newest server's programs; Debian keeps them out of the PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if found:
        return found[-1].parent
    in_path = shutil.which("initdb")
    return Path(in_path).resolve().parent if in_path else None


@contextmanager
def throwaway_postgres(programs: Path) -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, and leave neither process nor file behind."""
    # Not TMPDIR: a socket's path holds 107 bytes, and the user “postgres” must get there.
    folder = Path(tempfile.mkdtemp(prefix="tyo20-postgres-", dir="/tmp"))
    try:
        _start(programs, folder)
        # Two slashes: django-environ reads what follows as a socket's folder and a database.
        yield f"postgres://{SUPERUSER}@/{quote(str(folder))}/postgres"
    finally:
        _run(programs / "pg_ctl", "stop", "-m", "immediate", "-D", folder / "data")
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path) -> None:
    if _is_root():
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, log = folder / "data", folder / "log"
    options = f"{SERVER_OPTIONS} -c unix_socket_directories={folder}"
    commands: list[list[str | Path]] = [
        [programs / "initdb", "-D", data, *CLUSTER_OPTIONS.split()],
        [programs / "pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options],
    ]
    for command in commands:
        error = _run(*command)
        if error is not None:
            details = log.read_text() if log.exists() else error
            raise RuntimeError(f"The throw-away PostgreSQL did not start:\n{details}")


def _run(*command: str | Path) -> str | None:
    """Run one of the server's programs; return what it complained about if it failed."""
    with tempfile.TemporaryFile("w+") as errors:  # the server would keep a pipe open for ever
        process = subprocess.run(  # noqa: S603
            command,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            check=False,
            # PostgreSQL refuses to run as root.
            user="postgres" if _is_root() else None,
            group="postgres" if _is_root() else None,
            extra_groups=[] if _is_root() else None,
        )
        errors.seek(0)
        return errors.read() if process.returncode else None


def _is_root() -> bool:
    return os.geteuid() == 0
