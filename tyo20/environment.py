"""What settings.py needs of the machine it runs on before it can say anything."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def refuse_half_configured(env: environ.Env, folder: Path) -> None:
    """Raise ImproperlyConfigured, naming what is missing, unless production can start."""
    missing = [
        name
        for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
        if not env.str(name, default="")
    ]
    if missing:
        raise ImproperlyConfigured(
            f"Set {', '.join(missing)} in the environment or in {folder / '.env'}. "
            "README.md explains each one. To try the service out on this machine, set DEMO=on."
        )


def demo_secret_key(folder: Path) -> str:
    """Make a key once for this machine, so that sessions outlive a restart of the demo."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


def texts(env: environ.Env, name: str, *defaults: str) -> dict[str, str]:
    """Return one setting in Finnish, Swedish and English: NAME_FI, NAME_SV, NAME_EN."""
    codes = ("fi", "sv", "en")
    return {
        code: env.str(f"{name}_{code.upper()}", default=default)
        for code, default in zip(codes, defaults, strict=True)
    }
